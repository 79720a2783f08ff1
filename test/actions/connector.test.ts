import { describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { acsIdentity, isFault, swaggerConnector, type Connector } from '../../src/connectors/index.js';
import type { HttpRequest, Send } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { inlineTypes, type Action } from '../../src/run/index.js';
import { actionTypes } from '../../src/workflow/index.js';
import { actionContract, answer, contextOf, outcomeOf } from '../contracts/action.js';
import { stepsOf } from './steps.js';

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
    '/list': {
      get: {
        operationId: 'List',
        'x-ms-pageable': { nextLinkName: 'next' },
        responses: {
          200: {
            schema: {
              type: 'object',
              properties: {
                value: {
                  type: 'array',
                  items: { type: 'object', properties: { token: { type: 'string', format: 'password' } } },
                },
              },
            },
          },
        },
      },
    },
    '/form': {
      post: {
        operationId: 'Form',
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'title', in: 'formData', type: 'string' },
          { name: 'file', in: 'formData', type: 'file' },
        ],
      },
    },
    '/hooks/{id}': {
      post: {
        operationId: 'Subscribe',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          {
            name: 'hook',
            in: 'body',
            schema: {
              type: 'object',
              properties: {
                event: { type: 'string' },
                to: { type: 'object', properties: { url: { type: 'string', 'x-ms-notification-url': true } } },
              },
            },
          },
        ],
      },
      get: { operationId: 'Hooks', parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }] },
    },
    '/query-hooks': {
      get: {
        operationId: 'ByQuery',
        parameters: [{ name: 'callback', in: 'query', type: 'string', 'x-ms-notification-url': true }],
      },
    },
    '/news': { get: { operationId: 'WhenNews', 'x-ms-trigger': 'batch' } },
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
const ofProvider = (operation: string, parameters: Json = {}, connection = 'things'): JsonObject => ({
  serviceProviderConfiguration: {
    connectionName: connection,
    operationId: operation,
    serviceProviderId: '/serviceProviders/x',
  },
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
actionContract('ServiceProvider', {
  make: (send) => made('ServiceProvider', send),
  inputs: ofProvider('Act', { id: '1' }),
});
actionContract('ApiConnection', { make: (send) => made('ApiConnection', send), inputs: byPath('/ids/1/:act') });

actionContract('OpenApiConnectionWebhook', {
  make: (send) => made('OpenApiConnectionWebhook', send),
  inputs: byName('Subscribe', { id: '1' }),
});
actionContract('ApiConnectionWebhook', {
  make: (send) => made('ApiConnectionWebhook', send),
  inputs: { host: { connection: { referenceName: 'things' } }, path: '/hooks/1' },
});

// A leaf is computed inside the interpreter, or there is an action for it: what it does, or that it cannot. What an
// HttpWebhook sends are Http steps, and a Workflow is a run of its own.
const stepTypes = actionTypes
  .filter(({ type, family }) => family === 'leaf' && ![...inlineTypes, 'HttpWebhook', 'Workflow'].includes(type))
  .map(({ type }) => type);

it('the list has each type once, and all that are steps', () => {
  const types = actions(
    () => Promise.resolve(answer(200)),
    () => undefined,
    () => undefined,
  ).map(({ type }) => type);
  expect(types).toEqual([...new Set(types)]);
  expect(types).toEqual(expect.arrayContaining(stepTypes));
});

const absent =
  "There is no connection 'other'. Add it to connections.yaml (other: { connector: PATH of its apiDefinition.swagger.json }), give the action a mock, or let --dry-run make its answer up (for connectors alone: --mock-connectors).";

describe('the operation of a trigger, called as an action,', () => {
  it.each<[string, Json]>([
    ['WhenNews', {}],
    ['Subscribe', { id: '1', 'hook/to': { url: 'https://mine.example' } }],
  ])('%s is asked once: what an answer of 202 points to is no answer of it', async (operation, parameters) => {
    const make = (send: Send) => made('OpenApiConnection', send);
    const later = answer(202, undefined, { location: '/later', 'retry-after': '1' });
    const { outcome, asked } = await stepsOf(make, byName(operation, parameters), [later]);
    expect(asked).toHaveLength(1);
    expect(outcome).toMatchObject({
      status: 'Succeeded',
      code: 'Accepted',
      outputs: { headers: { location: '/later' } },
    });
  });
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
    [byName('Act', {}, 'other'), absent],
    ['text', "The inputs name no connection: they need a 'host'."],
    [{ host: {} }, "The inputs name no connection: they need a 'host'."],
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

describe('ServiceProvider', () => {
  it('calls the operation of the connector that stands in', async () => {
    const request = await sent('ServiceProvider', ofProvider('act', { id: '1', Title: { a: [1] } }));
    expect(request).toMatchObject({ method: 'POST', url: 'https://things.example/ids/1/:act' });
    expect(new TextDecoder().decode(request.body)).toBe('{"Title":{"a":[1]}}');
  });

  it.each<[JsonObject, string, string]>([
    [
      ofProvider('getBlob', {}, 'AzureBlob'),
      'NotSupported',
      "The built-in connector of connection 'AzureBlob' does not run on this machine. Add it to connections.yaml (AzureBlob: { connector: PATH of its apiDefinition.swagger.json }), give the action a mock, or let --dry-run make its answer up (for connectors alone: --mock-connectors).",
    ],
    [ofProvider('Nothing'), 'BadRequest', "The connector 'things' has no operation 'Nothing'."],
  ])('%j is refused: %s', async (inputs, code, message) => {
    const action = made('ServiceProvider', () => Promise.reject(new Error('Nothing may be sent.')));
    expect(await outcomeOf(action, inputs)).toEqual({ status: 'Failed', code, error: { code, message } });
  });
});

describe('a type from outside', () => {
  it.each(['Agent', 'ParseDocument', 'Xslt', 'Liquid', 'CSharpScriptCode', 'X12Decode'])('%s fails', async (type) => {
    const action = made(type, () => Promise.reject(new Error('Nothing may be sent.')));
    const message = `Actions of type '${type}' cannot run on this machine. Give it a mock (Do_it: { body: … }), or let --dry-run make its answer up (for connectors alone: --mock-connectors).`;
    expect(await outcomeOf(action, { any: 1 }, contextOf({ path: 'Loop[2]/Do_it' }))).toEqual({
      status: 'Failed',
      code: 'NotSupported',
      error: { code: 'NotSupported', message },
    });
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
    [byPath('/ids/1/:act', {}, 'other'), absent],
  ])('%j is refused: %s', async (inputs, message) => {
    const action = made('ApiConnection', () => Promise.reject(new Error('Nothing may be sent.')));
    expect(await outcomeOf(action, inputs)).toMatchObject({ status: 'Failed', code: 'BadRequest', error: { message } });
  });
});

const accepted = (location: string) => answer(202, undefined, { location, 'retry-after': '3' });
const withPages = { asyncPattern: true, workflowHeaders: true, minimumItemCount: 1000 };

describe('an answer that is not the end', () => {
  it('is polled through the connection', async () => {
    const answers = [accepted('/status/1'), accepted('https://things.example/status/2'), answer(200, { token: 't' })];
    const action = (send: Send) => made('OpenApiConnection', send);
    const { outcome, asked, waits } = await stepsOf(action, byName('Act', { id: '1' }), answers);
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['POST', 'https://things.example/ids/1/:act'],
      ['GET', 'https://things.example/status/1'],
      ['GET', 'https://things.example/status/2'],
    ]);
    expect(waits).toEqual([3000, 3000]);
    expect(outcome).toMatchObject({ status: 'Succeeded', secrets: ['/body/token'] });
  });

  it.each([
    [
      ['status/1', '2'],
      ['/ids/1/status/1', '/ids/1/status/2'],
    ],
    [
      ['/status/1', '?at=2'],
      ['/status/1', '/status/1?at=2'],
    ],
    [
      ['//other.example/a/1', '2'],
      ['https://other.example/a/1', 'https://other.example/a/2'],
    ],
  ])('is looked for where the answer came from: %j', async (links, addresses) => {
    const answers = [...links.map(accepted), answer(200)];
    const action = (send: Send) => made('OpenApiConnection', send);
    const { asked } = await stepsOf(action, byName('Act', { id: '1' }), answers);
    const urls = addresses.map((each) => new URL(each, 'https://things.example').href);
    expect(asked.slice(1).map(({ url }) => url)).toEqual(urls);
  });

  it('has its next page where the swagger says, and its secrets are told', async () => {
    const secrets: Json[] = [];
    const item = (token: string) => ({ token });
    const answers = [
      answer(200, { value: [item('s1')], next: 'https://things.example/list?p=2', nextLink: '/wrong' }),
      answer(200, { value: [item('s2')], nextLink: '/wrong' }),
    ];
    const action = (send: Send) => made('OpenApiConnection', send, secrets);
    const { outcome, asked, items } = await stepsOf(action, byName('List'), answers, { settings: withPages });
    expect(asked.map(({ url }) => url)).toEqual(['https://things.example/list', 'https://things.example/list?p=2']);
    expect(items).toEqual([item('s1')]);
    expect(outcome).toHaveProperty('outputs.body', { value: [item('s2')] });
    expect(outcome).not.toHaveProperty('secrets'); // places move when the items of other pages come first
    expect(secrets).toEqual(['s1', 's2']);
  });

  it('has no next page where the swagger names none', async () => {
    const action = (send: Send) => made('OpenApiConnection', send);
    const answers = [answer(200, { value: [1], nextLink: '/2' })];
    const { asked } = await stepsOf(action, byName('Act', { id: '1' }), answers, { settings: withPages });
    expect(asked).toHaveLength(1);
  });

  it('is the end for a connection that cannot ask again', async () => {
    const inputs = byName('RevokeIdentityAccessTokens', { identityId: '1' }, 'acs');
    const action = (send: Send) => made('OpenApiConnection', send);
    const { outcome } = await stepsOf(action, inputs, [accepted('/status')]);
    expect(outcome).toMatchObject({ status: 'Succeeded', outputs: { statusCode: 202 } });
    const cursor = { location: '/status' };
    const asked = await outcomeOf(
      made('OpenApiConnection', () => Promise.reject(new Error())),
      inputs,
      contextOf({ cursor }),
    );
    expect(asked).toMatchObject({ status: 'Failed', error: { message: 'The connection cannot ask again.' } });
  });
});

it('ApiConnection sends the parts of a designer as a form', async () => {
  const part = (disposition: string, body: Json) => ({ headers: { 'Content-Disposition': disposition }, body });
  const file = { '$content-type': 'text/plain', $content: 'QUI=' };
  const $multipart = [part('form-data; name="title"', 'T'), part('form-data; name="file"; filename="a"', file), 7, {}];
  const body = { '$content-type': 'multipart/form-data', $multipart };
  const text = new TextDecoder().decode((await sent('ApiConnection', byPath('/form', { body }))).body);
  expect(text).toContain('name="title"\r\n\r\nT\r\n');
  expect(text).toContain('name="file"; filename="file"\r\nContent-Type: text/plain\r\n\r\nAB\r\n');
});

describe('a webhook', () => {
  const callbackUrl = 'http://127.0.0.1:1/callback';
  const subscribe = async (type: string, inputs: Json, more = {}) => {
    const action = (send: Send) => made(type, send);
    return stepsOf(action, inputs, [answer(202, undefined, { location: '/hooks/1/s' })], { callbackUrl, ...more });
  };
  const bodyOf = ({ body }: HttpRequest) => JSON.parse(new TextDecoder().decode(body)) as unknown;

  it.each<[string, Json]>([
    ['OpenApiConnectionWebhook', byName('Subscribe', { id: '1', 'hook/event': 'e' })],
    [
      'ApiConnectionWebhook',
      { host: { connection: { referenceName: 'things' } }, path: '/hooks/1', body: { event: 'e' } },
    ],
  ])('%s subscribes with the address to call back, and polls nothing', async (type, inputs) => {
    const { outcome, asked } = await subscribe(type, inputs);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'POST', url: 'https://things.example/hooks/1' });
    expect(asked.map(bodyOf)).toEqual([{ event: 'e', to: { url: callbackUrl } }]);
    expect(outcome).toMatchObject({ status: 'Succeeded', outputs: { headers: { location: '/hooks/1/s' } } });
  });

  it('keeps the address that the inputs name, and needs none', async () => {
    const named = await subscribe(
      'OpenApiConnectionWebhook',
      byName('Subscribe', { id: '1', 'hook/to': { url: 'mine' } }),
    );
    expect(named.asked.map(bodyOf)).toEqual([{ to: { url: 'mine' } }]);
    const none = await subscribe('OpenApiConnectionWebhook', byName('Act', { id: '1' }));
    expect(none.asked[0]?.url).toBe('https://things.example/ids/1/:act');
  });

  it('has the address in the query where the swagger wants it there', async () => {
    const { asked } = await subscribe('OpenApiConnectionWebhook', byName('ByQuery'));
    expect(asked[0]?.url).toBe('https://things.example/query-hooks?callback=http%3A%2F%2F127.0.0.1%3A1%2Fcallback');
  });

  it('takes a method where one is written, and fails where there is no operation', async () => {
    const host = { connection: { referenceName: 'things' } };
    const get = await subscribe('ApiConnectionWebhook', { host, path: '/hooks/1', method: 'get' });
    expect(get.asked[0]?.method).toBe('GET');
    const none = await subscribe('ApiConnectionWebhook', { host, path: '/nothing' });
    expect(none.outcome).toMatchObject({ error: { message: "The connector 'things' has no operation at /nothing." } });
  });

  it.each(['/hooks/1/s', 'https://things.example/hooks/1/s'])('unsubscribes at %s', async (unsubscribe) => {
    const action = (send: Send) => made('OpenApiConnectionWebhook', send);
    const { outcome, asked } = await stepsOf(action, byName('Subscribe', { id: '1' }), [answer(204)], {
      cursor: { unsubscribe },
    });
    const headers = { 'x-ms-client-request-id': 'the-key' };
    expect(asked).toEqual([{ method: 'DELETE', url: 'https://things.example/hooks/1/s', headers }]);
    expect(outcome).toMatchObject({ status: 'Succeeded', code: 'NoContent' });
  });

  it('unsubscribes at an address that is relative to the one it subscribed at', async () => {
    const action = (send: Send) => made('OpenApiConnectionWebhook', send);
    const { asked } = await stepsOf(action, byName('Subscribe', { id: '1' }), [answer(204)], {
      cursor: { unsubscribe: '1/s' },
    });
    expect(asked).toMatchObject([{ url: 'https://things.example/hooks/1/s' }]);
  });

  it('cannot unsubscribe without a connection that can', async () => {
    const cursor = { unsubscribe: '/s' };
    const action = made('OpenApiConnectionWebhook', () => Promise.reject(new Error('Nothing may be sent.')));
    const inputs = byName('RevokeIdentityAccessTokens', { identityId: '1' }, 'acs');
    const outcome = await outcomeOf(action, inputs, contextOf({ cursor }));
    expect(outcome).toMatchObject({
      status: 'Failed',
      error: { message: 'The connection cannot end a subscription.' },
    });
  });
});
