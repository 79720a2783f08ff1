// oxlint-disable no-await-in-loop -- one request after another, so that the one that fails is known
import { describe, expect, it } from 'vitest';
import { signatureOf, type ServiceRequest } from '../../src/emulator/index.js';
import { signerOf } from '../../src/emulator/hmac.js';
import { createUser, HOST, identityTarget, KEY, NOW, resources, service, signed } from './exchange.js';

const EMPTY_HASH = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const CHAT_HASH = 'J+doRQjtFVYLx3qOvzptwBLjQWqy6OEWEEk1TY1+rT4=';
const USER = '8%3Aacs%3A11111111-2222-3333-4444-555555555555_00000000-aaaa-bbbb-cccc-ddddddddeeee';

interface Vector {
  readonly client: string;
  readonly key: string;
  readonly dateHeader: string;
  readonly date: string;
  readonly host: string;
  readonly target: string;
  readonly body: string;
  readonly signature: string;
}

const connector = {
  key: 'c2VjcmV0',
  dateHeader: 'date',
  date: 'Sun, 22 Nov 2026 03:52:56 GMT',
  host: 'x.communication.azure.com',
  body: '{"scopes":["chat"]}',
};
const sdk = { key: KEY, dateHeader: 'x-ms-date', date: 'Sun, 22 Nov 2026 03:40:13 GMT', host: HOST, body: '' };

// acs-identity.md, section 2.2: recorded from the clients and recomputed independently.
const VECTORS: readonly Vector[] = [
  {
    ...connector,
    client: 'connector script, colons as they are',
    target: '/identities/8:acs:abc_def/:issueAccessToken?api-version=2021-03-07',
    signature: 'CllVYQnEykJel3rjdqPfW2ijPaQ7AsnZ5i0zXqUkhj4=',
  },
  {
    ...connector,
    client: 'connector script, colons encoded',
    target: '/identities/8%3Aacs%3Aabc_def/:issueAccessToken?api-version=2021-03-07',
    signature: 't2Gfguo/yCzf+0WgX82+FCTDkDYQ6GFsM5ZhXKG8JUk=',
  },
  {
    ...sdk,
    client: 'JavaScript, no body',
    target: '/identities?api-version=2023-10-01',
    signature: 'XAo0rzJNmEnPb92TUuAHh8VUVKWzzdlg52Ut81t/O/o=',
  },
  {
    ...sdk,
    client: 'JavaScript, with a body',
    target: `/identities/${USER}/:issueAccessToken?api-version=2023-10-01`,
    body: '{"scopes":["chat"]}',
    signature: 'd6FsCZMyBhhls0afkpu9+I+iLAX8/vr3Y5MfK6UJcyk=',
  },
  {
    ...sdk,
    client: 'Python over https',
    date: 'Sun, 22 Nov 2026 03:52:06 GMT',
    host: 'localhost:18602',
    target: '/identities?api-version=2022-10-01',
    signature: 'd1PPzgD1tO6U4GujrBZxOLpWcamhx9+2Yf7h1doVdLA=',
  },
];

function requestOf(vector: Vector): ServiceRequest {
  const names = `${vector.dateHeader};host;x-ms-content-sha256`;
  return {
    method: 'POST',
    target: vector.target,
    headers: {
      host: vector.host,
      [vector.dateHeader]: vector.date,
      'x-ms-content-sha256': vector.body === '' ? EMPTY_HASH : CHAT_HASH,
      authorization: `HMAC-SHA256 SignedHeaders=${names}&Signature=${vector.signature}`,
    },
    body: Buffer.from(vector.body),
  };
}

describe('recorded signatures', () => {
  it.each(VECTORS)('accepts that of $client', (vector) => {
    expect(signerOf(requestOf(vector), ['b3RoZXI=', vector.key], Date.parse(vector.date))).toEqual({ key: vector.key });
  });

  it.each(VECTORS)('refuses that of $client with another key', (vector) => {
    expect(signerOf(requestOf(vector), ['b3RoZXI='], Date.parse(vector.date))).toMatchObject({
      error: { status: 401 },
    });
  });

  it('refuses what Python signs over http, where it leaves out the first slash', () => {
    const vector = { ...sdk, client: '', date: 'Sun, 22 Nov 2026 03:51:59 GMT', host: 'localhost:18601' };
    const request = requestOf({
      ...vector,
      target: '/identities?api-version=2022-10-01',
      signature: 'mBDBky0l1p/p6C7Ec+LFa4km9W7qewR6kwbnUK/RsGM=',
    });
    expect(signerOf(request, [KEY], Date.parse(vector.date))).toMatchObject({
      error: { code: 'Denied' },
      reason: expect.stringContaining('use https') as string,
    });
  });
});

const create = { method: 'POST', target: '/identities?api-version=2023-10-01' };

