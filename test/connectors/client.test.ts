import { describe, expect, it, onTestFinished } from 'vitest';
import { isFault, swaggerConnector, type Connection } from '../../src/connectors/index.js';
import { createSend, type Send } from '../../src/http/index.js';
import type { JsonObject } from '../../src/json.js';
import { NO_ARGUMENTS, type Arguments } from '../../src/swagger/index.js';
import { json, loopback } from '../loopback.js';

const nothing: Send = () => Promise.reject(new Error('Nothing may be sent here.'));

const paths: JsonObject = {
  '/things/{id}': {
    get: {
      operationId: 'Get',
      parameters: [
        { name: 'id', in: 'path', type: 'string', required: true },
        { name: 'filter', in: 'query', type: 'string' },
      ],
    },
    put: {
      operationId: 'Put',
      parameters: [
        { name: 'id', in: 'path', type: 'string', required: true },
        { name: 'body', in: 'body', schema: { type: 'object' } },
      ],
    },
  },
};
const document: JsonObject = { consumes: ['application/json'], host: 'api.example.com', basePath: '/v1', paths };

const keyIn = (location: string) => ({ securityDefinitions: { key: { type: 'apiKey', name: 'X-Key', in: location } } });

function connect(more: JsonObject, parameters: JsonObject = {}, send: Send = nothing): Connection {
  const connection = swaggerConnector('things', { ...document, ...more }).connect(parameters, send);
  if (isFault(connection)) throw new Error(connection.message);
  return connection;
}

/** Calls an operation on a server, and gives what arrived there. */
async function arrival(more: JsonObject, parameters: JsonObject, id = 'Get', given: Partial<Arguments> = {}) {
  const server = await loopback(json(200, { ok: true }));
  const send = createSend();
  onTestFinished(() => send.close());
  const connection = connect(more, { baseUrl: server.origin, ...parameters }, send);
  const operation = swaggerConnector('things', document).operations.find((each) => each.id === id);
  if (!operation) throw new Error(`There is no operation ${id}.`);
  const values = { ...NO_ARGUMENTS, path: { id: 'a/b' }, ...given };
  const answer = await connection.invoke(operation, values, {
    requestId: 'the-id',
    signal: new AbortController().signal,
  });
  expect(answer).toMatchObject({ status: 200 });
  return server.arrived[0];
}

