import { describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { API_VERSIONS, handlers, memoryStore, previewDefinition, previewHandlers } from '../../src/emulator/index.js';
import { DatabaseError } from '../../src/sqlite/index.js';
import { operationsOf } from '../../src/swagger/index.js';
import {
  at,
  createUser,
  entraToken,
  FOREIGN,
  HOST,
  identityTarget,
  issue,
  remove,
  revoke,
  send,
  service,
  signed,
  VERSION,
  type Answer,
} from './exchange.js';

const SCOPES = ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'];

describe('the operations', () => {
  it('are those of the swagger', () => {
    const described = operationsOf(definition).map((operation) => operation.id);
    expect([...handlers.keys()].toSorted()).toEqual(described.toSorted());
    const preview = operationsOf(previewDefinition).map((operation) => operation.id);
    expect([...previewHandlers.keys()]).toEqual(preview);
  });

  it('default to an api-version that has everything', () => {
    const wanted = definition.parameters.apiVersion.default;
    expect(API_VERSIONS.find((version) => version.name === wanted)).toMatchObject({
      lifetime: true,
      joinScopes: true,
      teamsExchange: true,
    });
  });
});

function create(body: string): Promise<Answer> {
  return send(service(), signed({ method: 'POST', target: `/identities?${VERSION}`, body }));
}

describe('create', () => {
  it('gives an id of the resource and nothing else', async () => {
    const answer = await create('');
    expect(answer.status).toBe(201);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({
      identity: {
        id: expect.stringMatching(
          /^8:acs:11111111-2222-3333-4444-555555555555_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{2}3a0d00[0-9a-f]{4}$/,
        ),
      },
    });
  });

  it.each(['{}', 'null', '{"createTokenWithScopes":null,"expiresInMinutes":null}', '{"createTokenWithScopes":[]}'])(
    'takes %s for no token',
    async (body) => {
      const answer = await create(body);
      expect(answer.status).toBe(201);
      expect(at(answer.body, 'accessToken')).toBeUndefined();
    },
  );

  it('gives a token when asked', async () => {
    const answer = await create(JSON.stringify({ createTokenWithScopes: SCOPES, expiresInMinutes: 60 }));
    expect(at(answer.body, 'accessToken', 'expiresOn')).toBe('2026-11-22T04:40:13.0000000+00:00');
  });

  it('never gives an id twice', async () => {
    const to = service();
    const ids = await Promise.all(Array.from({ length: 100 }, () => createUser(to)));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(100);
  });
});

type Refused = [name: string, body: string, code: string, message: string, target: string | undefined];

const lifetime = (minutes: string): string =>
  `ExpiresInMinutes value ${minutes} is invalid. Value must be within the [60, 1440] interval.`;

describe('what issue refuses', () => {
  const refused: Refused[] = [
    ['no body', '', 'ValidationError', 'Scopes: The Scopes field is required.', 'Scopes'],
    ['null', '{"scopes":null}', 'ValidationError', 'Scopes: The Scopes field is required.', 'Scopes'],
    ['no scopes', '{"scopes":[]}', 'ValidationError', 'Invalid scopes - Scopes field is required.', 'scopes'],
    ['59', '{"scopes":["chat"],"expiresInMinutes":59}', 'ValidationError', lifetime('59'), 'ExpiresInMinutes'],
    ['1441', '{"scopes":["chat"],"expiresInMinutes":1441}', 'ValidationError', lifetime('1441'), 'ExpiresInMinutes'],
    ['0', '{"scopes":["chat"],"expiresInMinutes":0}', 'ValidationError', lifetime('0'), 'ExpiresInMinutes'],
  ];

  it.each(refused)('%s', async (_, body, code, message, target) => {
    const to = service();
    const { id } = await createUser(to);
    const answer = await send(to, signed({ method: 'POST', target: identityTarget(id, '/:issueAccessToken'), body }));
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body).toEqual({ error: { code, message, target } });
  });

  it.each([
    '{"scopes":"chat"}',
    '{"scopes":[1]}',
    '{"scopes":["sms"]}',
    '{"scopes":["Chat"]}',
    '{"scopes":["chat"],"expiresInMinutes":"60"}',
    '{"scopes":["chat"],"expiresInMinutes":60.5}',
    '{"scopes":["chat"],"expiresInMinutes":60.0}',
    '{"scopes":["chat"],"expiresInMinutes":1e99}',
    '{"scopes":["chat"],"expiresInMinutes":99999999999999999999}',
    '{"scopes":["chat"]',
    '["chat"]',
    '"chat"',
    '\u0000',
  ])('%j', async (body) => {
    const to = service();
    const { id } = await createUser(to);
    const answer = await send(to, signed({ method: 'POST', target: identityTarget(id, '/:issueAccessToken'), body }));
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error', 'code')).toBe('ValidationError');
  });

  it('does not give back a number that no property of its kind can hold', async () => {
    const body = `{"createTokenWithScopes":["chat"],"expiresInMinutes":${'9'.repeat(10_000)}}`;
    const answer = await send(service(), signed({ method: 'POST', target: `/identities?${VERSION}`, body }));
    expect(at(answer.body, 'error', 'message')).toBe('ExpiresInMinutes: The ExpiresInMinutes field is invalid.');
  });

  it('keeps a token that is given for a scope out of the log', async () => {
    const secret = entraToken({ oid: 'somebody', exp: 1 });
    const target = identityTarget(FOREIGN, '/:issueAccessToken');
    const answer = await send(
      service(),
      signed({ method: 'POST', target, body: JSON.stringify({ scopes: [secret] }) }),
    );
    expect(answer.reason).not.toContain(secret.slice(0, 20));
  });
});

