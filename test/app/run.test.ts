// Whole runs: real HTTP to the embedded emulator and to servers of the test's own.
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPrepared, prepare, type Prepared, type RunOptions } from '../../src/app/index.js';
import { configFolder, signingKeyPath } from '../../src/folders.js';
import { stringifyJson, type Json, type JsonObject } from '../../src/json.js';
import type { RunEvent } from '../../src/run/index.js';
import { valueAt } from '../../src/secrets.js';
import { entraToken } from '../emulator/exchange.js';
import { json, loopback } from '../loopback.js';
import { environment, folder } from './folder.js';

async function prepared(what: string | JsonObject, options: RunOptions = {}): Promise<Prepared> {
  const result = await prepare(what, { env: environment(), ...options });
  if (!isPrepared(result)) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  onTestFinished(() => result.close());
  return result;
}

const sample: JsonObject = {
  connections: { acs: { connector: 'acs-identity' } },
  actions: [
    { Create: { call: 'acs.CreateCommunicationIdentity' } },
    {
      Issue: {
        call: 'acs.IssueIdentityAccessToken',
        with: { identityId: "@body('Create')?['identity']?['id']", scopes: ['chat'] },
      },
    },
    { Echo: { type: 'Compose', inputs: "Bearer @{body('Issue')?['token']}" } },
    { Revoke: { call: 'acs.RevokeIdentityAccessTokens', with: { identityId: "@body('Create')?['identity']?['id']" } } },
    {
      Delete: { call: 'acs.DeleteCommunicationIdentity', with: { identityId: "@body('Create')?['identity']?['id']" } },
    },
  ],
};

describe('the sample', () => {
  it('runs against the emulator in this process, its tokens being seen by nobody', async () => {
    const flow = await prepared(sample);
    const kinds: string[] = [];
    const run = await flow.run({ onEvent: ({ kind }) => kinds.push(kind) });
    expect(run.status).toBe('Succeeded');
    expect(Object.values(run.actions).map(({ name, code }) => [name, code])).toEqual([
      ['Create', 'Created'],
      ['Issue', 'OK'],
      ['Echo', 'OK'],
      ['Revoke', 'NoContent'],
      ['Delete', 'NoContent'],
    ]);
    expect([kinds[0], kinds.at(-1)]).toEqual(['started', 'ended']);
    expect(flow.connections.map(({ origin }) => origin)).toEqual(['embedded emulator']);

    const token = String(valueAt(run.actions['Issue']?.outputs ?? null, '/body/token'));
    expect(token).toMatch(/^ey/);
    expect(run.actions['Echo']?.outputs).toBe(`Bearer ${token}`);
    const masked = flow.secrets.value(run);
    expect(stringifyJson(masked as unknown as Json)).not.toContain(token);
    expect(masked.actions['Echo']?.outputs).toBe('Bearer ••••••');
    expect(masked.actions['Create']).toEqual(run.actions['Create']);
  });

  it('fails with the service’s own error', async () => {
    const create = {
      call: 'acs.CreateCommunicationIdentity',
      with: { createTokenWithScopes: ['chat'], expiresInMinutes: 59 },
    };
    const run = await (await prepared({ ...sample, actions: [{ Create: create }] })).run();
    expect(run).toMatchObject({ status: 'Failed', error: { code: 'ActionFailed' } });
    expect(run.actions['Create']).toMatchObject({
      status: 'Failed',
      code: 'BadRequest',
      outputs: { statusCode: 400, body: { error: { code: 'ValidationError' } } },
    });
  });

  it('may run more than once, and side by side', async () => {
    const flow = await prepared(sample);
    const runs = await Promise.all([flow.run(), flow.run()]);
    expect(runs.map(({ status }) => status)).toEqual(['Succeeded', 'Succeeded']);
    expect(runs[0]?.runId).not.toBe(runs[1]?.runId);
  });

  it('hides the token of a Teams user that is sent', async () => {
    const appId = '22222222-2222-3333-4444-555555555555';
    const token = entraToken({ appid: appId, exp: Math.floor(Date.now() / 1000) + 5400 });
    const userId = '33333333-2222-3333-4444-555555555555';
    const exchange = { call: 'acs.ExchangeTeamsUserAccessToken', with: { token, appId, userId } };
    const flow = await prepared({ ...sample, actions: [{ Exchange: exchange }] });
    const run = await flow.run();
    expect(run.status).toBe('Succeeded');
    expect(run.actions['Exchange']?.inputs).toMatchObject({ parameters: { token } });
    expect(flow.secrets.value(run).actions['Exchange']?.inputs).toMatchObject({
      parameters: { token: '••••••', appId },
    });
  });
});