function withHeader(name: string, value: string | undefined): ServiceRequest {
  const request = signed(create);
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function resigned(change: (names: string) => string): ServiceRequest {
  const request = signed(create);
  const authorization = change(request.headers['authorization'] ?? '');
  return { ...request, headers: { ...request.headers, authorization } };
}

describe('refusals', () => {
  const cases: [string, ServiceRequest, RegExp][] = [
    ['nothing signed', withHeader('authorization', undefined), /no Authorization/],
    ['what is no bearer token', withHeader('authorization', 'Bearer abc'), /not a JSON Web Token/],
    ['another scheme', withHeader('authorization', 'Basic abc'), /form/],
    ['scheme in another case', resigned((text) => text.toLowerCase()), /form/],
    ['host not covered', resigned((text) => text.replace('host;', '')), /lacks host/],
    ['date not covered', resigned((text) => text.replace('x-ms-date;', '')), /lacks x-ms-date/],
    ['content not covered', resigned((text) => text.replace(';x-ms-content-sha256', '')), /lacks x-ms-content/],
    ['a signed header that is missing', withHeader('x-ms-date', undefined), /missing/],
    ['no date', withHeader('x-ms-date', 'yesterday'), /not a date/],
    ['a date in the past', signed({ ...create, now: NOW - 901_000 }), /15 minutes away/],
    ['a date in the future', signed({ ...create, now: NOW + 901_000 }), /15 minutes away/],
    ['another key', signed({ ...create, key: 'b3RoZXI=' }), /another access key/],
    ['another host', withHeader('host', 'localhost:1'), /another access key/],
  ];

  it.each(cases)('of %s', async (_, request, reason) => {
    const answer = await service().handle(request);
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: 'Denied', message: 'Denied by the resource provider.' },
    });
    expect(answer.reason).toMatch(reason);
  });

  it('names the content hash when the body is another one', async () => {
    const answer = await service().handle({ ...signed(create), body: Buffer.from('{}') });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body)).toEqual({
      error: { code: 'Denied', message: "Request 'x-ms-content-sha256' differs from generated content hash." },
    });
  });
});

/** A request that is signed as if it were another one. */
function signedFor(target: string, host = HOST): ServiceRequest {
  const request = signed(revokeOne);
  const { 'x-ms-date': date, 'x-ms-content-sha256': hash } = request.headers;
  const signature = signatureOf(KEY, `POST\n${target}\n${date};${host};${hash}`);
  const authorization = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
  return { ...request, headers: { ...request.headers, authorization } };
}

const revokeOne = { method: 'POST', target: `/identities/${USER}/:revokeAccessTokens?api-version=2023-10-01` };

describe('what clients sign in place of what they send', () => {
  it.each([
    ['the path without its first slash', signedFor(revokeOne.target.slice(1)), /first slash/],
    [
      'the host with a slash after it',
      signedFor(revokeOne.target, `${HOST}/`),
      /endpoint without the slash at its end/,
    ],
    ['the path without the query', signedFor(revokeOne.target.split('?')[0] ?? ''), /leaves out the query/],
    ['the path decoded', signedFor(decodeURIComponent(revokeOne.target)), /path decoded/],
    ['something else', signedFor('/identities'), /another access key/],
  ])('is told in the log: %s', async (_, request, reason) => {
    const answer = await service().handle(request);
    expect([answer.status, answer.reason]).toEqual([401, expect.stringMatching(reason)]);
  });
});

describe('accepted', () => {
  it.each([-900_000, 0, 900_000])('a date %i ms away', async (away) => {
    expect((await service().handle(signed({ ...create, now: NOW + away }))).status).toBe(201);
  });

  it('the secondary key', async () => {
    const to = service({ resources: resources({ accessKey: 'b3RoZXI=', secondaryAccessKey: KEY }) });
    expect((await to.handle(signed(create))).status).toBe(201);
  });

  /** A request with these headers, which signs the named ones of them. */
  function signedAs(names: string, headers: Record<string, string>, host = headers['host']): ServiceRequest {
    const all: Record<string, string> = { ...headers, 'x-ms-content-sha256': EMPTY_HASH };
    const values = names.split(';').map((name) => (name === 'host' ? host : all[name]));
    const signature = signatureOf(KEY, `POST\n${create.target}\n${values.join(';')}`);
    const authorization = `HMAC-SHA256 SignedHeaders=${names}&Signature=${signature}`;
    return { ...create, headers: { ...all, authorization }, body: Buffer.alloc(0) };
  }

  const date = new Date(NOW).toUTCString();
  const sdkNames = 'x-ms-date;host;x-ms-content-sha256';
  it.each([
    ['.NET: both dates', signedAs(sdkNames, { host: HOST, date, 'x-ms-date': date })],
    ['Java: no port in the host it signs', signedAs(sdkNames, { host: HOST, date, 'x-ms-date': date }, 'localhost')],
    [
      'Java: no port in the host it sends either',
      signedAs(sdkNames, { host: 'localhost', 'x-ms-date': date, 'x-ms-hmac-string-to-sign-base64': 'eA==' }),
    ],
    ["Microsoft's connector: the date", signedAs('date;host;x-ms-content-sha256', { host: HOST, date })],
    ['headers in another order', signedAs('host;x-ms-content-sha256;x-ms-date', { host: HOST, 'x-ms-date': date })],
  ])('what signs like %s', async (_, request) => {
    expect((await service().handle(request)).status).toBe(201);
  });
});