describe('a connection made of a swagger', () => {
  it.each<[JsonObject, JsonObject, string]>([
    [{}, {}, 'api.example.com'],
    [{ host: 'api.example.com:8443' }, {}, 'api.example.com:8443'],
    [{}, { baseUrl: 'http://127.0.0.1:8080/' }, '127.0.0.1:8080'],
    [{ host: '{subdomain}.example.com' }, { baseUrl: 'https://my.example.com' }, 'my.example.com'],
  ])('of %j with %j goes to %3$s', (more, parameters, target) => {
    expect(connect(more, parameters).target).toBe(target);
  });

  it.each<[JsonObject, string]>([
    [{ schemes: ['https', 'http'] }, 'https://api.example.com/v1/things/1'],
    [{ schemes: ['http'] }, 'http://api.example.com/v1/things/1'],
    [{ schemes: ['wss'] }, 'https://api.example.com/v1/things/1'],
    [{}, 'https://api.example.com/v1/things/1'],
  ])('with %j asks at %s', async (more, url) => {
    const urls: string[] = [];
    const connection = connect(more, {}, (request) => {
      urls.push(request.url);
      return Promise.resolve({ status: 204, headers: {}, body: new Uint8Array() });
    });
    const [operation] = swaggerConnector('things', document).operations;
    if (!operation) throw new Error('There are no operations.');
    const signal = new AbortController().signal;
    await connection.invoke(operation, { ...NO_ARGUMENTS, path: { id: '1' } }, { requestId: '', signal });
    expect(urls).toEqual([url]);
  });

  it('sends what the operation describes, and the request id', async () => {
    const given = { query: { filter: 'a&b' } };
    expect(await arrival({}, {}, 'Get', given)).toMatchObject({
      method: 'GET',
      target: '/v1/things/a%2Fb?filter=a%26b',
      headers: { 'x-ms-client-request-id': 'the-id' },
      body: '',
    });
    expect(await arrival({}, {}, 'Put', { body: { a: 5n } })).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"a":5}',
    });
  });

  it.each<[string, JsonObject, JsonObject, JsonObject, string[]]>([
    ['nothing', {}, {}, {}, []],
    ['a key in a header', keyIn('header'), { apiKey: 'k&y' }, { 'x-key': 'k&y' }, ['k&y']],
    ['a token', {}, { token: 't' }, { authorization: 'Bearer t' }, ['t']],
    ['a user and a password', {}, { username: 'u', password: 'p' }, { authorization: 'Basic dTpw' }, ['p', 'dTpw']],
    ['a user', {}, { username: 'u' }, { authorization: 'Basic dTo=' }, ['dTo=']],
  ])('signs with %s', async (_, more, parameters, headers, secrets) => {
    const arrived = await arrival(more, parameters);
    expect(arrived).toMatchObject({ target: '/v1/things/a%2Fb', headers });
    expect(arrived?.headers['authorization']).toBe(headers['authorization']);
    expect(connect(more, parameters).secrets).toEqual(secrets);
  });

  it('signs with a token that OAuth gives for client credentials, once', async () => {
    const asked: string[] = [];
    const send: Send = ({ url, headers, body }) => {
      asked.push(`${url} ${headers['Authorization'] ?? new TextDecoder().decode(body)}`);
      const text = url.endsWith('/token') ? '{"access_token":"t","expires_in":3600}' : '{}';
      return Promise.resolve({ status: 200, headers: {}, body: new TextEncoder().encode(text) });
    };
    const parameters = { clientId: 'c', clientSecret: 's&s', scope: 'a b' };
    const security = { securityDefinitions: { o: { type: 'oauth2', tokenUrl: 'https://login.example.com/token' } } };
    const connection = connect(security, parameters, send);
    expect(connection.secrets).toContain('s&s');
    const call = { requestId: '', signal: new AbortController().signal };
    await connection.follow?.('GET', '/x', call);
    await connection.follow?.('GET', '/x', call);
    expect(asked).toEqual([
      'https://login.example.com/token grant_type=client_credentials&client_id=c&client_secret=s%26s&scope=a+b',
      'https://api.example.com/x Bearer t',
      'https://api.example.com/x Bearer t',
    ]);
  });

  it('says why OAuth gave no token', async () => {
    const send: Send = () =>
      Promise.resolve({ status: 400, headers: {}, body: new TextEncoder().encode('{"error":"invalid_client"}') });
    const parameters = { clientId: 'c', clientSecret: 's', tokenUrl: 'https://login.example.com/token' };
    const call = { requestId: '', signal: new AbortController().signal };
    await expect(connect({}, parameters, send).follow?.('GET', '/x', call)).rejects.toMatchObject({
      message: 'The token endpoint gave no token: invalid_client.',
    });
  });

  it('signs with a key in the query', async () => {
    const parameters = { apiKey: 'k&y' };
    expect((await arrival(keyIn('query'), parameters))?.target).toBe('/v1/things/a%2Fb?X-Key=k%26y');
    const given = { query: { filter: 'x' } };
    expect((await arrival(keyIn('query'), parameters, 'Get', given))?.target).toBe(
      '/v1/things/a%2Fb?filter=x&X-Key=k%26y',
    );
  });

  it.each<[JsonObject, JsonObject, string | undefined, string]>([
    [{ host: '' }, {}, undefined, "The connector 'things' does not say which host it is for."],
    [{ host: '{name}.example.com' }, {}, undefined, "The connector 'things' does not say which host it is for."],
    [{}, { baseUrl: 'example.com' }, 'baseUrl', 'The base URL is not an absolute address.'],
    [{}, { baseUrl: 'ftp://example.com' }, 'baseUrl', 'The base URL is not an absolute address.'],
    [{}, { apiKey: 'k' }, 'apiKey', 'The connector takes no API key: its swagger defines none.'],
    [
      { securityDefinitions: { a: { type: 'basic' } } },
      { apiKey: 'k' },
      'apiKey',
      'The connector takes no API key: its swagger defines none.',
    ],
    [{}, { clientId: 'c' }, 'clientId', "Signing in with a 'clientId' needs a 'clientSecret', too."],
    [{}, { clientId: 'c', clientSecret: 's' }, 'clientId', 'There is no absolute address to ask for a token.'],
    [keyIn('header'), { apiKey: 12345678 }, 'apiKey', "The parameter 'apiKey' must be a text."],
    [{}, { token: null }, 'token', "The parameter 'token' must be a text."],
  ])('of %j with %j is none: %s: %s', (more, parameters, parameter, message) => {
    const fault = swaggerConnector('things', { ...document, ...more }).connect(parameters, nothing);
    expect(fault).toMatchObject({ message });
    expect('parameter' in fault ? fault.parameter : undefined).toBe(parameter);
  });

  it.each<[JsonObject, string]>([
    [{}, 'Leave it out.'],
    [{ securityDefinitions: { a: { type: 'basic' } } }, "It asks for 'username', 'password'."],
    [{ securityDefinitions: { a: { type: 'oauth2' } } }, "It asks for 'token'."],
  ])('of %j with a key says what is asked for', (more, advice) => {
    const fault = swaggerConnector('things', { ...document, ...more }).connect({ apiKey: 'k' }, nothing);
    expect(fault).toMatchObject({ advice });
  });
});
