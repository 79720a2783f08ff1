import { describe, expect, it } from 'vitest';
import { isFault, swaggerConnector, type Connection } from '../../src/connectors/index.js';
import { propertiesOf } from '../../src/connectors/properties.js';
import type { HttpRequest, HttpResponse, Send } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { NO_ARGUMENTS } from '../../src/swagger/index.js';

const document: JsonObject = {
  host: 'api.example.com',
  paths: { '/pages': { get: { operationId: 'List', parameters: [{ name: 'x-a', in: 'header', type: 'string' }] } } },
  securityDefinitions: {
    o: { type: 'oauth2', tokenUrl: 'https://login.example.com/token' },
    k: { type: 'apiKey', name: 'key', in: 'query' },
  },
};
const client = { clientId: 'c', clientSecret: 's' };

function answer(status: number, body: JsonObject = {}): HttpResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

/** A token endpoint that gives t1, t2, … and a service that takes them while `accepts` says so. */
function service(
  token: (n: number) => JsonObject = () => ({ expires_in: 3600 }),
  accepts: (header: string) => boolean = () => true,
) {
  const sent: HttpRequest[] = [];
  let given = 0;
  const send: Send = async (request) => {
    await Promise.resolve();
    if (request.url.endsWith('/token')) {
      given += 1;
      return answer(200, { access_token: `t${given}`, ...token(given) });
    }
    sent.push(request);
    return answer(accepts(request.headers['Authorization'] ?? '') ? 200 : 401);
  };
  return { send, tokens: () => given, sent, seen: () => sent.map(({ headers }) => headers['Authorization']) };
}

function connect(send: Send, parameters: JsonObject, more: JsonObject[] = [], now?: () => number): Connection {
  const properties = propertiesOf({ properties: { policyTemplateInstances: more } });
  const connection = swaggerConnector('things', document, properties).connect(parameters, send, now);
  if (isFault(connection)) throw new Error(connection.message);
  return connection;
}

const call = () => ({ requestId: 'r', signal: new AbortController().signal });
const [operation] = swaggerConnector('things', document).operations;
if (!operation) throw new Error('There is no operation.');
const asked = { operation, given: { ...NO_ARGUMENTS, header: { 'x-a': 'mine' } } };
const ask = (connection: Connection) => connection.invoke(asked.operation, asked.given, call());

