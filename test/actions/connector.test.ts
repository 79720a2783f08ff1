import { describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { acsIdentity, isFault, swaggerConnector, type Connector } from '../../src/connectors/index.js';
import type { HttpRequest, Send } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import type { Action } from '../../src/run/index.js';
import { actionContract, answer, contextOf, outcomeOf } from '../contracts/action.js';

const things = swaggerConnector('things', {
  host: 'things.example',
  consumes: ['application/json'],
  paths: {
    '/ids/{id}/:act': {
      post: {
        operationId: 'Act',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'mode', in: 'query', type: 'string' },
          { name: 'X-Mark', in: 'header', type: 'string' },
          { name: 'pin', in: 'query', type: 'string', format: 'password' },
          {
            name: 'item',
            in: 'body',
            schema: {
              type: 'object',
              properties: { mode: {}, Title: {}, token: { type: 'string', format: 'password' } },
            },
          },
        ],
        responses: {
          200: { schema: { type: 'object', properties: { token: { type: 'string', format: 'password' } } } },
        },
      },
    },
    '/sets/{name}': {
      get: {
        operationId: 'Twice',
        parameters: [{ name: 'name', in: 'path', required: true, type: 'string', 'x-ms-url-encoding': 'double' }],
      },
    },
  },
});

const refusing: Connector = {
  ...things,
  connect: () => ({ target: 'x', secrets: [], invoke: () => Promise.resolve({ refused: 'I would rather not.' }) }),
};

const connectors: { readonly [name: string]: Connector } = { things, refusing, acs: acsIdentity };

/** An action over connections to the connectors above, and the secrets it was told. */
function made(type: string, send: Send, secrets: Json[] = []): Action {
  const find = (name: string) => {
    const connector = connectors[name.toLowerCase()];
    const parameters =
      connector === acsIdentity ? { connectionString: 'endpoint=https://acs.example/;accesskey=c2Vj' } : {};
    const connection = connector?.connect(parameters, send);
    return connector && connection && !isFault(connection) ? { connector, connection } : undefined;
  };
  const action = actions(send, find, (secret) => secrets.push(secret)).find((each) => each.type === type);
  if (!action) throw new Error(`There is no action of type ${type}.`);
  return action;
}

async function sent(type: string, inputs: Json): Promise<HttpRequest> {
  const seen: HttpRequest[] = [];
  const outcome = await outcomeOf(
    made(type, (request) => Promise.resolve(seen.push(request)).then(() => answer(204))),
    inputs,
  );
  const [request] = seen;
  if (!request) throw new Error(outcome.error?.message ?? 'Nothing was sent.');
  return request;
}

const byName = (operation: string, parameters: Json = {}, connectionName = 'things'): JsonObject => ({
  host: { connectionName, operationId: operation },
  parameters,
});
const byPath = (path: string, more: JsonObject = {}, connection = 'things'): JsonObject => ({
  host: { connection: { referenceName: connection } },
  method: 'post',
  path,
  ...more,
});

actionContract('OpenApiConnection', {
  make: (send) => made('OpenApiConnection', send),
  inputs: byName('Act', { id: '1' }),
});
actionContract('OpenApiConnection to ACS', {
  make: (send) => made('OpenApiConnection', send),
  inputs: byName('RevokeIdentityAccessTokens', { identityId: '1' }, 'acs'),
});
actionContract('ApiConnection', { make: (send) => made('ApiConnection', send), inputs: byPath('/ids/1/:act') });

it('the list has each type once', () => {
  const types = actions(
    () => Promise.resolve(answer(200)),
    () => undefined,
    () => undefined,
  ).map(({ type }) => type);
  expect(types).toEqual([
    'Http',
    'ApiConnection',
    'OpenApiConnection',
    'ApiConnectionWebhook',
    'OpenApiConnectionWebhook',
  ]);
});

