// The built-in connector through Microsoft's own client: against the emulator, and against servers that misbehave.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { acsIdentity, isFault, type Connection } from '../../src/connectors/index.js';
import { startEmulator, type Emulator } from '../../src/emulator/index.js';
import { createSend, SendError, type HttpRequest, type HttpResponse, type Send } from '../../src/http/index.js';
import { isObject, own, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { arrange, findOperation } from '../../src/swagger/index.js';
import { entraToken } from '../emulator/exchange.js';
import { closedPort, json, loopback } from '../loopback.js';

const getEntraToken = vi.fn(() => Promise.resolve({ token: 'entra', expiresOnTimestamp: Date.now() + 3_600_000 }));
vi.mock('@azure/identity', () => ({
  DefaultAzureCredential: class {
    getToken = getEntraToken;
  },
}));

let emulator: Emulator;
const send = createSend();

beforeAll(async () => {
  emulator = await startEmulator({ port: 0 });
});
afterAll(async () => {
  send.close();
  await emulator.close();
});

const requestId = '00000000-1111-8222-a333-444444444444';
const key = 'c2VjcmV0LWtleQ==';

function connected(parameters: JsonObject, by: Send = send): Connection {
  const connection = acsIdentity.connect(parameters, by);
  if (isFault(connection)) throw new Error(connection.message);
  return connection;
}

/** Calls an operation as `with:` would. */
async function call(
  connection: Connection,
  id: string,
  values: JsonObject = {},
  signal = new AbortController().signal,
) {
  const operation = findOperation(acsIdentity.operations, id);
  const arranged = operation ? arrange(operation, values) : { problems: [] };
  if (!operation || 'problems' in arranged) throw new Error(`The case does not fit ${id}.`);
  return connection.invoke(operation, arranged.arguments, { requestId, signal });
}

async function answerOf(asked: ReturnType<typeof call>): Promise<HttpResponse & { readonly value: Json }> {
  const answer = await asked;
  if ('refused' in answer) throw new Error(answer.refused);
  return { ...answer, value: answer.body.length === 0 ? null : parseJson(new TextDecoder().decode(answer.body)) };
}

function at(value: Json, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((from, name) => (isObject(from) ? own(from, name) : undefined), value);
}

/** A door that notes what goes through it. */
function noting(): { readonly seen: HttpRequest[]; readonly by: Send } {
  const seen: HttpRequest[] = [];
  return {
    seen,
    by(request, signal) {
      seen.push(request);
      return send(request, signal);
    },
  };
}

describe('the connection', () => {
  it('knows its host and its secret', () => {
    const connection = connected({ connectionString: emulator.connectionString });
    expect(emulator.endpoint).toBe(`http://${connection.target}`);
    expect(connection.secrets).toEqual([emulator.connectionString.split('accesskey=')[1]]);
    expect(connected({ endpoint: 'https://name.communication.azure.com' }).secrets).toEqual([]);
  });

  it('is refused for parameters that are no good', () => {
    expect(acsIdentity.connect({ connectionString: 'nothing' }, send)).toMatchObject({ parameter: 'connectionString' });
  });
});

describe('against the emulator', () => {
  const sevenDigits = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}(Z|\+00:00)$/;

  it('all five operations give what the service answers', async () => {
    const { seen, by } = noting();
    const connection = connected({ connectionString: emulator.connectionString }, by);

    const plain = await answerOf(call(connection, 'CreateCommunicationIdentity'));
    expect(plain.status).toBe(201);
    const identityId = String(at(plain.value, 'identity', 'id'));
    expect(identityId).toMatch(/^8:acs:/);
    expect(at(plain.value, 'accessToken')).toBeUndefined();

    const issued = await answerOf(
      call(connection, 'IssueIdentityAccessToken', { identityId, scopes: ['chat', 'voip'] }),
    );
    expect(issued.status).toBe(200);
    expect(at(issued.value, 'expiresOn')).toMatch(sevenDigits);
    expect(issued.headers['Content-Type']).toContain('application/json');
    expect(await emulator.service.inspect(String(at(issued.value, 'token')))).toMatchObject({
      valid: true,
      scopes: ['chat', 'voip'],
    });

    const revoked = await answerOf(call(connection, 'RevokeIdentityAccessTokens', { identityId }));
    expect([revoked.status, revoked.value]).toEqual([204, null]);
    expect(await emulator.service.inspect(String(at(issued.value, 'token')))).toMatchObject({ reason: 'revoked' });
    const deleted = await answerOf(call(connection, 'DeleteCommunicationIdentity', { identityId }));
    expect([deleted.status, deleted.value]).toEqual([204, null]);

    const appId = '22222222-2222-3333-4444-555555555555';
    const token = entraToken({ appid: appId, exp: Math.floor(Date.now() / 1000) + 5400 });
    const userId = '33333333-2222-3333-4444-555555555555';
    const exchanged = await answerOf(call(connection, 'ExchangeTeamsUserAccessToken', { token, appId, userId }));
    expect(exchanged.status).toBe(200);
    expect(at(exchanged.value, 'expiresOn')).toMatch(sevenDigits);

    expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'DELETE', 'POST']);
    expect(seen.map(({ headers }) => headers['x-ms-client-request-id'])).toEqual(Array(5).fill(requestId));
  });

  it('a user may come with a token', async () => {
    const connection = connected({ connectionString: emulator.connectionString });
    const values = { createTokenWithScopes: ['chat.join'], expiresInMinutes: 60 };
    const { value } = await answerOf(call(connection, 'CreateCommunicationIdentity', values));
    expect(at(value, 'accessToken', 'expiresOn')).toMatch(sevenDigits);
    const expires = Date.parse(String(at(value, 'accessToken', 'expiresOn')));
    expect(Math.round((expires - Date.now()) / 60_000)).toBe(60);
  });

  it('scopes that are left out are those of the swagger', async () => {
    const connection = connected({ connectionString: emulator.connectionString });
    const { value } = await answerOf(call(connection, 'CreateCommunicationIdentity', { createTokenWithScopes: [] }));
    const identityId = String(at(value, 'identity', 'id'));
    const values = { identityId, expiresInMinutes: null };
    const issued = await answerOf(call(connection, 'IssueIdentityAccessToken', values));
    expect(await emulator.service.inspect(String(at(issued.value, 'token')))).toMatchObject({ scopes: ['chat'] });
  });

  it('a lifetime of 59 minutes gives the service’s own error', async () => {
    const connection = connected({ connectionString: emulator.connectionString });
    const values = { createTokenWithScopes: ['chat'], expiresInMinutes: 59 };
    const { status, value } = await answerOf(call(connection, 'CreateCommunicationIdentity', values));
    expect(status).toBe(400);
    expect(value).toMatchObject({
      error: { code: 'ValidationError', message: expect.stringContaining('value 59 is invalid') as string },
    });
  });

  it('another key gives the service’s own error', async () => {
    const connection = connected({ endpoint: emulator.endpoint, accessKey: key });
    const { status, value } = await answerOf(call(connection, 'CreateCommunicationIdentity'));
    expect(status).toBe(401);
    expect(value).toEqual({ error: { code: 'Denied', message: 'Denied by the resource provider.' } });
  });
});