describe('a token that OAuth gives', () => {
  it('is kept for its life by the clock of the run', async () => {
    let now = Date.parse('2030-01-01T00:00:00Z');
    const { send, seen } = service();
    const connection = connect(send, client, [], () => now);
    await ask(connection);
    now += 58 * 60_000;
    await ask(connection);
    now += 2 * 60_000;
    await ask(connection);
    expect(seen()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  it('is one for all who ask at the same time', async () => {
    const { send, tokens, seen } = service();
    const connection = connect(send, client);
    await Promise.all([ask(connection), ask(connection), ask(connection)]);
    expect(tokens()).toBe(1);
    expect(seen()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t1']);
  });

  it('is kept until it is refused where it does not say how long it lives', async () => {
    const { send, tokens } = service(() => ({}));
    const connection = connect(send, client);
    await ask(connection);
    await ask(connection);
    expect(tokens()).toBe(1);
  });

  it('is asked for anew when the service refuses it, once', async () => {
    const { send, seen } = service(undefined, (header) => header !== 'Bearer t1');
    const connection = connect(send, client);
    expect(await ask(connection)).toMatchObject({ status: 200 });
    expect(seen()).toEqual(['Bearer t1', 'Bearer t2']);
    const never = service(undefined, () => false);
    expect(await ask(connect(never.send, client))).toMatchObject({ status: 401 });
    expect(never.seen()).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('is asked for by the others when the one who asked for all was cancelled', async () => {
    const { SendError } = await import('../../src/http/index.js');
    let first = true;
    const { send, seen } = service();
    const connection = connect(async (request, signal) => {
      if (!request.url.endsWith('/token') || !first) return send(request, signal);
      first = false;
      await Promise.resolve();
      throw new SendError('Cancelled', 'The request was cancelled.', false);
    }, client);
    const [cancelled, other] = await Promise.allSettled([ask(connection), ask(connection)]);
    expect([cancelled.status, other.status]).toEqual(['rejected', 'fulfilled']);
    expect(seen()).toEqual(['Bearer t1']);
  });

  it('is told as a secret', async () => {
    const told: Json[] = [];
    const { send } = service();
    const connection = connect(send, client);
    await connection.invoke(asked.operation, asked.given, { ...call(), keep: (secret) => told.push(secret) });
    expect(told).toEqual(['t1']);
  });
});

describe('a link that an answer gave', () => {
  const policy = (name: string, value: string) => ({
    templateId: 'setheader',
    parameters: { 'x-ms-apimTemplateParameter.name': name, 'x-ms-apimTemplateParameter.value': value },
  });

  it('is asked with the headers that policies set, and none of the operation', async () => {
    const { send, sent } = service();
    const policies = [policy('X-Auth', "Key @connectionParameters('api_key')")];
    const connection = connect(send, { api_key: 'k' }, policies);
    await connection.follow?.('GET', '/pages?page=2', call(), asked);
    await connection.follow?.('GET', 'https://other.example.com/pages?page=2', call(), asked);
    expect(sent.map(({ url }) => url)).toEqual([
      'https://api.example.com/pages?page=2&key=k',
      'https://other.example.com/pages?page=2',
    ]);
    expect(sent[0]?.headers).toEqual({ 'x-auth': 'Key k', 'x-ms-client-request-id': 'r' });
    expect(sent[1]?.headers).toEqual({ 'x-ms-client-request-id': 'r' });
  });

  it('has neither those headers nor the key on another host, whatever it calls itself', async () => {
    const { send, sent } = service();
    const policies = [policy('X-Auth', "Key @connectionParameters('api_key')")];
    const connection = connect(send, { api_key: 'k' }, policies);
    const links = [
      'http://api.example.com/pages',
      'https://api.example.com:444/pages',
      'https://api.example.com@other.example.com/pages',
      '//other.example.com/pages',
      '\\\\other.example.com/pages',
    ];
    for (const link of links) await connection.follow?.('GET', link, call(), asked); // oxlint-disable-line no-await-in-loop -- in their order
    expect(sent.map(({ headers }) => headers)).toEqual(links.map(() => ({ 'x-ms-client-request-id': 'r' })));
    expect(sent.filter(({ url }) => url.includes('key='))).toEqual([]);
  });

  it('is signed where a subscription ends, without those headers', async () => {
    const { send, sent } = service();
    const connection = connect(send, { api_key: 'k' }, [policy('X-Auth', 'a')]);
    await connection.follow?.('DELETE', '/hooks/1', call(), asked);
    expect(sent).toMatchObject([{ method: 'DELETE', url: 'https://api.example.com/hooks/1?key=k' }]);
    expect(sent[0]?.headers).toEqual({ 'x-ms-client-request-id': 'r' });
  });

  it('is relative to an address without the key', async () => {
    const { send } = service();
    const connection = connect(send, { apiKey: 'k' });
    const answers = [
      await connection.invoke(asked.operation, asked.given, call()),
      await connection.follow?.('GET', '?page=2', call(), asked),
    ];
    expect(answers).toMatchObject([
      { address: 'https://api.example.com/pages' },
      { address: 'https://api.example.com/pages?page=2' },
    ]);
  });

  it('is not given the key that it holds already', async () => {
    const { send, sent } = service();
    await connect(send, { apiKey: 'k' }).follow?.('GET', '/pages?key=k&page=2', call(), asked);
    expect(sent[0]?.url).toBe('https://api.example.com/pages?key=k&page=2');
  });

  it('belongs to the host that a policy names for the operation', async () => {
    const { send, sent } = service();
    const host = {
      templateId: 'dynamichosturl',
      parameters: { 'x-ms-apimTemplateParameter.urlTemplate': "https://@headers('x-a').example.net/v1" },
    };
    const connection = connect(send, { apiKey: 'k' }, [host]);
    await connection.follow?.('GET', 'https://mine.example.net/v1/pages?page=2', call(), asked);
    expect(sent[0]?.url).toBe('https://mine.example.net/v1/pages?page=2&key=k');
  });
});

it('a policy for the host with an expression that is not known refuses the call, not the connection', async () => {
  const { send } = service();
  const parameters = { 'x-ms-apimTemplateParameter.urlTemplate': "https://@concat('a')" };
  const connection = connect(send, {}, [{ templateId: 'dynamichosturl', parameters }]);
  const refused = "A policy of the connector uses an expression that dryflow does not know: https://@concat('a')";
  expect(await ask(connection)).toEqual({ refused });
});

it('a policy for when a policy fails does nothing to a request', async () => {
  const { send, sent } = service();
  const parameters = {
    'x-ms-apimTemplateParameter.name': 'x',
    'x-ms-apimTemplateParameter.value': 'y',
    'x-ms-apimTemplate-policySection': 'Failure',
  };
  await ask(connect(send, {}, [{ templateId: 'setheader', parameters }]));
  expect(sent[0]?.headers).not.toHaveProperty('x');
});

describe('a parameter that the connector declares', () => {
  const declared = (...names: readonly string[]) =>
    propertiesOf({
      properties: { connectionParameters: Object.fromEntries(names.map((name) => [name, { type: 'securestring' }])) },
    });
  const connected = (names: readonly string[], parameters: JsonObject, send: Send = service().send) => {
    const connection = swaggerConnector('things', document, declared(...names)).connect(parameters, send);
    if (isFault(connection)) throw new Error(connection.message);
    return connection;
  };

  it.each([
    ['in other letters', 'SasValue', 'sasvalue'],
    ['without token:', 'token:Pin', 'pin'],
  ])('is as secret when it is written %s', (_, name, written) => {
    expect(connected([name], { [written]: 'hidden' }).secrets).toEqual(['hidden']);
  });

  it('is for policies alone where nothing asks for a user, in whichever letters', async () => {
    const { send, seen } = service();
    await ask(connected(['Username', 'Password'], { username: 'u', password: 'p' }, send));
    expect(seen()).toEqual([undefined]);
  });
});