describe('OpenApiConnection', () => {
  it('puts each name in its place', async () => {
    const parameters = { id: 'a/b', 'query/mode': 'x', 'X-Mark': 'm', 'item/mode': 1, Title: 't' };
    const request = await sent('OpenApiConnection', byName('act', parameters));
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://things.example/ids/a%2Fb/:act?mode=x',
      headers: { 'x-mark': 'm', 'content-type': 'application/json' },
    });
    expect(new TextDecoder().decode(request.body)).toBe('{"mode":1,"Title":"t"}');
  });

  it('takes flattened names as Power Automate does, where `with:` would find two places', async () => {
    const request = await sent('OpenApiConnection', byName('Act', { id: '1', mode: 'x', 'item/Title': 't' }));
    expect(request.url).toBe('https://things.example/ids/1/:act?mode=x');
    expect(new TextDecoder().decode(request.body)).toBe('{"Title":"t"}');
  });

  it.each<[Json, string]>([
    [byName('Act', {}, 'other'), "There is no connection 'other'."],
    ['text', "There is no connection ''."],
    [{ host: {} }, "There is no connection ''."],
    [byName('Nothing'), "The connector 'things' has no operation 'Nothing'."],
    [{ host: { connectionName: 'things' } }, "The connector 'things' has no operation ''."],
    [byName('Act', 'text'), "The 'parameters' must be an object."],
    [byName('Act', { id: '1', other: 1, 'item2/x': 2 }), "The operation 'Act' has no input 'other', 'item2/x'."],
    [byName('Act', { id: '1' }, 'refusing'), 'I would rather not.'],
  ])('%j is refused: %s', async (inputs, message) => {
    const action = made('OpenApiConnection', () => Promise.reject(new Error('Nothing may be sent.')));
    expect(await outcomeOf(action, inputs)).toEqual({
      status: 'Failed',
      code: 'BadRequest',
      error: { code: 'BadRequest', message },
    });
  });

  it('says where the secrets of the answer are, and tells of those that it sends', async () => {
    const secrets: Json[] = [];
    const action = made('OpenApiConnection', () => Promise.resolve(answer(200, { token: 'secret' })), secrets);
    const outcome = await outcomeOf(action, byName('Act', { id: '1', pin: '123456', token: 'sent-token', Title: 'x' }));
    expect(outcome).toMatchObject({
      status: 'Succeeded',
      outputs: { body: { token: 'secret' } },
      secrets: ['/body/token'],
    });
    expect(secrets).toEqual(['123456', 'sent-token']);
  });

  it('tells of the token of a Teams user', async () => {
    const secrets: Json[] = [];
    const action = made('OpenApiConnection', () => Promise.resolve(answer(401)), secrets);
    await action.step(
      byName('ExchangeTeamsUserAccessToken', { token: 'aad', appId: 'a', userId: 'u' }, 'acs'),
      contextOf(),
    );
    expect(secrets).toEqual(['aad']);
  });
});

describe('ApiConnection', () => {
  const user = '8:acs:1111_2222';
  const once = encodeURIComponent(user);
  const twice = encodeURIComponent(once);

  it.each([user, once, twice])('finds the operation of a path with %s in it', async (encoded) => {
    const path = `/identities/${encoded}/:issueAccessToken`;
    const inputs = byPath(path, { body: { scopes: ['voip'] }, queries: { 'api-version': '2023-10-01' } }, 'acs');
    const request = await sent('ApiConnection', inputs);
    expect(request.method).toBe('POST');
    expect(request.url).toBe(`https://acs.example/identities/${once}/:issueAccessToken?api-version=2023-10-01`);
    expect(new TextDecoder().decode(request.body)).toBe('{"scopes":["voip"]}');
  });

  it.each([
    ['/ids/a%252Fb/:act', '/ids/a%2Fb/:act'], // two layers, one of them the gateway's
    ['/ids/a%2Fb/:act', '/ids/a%2Fb/:act'],
    ['/ids/100%2525/:act', '/ids/100%25/:act'],
    ['/ids/100%25/:act', '/ids/100%25/:act'],
    ['/ids/50%25zz%2541/:act', '/ids/50%25zz%2541/:act'], // nothing that can be decoded once more
  ])('%s goes out as %s', async (path, target) => {
    expect((await sent('ApiConnection', byPath(path))).url).toBe(`https://things.example${target}`);
  });

  it.each(['a%252Fb', '100%252525'])('what the swagger wants encoded twice goes out as it is: %s', async (encoded) => {
    const request = await sent('ApiConnection', byPath(`/sets/${encoded}`, { method: 'GET' }));
    expect(request.url).toBe(`https://things.example/sets/${encoded}`);
  });

  it('lays queries and headers over those of the path', async () => {
    const inputs = byPath('/ids/1/:act?mode=a', { queries: { mode: 'b' }, headers: { 'X-Mark': 'm' }, body: { a: 1 } });
    expect(await sent('ApiConnection', inputs)).toMatchObject({
      url: 'https://things.example/ids/1/:act?mode=b',
      headers: { 'x-mark': 'm' },
    });
    expect((await sent('ApiConnection', byPath('/ids/1/:act?mode=a'))).url).toBe(
      'https://things.example/ids/1/:act?mode=a',
    );
  });

  it.each<[JsonObject, string]>([
    [byPath('/nothing'), "The connector 'things' has no operation for POST /nothing."],
    [byPath('/ids/1/:act', { method: 'get' }), "The connector 'things' has no operation for GET /ids/1/:act."],
    [byPath('/ids/1/:act', { method: 1 }), "The inputs need a 'method' and a 'path'."],
    [byPath('/ids/1/:act', {}, 'other'), "There is no connection 'other'."],
  ])('%j is refused: %s', async (inputs, message) => {
    const action = made('ApiConnection', () => Promise.reject(new Error('Nothing may be sent.')));
    expect(await outcomeOf(action, inputs)).toMatchObject({ status: 'Failed', code: 'BadRequest', error: { message } });
  });
});