function flip(bytes: Uint8Array, position: number): Buffer {
  const changed = Buffer.from(bytes);
  const bit = position % (changed.length * 8);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

const flipText = (text: string, position: number): string =>
  flip(Buffer.from(text, 'latin1'), position).toString('latin1');

const HEADERS = ['host', 'x-ms-date', 'x-ms-content-sha256', 'authorization'];

interface Mutant {
  /** Which bit of which part. */
  readonly what: string;
  readonly request: ServiceRequest;
}

/** The request with each single bit of it flipped. */
function* mutantsOf(request: ServiceRequest): Generator<Mutant> {
  const { method, target, headers, body } = request;
  for (const [part, text] of Object.entries({ method, target }))
    for (let bit = 0; bit < text.length * 8; bit += 1)
      yield { what: `${part} ${bit}`, request: { ...request, [part]: flipText(text, bit) } };
  for (const name of HEADERS) {
    const value = headers[name] ?? '';
    for (let bit = 0; bit < value.length * 8; bit += 1) {
      const changed = { ...headers, [name]: flipText(value, bit) };
      yield { what: `${name} ${bit}`, request: { ...request, headers: changed } };
    }
  }
  for (let bit = 0; bit < body.length * 8; bit += 1)
    yield { what: `body ${bit}`, request: { ...request, body: flip(body, bit) } };
}

describe('one bit of a signed request', () => {
  it.each([
    ['issue', '/:issueAccessToken', '{"scopes":["chat"]}', 200],
    ['revoke', '/:revokeAccessTokens', '', 204],
  ])('is never changed unnoticed, whichever it is: %s', async (_, action, body, status) => {
    const to = service();
    const { id } = await createUser(to);
    const request = signed({ method: 'POST', target: identityTarget(id, action), body });
    expect((await to.handle(request)).status).toBe(status);
    const unnoticed: string[] = [];
    for (const mutant of mutantsOf(request)) {
      const answer = await to.handle(mutant.request);
      if (answer.status < 400 || answer.status > 499) unnoticed.push(`${mutant.what}: ${answer.status}`);
    }
    expect(unnoticed).toEqual([]);
  });
});

describe('a part of a signed request', () => {
  it.each([
    ['another method', (request: ServiceRequest) => ({ ...request, method: 'PUT' })],
    ['another query', (request: ServiceRequest) => ({ ...request, target: `${request.target}&a=b` })],
    ['a body that was not there', (request: ServiceRequest) => ({ ...request, body: Buffer.from('{}') })],
    [
      'an id in other percent-encoding',
      (request: ServiceRequest) => ({ ...request, target: decodeURIComponent(request.target) }),
    ],
    [
      'its hex digits in lower case',
      (request: ServiceRequest) => ({ ...request, target: request.target.replaceAll('%3A', '%3a') }),
    ],
  ])('cannot be %s', async (_, change) => {
    const to = service();
    const { id } = await createUser(to);
    const request = signed({ method: 'POST', target: identityTarget(id, '/:revokeAccessTokens') });
    expect((await to.handle(change(request))).status).toBeGreaterThanOrEqual(401);
    expect((await to.handle(request)).status).toBe(204);
  });

  it.each([
    ['as it is', (id: string) => id],
    ['with hex digits in lower case', (id: string) => encodeURIComponent(id).replaceAll('%3A', '%3a')],
    ['with everything encoded', (id: string) => id.replace(/./g, (char) => `%${char.charCodeAt(0).toString(16)}`)],
  ])('may have the id %s when it is signed so', async (_, written) => {
    const to = service();
    const { id } = await createUser(to);
    const target = `/identities/${written(id)}/:revokeAccessTokens?api-version=2023-10-01`;
    expect((await to.handle(signed({ method: 'POST', target }))).status).toBe(204);
  });

  it('is no identity of the resource where the id is encoded twice', async () => {
    const to = service();
    const { id } = await createUser(to);
    const target = identityTarget(encodeURIComponent(id), '/:revokeAccessTokens');
    const answer = await to.handle(signed({ method: 'POST', target }));
    expect([answer.status, answer.body]).toEqual([401, expect.stringContaining('IdentityNotOwned')]);
  });
});