describe('only the emulator', () => {
  const key = 'c2VjcmV0LWtleQ==';

  it('means that no real resource is asked, whatever environment and connections file say', async () => {
    const real = await loopback(json(401, {}));
    const connectionString = `endpoint=${real.origin}/;accesskey=${key}`;
    const path = folder({
      'flow.yaml': stringifyJson(sample),
      'connections.yaml': `acs: { connector: acs-identity, parameters: { connectionString: "${connectionString}" } }\n`,
    });
    const env = environment({
      COMMUNICATION_SERVICES_CONNECTION_STRING: connectionString,
      AZURE_COMMUNICATION_CONNECTION_STRING: connectionString,
      COMMUNICATION_SERVICES_ENDPOINT: real.origin,
      COMMUNICATION_SERVICES_ACCESSKEY: key,
    });
    for (const connections of [undefined, path('connections.yaml')]) {
      const options = { env, onlyEmulator: true, ...(connections !== undefined && { connections }) };
      const flow = await prepared(path('flow.yaml'), options); // oxlint-disable-line no-await-in-loop -- one after the other
      expect(flow.connections.map(({ origin }) => origin)).toEqual(['embedded emulator']);
      expect((await flow.run()).status).toBe('Succeeded'); // oxlint-disable-line no-await-in-loop
    }
    expect(real.arrived).toEqual([]);
    expect((await (await prepared(path('flow.yaml'), { env })).run()).status).toBe('Failed');
    expect(real.arrived).toHaveLength(1);
  });

  it('leaves the entries of other connectors as they are', async () => {
    const service = await loopback(json(200, {}));
    const paths = { '/plans': { get: { operationId: 'List', responses: { 200: {} } } } };
    const securityDefinitions = { k: { type: 'apiKey', in: 'header', name: 'X-Key' } };
    const path = folder({
      'planner.json': JSON.stringify({ swagger: '2.0', host: 'planner.example', paths, securityDefinitions }),
      'flow.yaml': `connections: { planner: { connector: planner.json } }\nactions: [{ A: { call: planner.List } }]\n`,
      'connections.yaml': `planner: { connector: planner.json, parameters: { baseUrl: "${service.origin}", apiKey: key-of-planner } }\n`,
    });
    const flow = await prepared(path('flow.yaml'), { env: environment(), onlyEmulator: true });
    expect((await flow.run()).status).toBe('Succeeded');
    expect(service.arrived).toMatchObject([{ headers: { 'x-key': 'key-of-planner' } }]);
  });

  it('asks for no app setting, and minds no fault in what is not used', async () => {
    const env = environment({ COMMUNICATION_SERVICES_CONNECTION_STRING: 'nonsense' });
    const files = {
      'flow.yaml': stringifyJson(sample),
      'connections.yaml': `acs: { connector: acs-identity, parameters: { connectionString: "@appsetting('NONE')" } }\n`,
    };
    const path = folder(files);
    const options = { env, onlyEmulator: true, connections: path('connections.yaml') };
    expect((await prepared(path('flow.yaml'), options)).connections).toHaveLength(1);
  });
});