describe('what the client will not ask', () => {
  it.each<[string, JsonObject, string]>([
    [
      'IssueIdentityAccessToken',
      { identityId: '8:acs:x', scopes: ['chat'], expiresInMinutes: 'soon' },
      'expiresInMinutes with value soon must be of type number.',
    ],
    ['IssueIdentityAccessToken', { identityId: '8:acs:x', scopes: 'chat' }, 'scopes must be of type Array.'],
  ])('%s with %j is refused, and nothing is sent', async (id, values, refused) => {
    const { seen, by } = noting();
    const connection = connected({ connectionString: emulator.connectionString }, by);
    expect(await call(connection, id, values)).toEqual({ refused });
    expect(seen).toEqual([]);
  });

  it('an operation that it does not have is refused', async () => {
    const connection = connected({ connectionString: emulator.connectionString });
    const [operation] = acsIdentity.operations;
    if (!operation) throw new Error('There are no operations.');
    const given = { path: {}, query: {}, header: {}, formData: {} };
    const asked = connection.invoke({ ...operation, id: 'Other' }, given, { requestId, signal: AbortSignal.abort() });
    expect(await asked).toEqual({ refused: "The client has no operation 'Other'." });
  });
});

describe('against a server that misbehaves', () => {
  const create = (origin: string) =>
    call(connected({ endpoint: origin, accessKey: key }), 'CreateCommunicationIdentity');

  it.each([
    [503, {}],
    [500, {}],
    [429, { 'retry-after': '1' }],
    [429, { 'retry-after-ms': '1' }],
    [408, {}],
  ])('a %i with %j is the answer, without another attempt', async (status, headers) => {
    const server = await loopback(json(status, { error: { code: 'Busy' } }, headers));
    const answer = await answerOf(create(server.origin));
    expect([answer.status, answer.value]).toEqual([status, { error: { code: 'Busy' } }]);
    expect(server.arrived).toHaveLength(1);
  });

  it('a redirect is the answer: nothing is signed for another place', async () => {
    const server = await loopback((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect((await answerOf(create(server.origin))).status).toBe(307);
    expect(server.arrived).toHaveLength(1);
  });

  it.each([
    [200, 'application/json', '{"odd":1}'],
    [201, 'application/json', 'no json'],
    [404, 'text/html', '<p>'],
    [201, 'application/json', ''],
  ])('a %i of type %s with %j comes out as it is', async (status, type, body) => {
    const server = await loopback((_, response) => response.writeHead(status, { 'content-type': type }).end(body));
    const answer = await create(server.origin);
    if ('refused' in answer) throw new Error(answer.refused);
    expect([answer.status, new TextDecoder().decode(answer.body)]).toEqual([status, body]);
  });

  it('no answer is a SendError', async () => {
    const asked = create(`http://127.0.0.1:${await closedPort()}`);
    await expect(asked).rejects.toBeInstanceOf(SendError);
    await expect(asked).rejects.toMatchObject({ code: 'ConnectionFailed', passing: true });
  });

  it('a call that is cancelled is a SendError', async () => {
    const controller = new AbortController();
    const { origin } = await loopback(() => controller.abort());
    const connection = connected({ endpoint: origin, accessKey: key });
    const asked = call(connection, 'CreateCommunicationIdentity', {}, controller.signal);
    await expect(asked).rejects.toMatchObject({ name: 'SendError', code: 'Cancelled' });
  });
});

describe('with Microsoft Entra', () => {
  const created: HttpResponse = {
    status: 201,
    headers: { 'Content-Type': 'application/json' },
    body: new TextEncoder().encode('{"identity":{"id":"8:acs:x"}}'),
  };

  it('the token goes along, and nothing else signs', async () => {
    const seen: HttpRequest[] = [];
    const by: Send = (request) => Promise.resolve(seen.push(request)).then(() => created);
    const connection = connected({ endpoint: 'https://name.communication.azure.com/' }, by);
    expect((await answerOf(call(connection, 'CreateCommunicationIdentity'))).status).toBe(201);
    const [request] = seen;
    expect(request?.url).toMatch(/^https:\/\/name\.communication\.azure\.com\/identities\?api-version=/);
    expect(Object.entries(request?.headers ?? {}).find(([name]) => /^authorization$/i.test(name))?.[1]).toBe(
      'Bearer entra',
    );
  });

  it('a sign-in that fails is refused with its own words', async () => {
    getEntraToken.mockRejectedValueOnce(new Error('You are not signed in.'));
    const connection = connected({ endpoint: 'https://name.communication.azure.com/' }, () => Promise.resolve(created));
    expect(await call(connection, 'CreateCommunicationIdentity')).toEqual({ refused: 'You are not signed in.' });
  });
});