describe('issue', () => {
  it.each([
    [60, '2026-11-22T04:40:13.0000000+00:00'],
    [1440, '2026-11-23T03:40:13.0000000+00:00'],
    [null, '2026-11-23T03:40:13.0000000+00:00'],
    [undefined, '2026-11-23T03:40:13.0000000+00:00'],
  ])('takes a lifetime of %s minutes', async (expiresInMinutes, expiresOn) => {
    const to = service();
    const { id } = await createUser(to);
    const body = JSON.stringify({ scopes: SCOPES, expiresInMinutes });
    const answer = await send(to, signed({ method: 'POST', target: identityTarget(id, '/:issueAccessToken'), body }));
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'expiresOn')).toBe(expiresOn);
  });

  it('finds an id whose colons are not encoded', async () => {
    const to = service();
    const { id } = await createUser(to);
    const target = `/identities/${id}/:issueAccessToken?${VERSION}`;
    expect((await send(to, signed({ method: 'POST', target, body: '{"scopes":["voip"]}' }))).status).toBe(200);
  });
});

describe('identities', () => {
  it.each([
    ['of another resource', FOREIGN],
    ['that are no ids', 'nobody'],
    ['encoded twice', encodeURIComponent('8:acs:11111111-2222-3333-4444-555555555555_x')],
  ])('%s are not owned', async (_, id) => {
    const to = service();
    for (const answer of [await issue(to, id), await revoke(to, id), await remove(to, id)]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        error: { code: 'IdentityNotOwned', message: "Provided identity doesn't belong to the resource." },
      });
    }
  });

  it('that were deleted do not exist', async () => {
    const to = service();
    const { id } = await createUser(to);
    expect(await remove(to, id)).toMatchObject({ status: 204, body: null });
    for (const answer of [await issue(to, id), await revoke(to, id), await remove(to, id)]) {
      expect(at(answer.body, 'error', 'message')).toBe("Provided identity doesn't exist.");
    }
  });
});

async function issueWith(version: string, body: string): Promise<Answer> {
  const to = service();
  const { id } = await createUser(to);
  return send(to, signed({ method: 'POST', target: identityTarget(id, '/:issueAccessToken', version), body }));
}

describe('api-version', () => {
  it.each(['', 'api-version=', 'version=2023-10-01'])('is missing in "%s"', async (query) => {
    const answer = await send(service(), signed({ method: 'POST', target: `/identities?${query}` }));
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error', 'code')).toBe('ApiVersionUnspecified');
  });

  it('is unknown', async () => {
    const answer = await send(service(), signed({ method: 'POST', target: '/identities?api-version=2020-01-01' }));
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: {
        code: 'UnsupportedApiVersion',
        message: `The HTTP resource that matches the request URI 'https://${HOST}/identities' does not support the API version '2020-01-01'.`,
      },
    });
  });

  it('before 2022-10-01 does not read a lifetime', async () => {
    const answer = await issueWith('api-version=2021-03-07', '{"scopes":["chat"],"expiresInMinutes":1}');
    expect(at(answer.body, 'expiresOn')).toBe('2026-11-23T03:40:13.0000000+00:00');
  });

  it('before 2023-10-01 has no join scopes', async () => {
    expect((await issueWith('api-version=2022-10-01', '{"scopes":["voip.join"]}')).status).toBe(400);
    expect((await issueWith('api-version=2025-06-30', '{"scopes":["voip.join"]}')).status).toBe(200);
  });

  it('2021-03-07 has no Teams exchange', async () => {
    const target = '/teamsUser/:exchangeAccessToken?api-version=2021-03-07';
    const answer = await send(service(), signed({ method: 'POST', target, body: '{}' }));
    expect(at(answer.body, 'error', 'code')).toBe('UnsupportedApiVersion');
    expect(answer.headers['api-supported-versions']).not.toContain('2021-03-07');
  });
});

describe('data that cannot be written', () => {
  it('refuses for now, and the log says what to do', async () => {
    const full = new DatabaseError('Full', "The emulator's data x.db cannot grow: the disk is full.", 'Make room.');
    const put = () => {
      throw full;
    };
    const to = service({ store: { ...memoryStore(), put } });
    const answer = await send(to, signed({ method: 'POST', target: `/identities?${VERSION}` }));
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'ServiceUnavailable' } } });
    expect(answer.reason).toBe(`${full.message} Make room.`);
  });
});

describe('a body that does not call itself JSON', () => {
  const target = `/identities?${VERSION}`;
  const warned = (type: string): Promise<Answer> =>
    send(service(), signed({ method: 'POST', target, body: '{}', headers: { 'content-type': type } }));

  it.each([
    ['text/plain;charset=UTF-8', 'content-type is text/plain;charset=UTF-8, not application/json'],
    ['application/x-www-form-urlencoded', 'not application/json'],
  ])('of %s is read, with a warning that the service may not', async (type, warning) => {
    expect(await warned(type)).toMatchObject({ status: 201, warning: expect.stringContaining(warning) as string });
  });

  it.each(['application/json; charset=utf-8', 'application/merge-patch+json'])('is not that of %s', async (type) => {
    expect(await warned(type)).toMatchObject({ status: 201, warning: undefined });
  });

  it('is none where there is no body', async () => {
    expect(await send(service(), signed({ method: 'POST', target }))).toMatchObject({
      status: 201,
      warning: undefined,
    });
  });
});