describe('a run', () => {
  it('records the app settings that it names, and no others', async () => {
    const actions = [{ A: { type: 'Compose', inputs: "@{appsetting('NAMED')}, @{AppSetting( 'ALSO' )}" } }];
    const appSettings = { NAMED: '1', ALSO: '2', OTHER: '3' };
    const events: RunEvent[] = [];
    const run = await (await prepared({ actions }, { appSettings })).run({ onEvent: (event) => events.push(event) });
    expect(run.actions['A']?.outputs).toBe('1, 2');
    expect(events[0]).toMatchObject({ kind: 'started', start: { appSettings: { NAMED: '1', ALSO: '2' } } });
    expect(JSON.stringify(events[0])).not.toContain('OTHER');
  });

  it('takes them from the environment where none are given', async () => {
    const actions = [{ A: { type: 'Compose', inputs: "@appsetting('MINE')" } }];
    const run = await (await prepared({ actions }, { env: environment({ MINE: 'x' }) })).run();
    expect(run.actions['A']?.outputs).toBe('x');
  });

  it.each([
    ['that asks', {}],
    ['that only seems to ask', { Get: { statusCode: 200 } }],
  ])('hides what signs an Http action %s', async (_, mocks) => {
    const server = await loopback((arrived, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(arrived.headers['authorization']);
    });
    const authentication = { type: 'Basic', username: 'user', password: 'pass-of-http' };
    const inputs = { method: 'GET', uri: server.origin, authentication };
    const flow = await prepared({ actions: [{ Get: { type: 'Http', inputs } }] }, { mocks });
    const shown: unknown[] = [];
    const run = await flow.run({ onEvent: (event) => shown.push(flow.secrets.value(event)) });
    expect(run.status).toBe('Succeeded');
    const secret = Buffer.from('user:pass-of-http').toString('base64');
    expect(stringifyJson(run as unknown as Json)).toContain('pass-of-http');
    for (const view of [flow.secrets.value(run), ...shown]) {
      expect(JSON.stringify(view)).not.toContain('pass-of-http');
      expect(JSON.stringify(view)).not.toContain(secret);
    }
  });

  it('hides secure parameters and the secrets of its connections', async () => {
    const server = await loopback((arrived, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(arrived.headers));
    });
    const swagger = { host: server.host, schemes: ['http'], paths: { '/': { get: { operationId: 'Get' } } } };
    const path = folder({
      'api.json': JSON.stringify(swagger),
      'flow.yaml': `parameters:
  password: { type: securestring }
actions:
  - Get: { call: api.Get }
  - A: { type: Compose, inputs: "it is @{parameters('password')}" }
`,
      'connections.yaml': 'api: { connector: ./api.json, parameters: { username: someone, password: pass-of-api } }\n',
    });
    const flow = await prepared(path('flow.yaml'), { parameters: { password: 'pass-of-flow' } });
    const run = await flow.run();
    expect(run.actions['A']?.outputs).toBe('it is pass-of-flow');
    const authorization = `Basic ${Buffer.from('someone:pass-of-api').toString('base64')}`;
    expect(run.actions['Get']?.outputs).toMatchObject({ body: { authorization } });
    const masked = flow.secrets.value(run);
    expect(masked).toMatchObject({ parameters: { password: '••••••' }, status: 'Succeeded' });
    expect(masked.actions['Get']?.outputs).toMatchObject({ body: { authorization: 'Basic ••••••' } });
    expect(JSON.stringify(masked)).not.toMatch(/pass-of|cGFzcy1vZi/);
  });

  it('hides what is secret by its name, and goes on with it', async () => {
    const server = await loopback(
      json(200, { access_token: 'token-of-api' }, { 'set-cookie': 'session=of-api; Path=/' }),
    );
    const headers = { Authorization: "Bearer @{body('Sign_in')['access_token']}", 'x-functions-key': 'key-of-flow' };
    const flow = await prepared({
      actions: [
        { Sign_in: { type: 'Http', inputs: { method: 'GET', uri: server.origin } } },
        { Ask: { type: 'Http', inputs: { method: 'GET', uri: server.origin, headers } } },
      ],
    });
    const shown: unknown[] = [];
    const run = await flow.run({ onEvent: (event) => shown.push(flow.secrets.value(event)) });
    expect(server.arrived[1]?.headers['authorization']).toBe('Bearer token-of-api');
    for (const view of [flow.secrets.value(run), ...shown])
      expect(JSON.stringify(view)).not.toMatch(/token-of-api|of-api; |key-of-flow/);
  });

  it('asks nobody where the answers could not be sealed', async () => {
    const server = await loopback();
    const path = folder({ file: '' });
    const env = environment({ XDG_CONFIG_HOME: path('file'), APPDATA: path('file') });
    const get = { type: 'Http', inputs: { method: 'GET', uri: server.origin } };
    const flow = await prepared({ actions: { Get: get } }, { env, history: { file: path('history.db') } });
    await expect(flow.run()).rejects.toThrow('The key of the run history');
    expect(server.arrived).toEqual([]);
  });

  it('hands the trigger its body and headers', async () => {
    const actions = [{ A: { type: 'Compose', inputs: "@concat(triggerBody(), triggerOutputs()['headers']['a'])" } }];
    const run = await (await prepared({ actions }, { trigger: { body: 'x', headers: { a: 'y' } } })).run();
    expect(run.actions['A']?.outputs).toBe('xy');
    const triggers = { hello: { type: 'Request', kind: 'Http' } };
    const named = await (await prepared({ triggers, actions: [{ A: { type: 'Compose', inputs: 1 } }] })).run();
    expect(named.trigger).toEqual({ name: 'hello', outputs: { headers: {} } });
  });

  it('believes to begin when it is told', async () => {
    const actions = [{ A: { type: 'Compose', inputs: '@utcNow()' } }];
    const run = await (await prepared({ actions }, { now: '2030-02-03T04:05:06Z' })).run();
    expect(run.startTime).toMatch(/^2030-02-03T04:05:0\d\.\d{7}Z$/);
    expect(run.actions['A']?.outputs).toMatch(/^2030-02-03T04:05:0/);
  });

  it('waits by that clock, too', async () => {
    let asked = 0;
    const { origin } = await loopback((arrived, response) => {
      asked += 1;
      json(asked === 1 ? 503 : 200, {}, { 'retry-after': '0' })(arrived, response);
    });
    const actions = [{ Get: { type: 'Http', inputs: { method: 'GET', uri: origin } } }];
    const run = await (await prepared({ actions }, { now: '2030-02-03T04:05:06Z' })).run();
    expect(run.actions['Get']).toMatchObject({ status: 'Succeeded', retryHistory: [{ code: 'ServiceUnavailable' }] });
  });

  it('sends nothing where a mock answers', async () => {
    const actions = [{ Get: { type: 'Http', inputs: { method: 'GET', uri: 'http://nowhere.invalid' } } }];
    const run = await (await prepared({ actions }, { mocks: { get: { body: 'mocked' } } })).run();
    expect(run.actions['Get']?.outputs).toMatchObject({ statusCode: 200, body: 'mocked' });
  });

  it.each(['before it begins', 'while a step waits for its answer'])('is cancelled %s', async (when) => {
    const controller = new AbortController();
    const server = await loopback(() => controller.abort());
    const actions = [{ Get: { type: 'Http', inputs: { method: 'GET', uri: server.origin } } }];
    const flow = await prepared({ actions });
    if (when === 'before it begins') controller.abort();
    expect(await flow.run({ signal: controller.signal })).toMatchObject({
      status: 'Cancelled',
      actions: { Get: { status: 'Cancelled' } },
    });
  });

  it('with parameters that the platforms fill in finds its connections by them', async () => {
    const swagger = { paths: { '/ping': { get: { operationId: 'Ping' } } } };
    const server = await loopback(json(200, { pong: true }));
    const path = folder({
      'api.json': JSON.stringify(swagger),
      'workflow.json': JSON.stringify({
        definition: {
          parameters: {
            $connections: { type: 'Object', defaultValue: {} },
            $authentication: { type: 'SecureObject', defaultValue: {} },
          },
          triggers: {},
          actions: {
            Ping: {
              type: 'ApiConnection',
              inputs: {
                host: { connection: { name: "@parameters('$connections')['api']['connectionId']" } },
                method: 'get',
                path: '/ping',
              },
            },
          },
        },
      }),
      'connections.yaml': `api: { connector: ./api.json, parameters: { baseUrl: "${server.origin}" } }\n`,
    });
    const run = await (await prepared(path('workflow.json'))).run();
    expect(run.actions['Ping']).toMatchObject({ status: 'Succeeded', outputs: { body: { pong: true } } });
  });
});

describe('places', () => {
  it('what is the user’s is kept where the platform keeps it', () => {
    const windows = process.platform === 'win32';
    const env = { XDG_CONFIG_HOME: '/here', APPDATA: '/here' };
    expect(configFolder(env).replaceAll('\\', '/')).toBe('/here/dryflow');
    expect(configFolder({})).toMatch(windows ? /AppData.Roaming.dryflow$/ : /\/\.config\/dryflow$/);
    expect(signingKeyPath(env)).toContain('emulator-signing-key.pem');
  });
});
