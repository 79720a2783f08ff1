import { describe, expect, it, onTestFinished } from 'vitest';
import { isPrepared, prepare, type Prepared, type RunOptions } from '../../src/app/index.js';
import type { Diagnostic } from '../../src/formats/index.js';
import type { JsonObject } from '../../src/json.js';
import { environment, folder } from './folder.js';

type What = string | JsonObject;

/** What is wrong, each with its place: `flow.yaml:3:5 Code: message`. */
async function faults(what: What, options: RunOptions = {}): Promise<string[]> {
  const result = await prepare(what, { env: environment(), ...options });
  if (!isPrepared(result)) return result.diagnostics.map(shown);
  await result.close();
  throw new Error('There is nothing wrong.');
}

function shown({ file, range, code, message }: Diagnostic): string {
  const place = range ? `:${range.start.line}:${range.start.column}` : '';
  return `${file.split('/').at(-1)}${place} ${code}: ${message}`;
}

async function prepared(what: What, options: RunOptions = {}): Promise<Prepared> {
  const result = await prepare(what, { env: environment(), ...options });
  if (!isPrepared(result)) throw new Error(result.diagnostics.map(shown).join('\n'));
  onTestFinished(() => result.close());
  return result;
}

const compose = 'actions:\n  - A: { type: Compose, inputs: 1 }\n';

describe('a file that cannot be read', () => {
  const at = () => folder({ 'flow.yaml': compose, 'latin.yaml': Uint8Array.of(0x6e, 0x3a, 0xe9), 'empty.yaml': '' });

  it.each([
    ['missing.yaml', /^missing\.yaml FileNotFound: There is no such file\.$/],
    ['.', /NotAFile: This is a folder\.$/],
    ['latin.yaml', /^latin\.yaml NotText: This is not a text file in UTF-8\.$/],
    [
      'flow.yaml/below',
      /NotReadable: The file cannot be read: a part of its path is a file, and not a folder \(ENOTDIR\)\.$/,
    ],
    ['empty.yaml', /^empty\.yaml/],
  ])('%s', async (name, said) => {
    const [only, ...others] = await faults(name === '.' ? at()('.') : `${at()('')}/${name}`);
    expect(only).toMatch(said);
    expect(others).toEqual([]);
  });

  it('is said of a connections file, too, and of nothing else besides', async () => {
    const path = folder({
      'flow.yaml': 'actions:\n  - A: { call: acs.DeleteCommunicationIdentity, with: { identityId: x } }\n',
    });
    expect(await faults(path('flow.yaml'), { connections: path('nowhere.yaml') })).toEqual([
      'nowhere.yaml FileNotFound: There is no such file.',
    ]);
    const broken = folder({ 'flow.yaml': compose, 'connections.yaml': 'acs: 1\n' });
    expect(await faults(broken('flow.yaml'))).toEqual([
      "connections.yaml:1:1 InvalidConnections: The connection 'acs' must be a map with 'connector'.",
    ]);
  });

  it('begins with a byte order mark at will', async () => {
    const path = folder({ 'flow.yaml': `\uFEFF${compose}` });
    expect((await prepared(path('flow.yaml'))).workflow.actions).toHaveLength(1);
  });
});

describe('a workflow that cannot be run', () => {
  it('has every fault said at once, each at its place', async () => {
    const path = folder({
      'flow.yaml': `parameters:
  text: { type: string }
  number: { type: int, defaultValue: 1 }
connections:
  acs: { connector: acs-identity }
  other: { connector: nowhere.json }
actions:
  - Unknown: { call: acs.Nothing }
  - Missing: { call: missing.Operation }
  - Absent: { call: acs.DeleteCommunicationIdentity }
  - Misspelt: { call: acs.RevokeIdentityAccessTokens, with: { identityId: x, scope: 1 } }
  - Unmade: { call: other.Operation }
`,
      'connections.yaml': `acs:
  connector: acs-identity
  parameters:
    connectionString: endpoint=https://x.communication.azure.com/
`,
    });
    expect(await faults(path('flow.yaml'), { parameters: { number: 'x', more: 1 } })).toEqual([
      "flow.yaml:2:3 InvalidParameter: The parameter 'text' has no value.",
      "flow.yaml:3:3 InvalidParameter: The parameter 'number' must be of type int, and its value is of type String.",
      "flow.yaml:6:23 InvalidConnection: Connection 'other': There is no connector 'nowhere.json': no such file.",
      "flow.yaml:8:22 UnknownOperation: The connector 'acs-identity' has no operation 'Nothing'.",
      "flow.yaml:9:22 MissingConnection: There is no connection 'missing'.",
      "flow.yaml:10:21 MissingParameter: The operation 'DeleteCommunicationIdentity' needs 'identityId', which is not given.",
      "flow.yaml:11:78 UnknownParameter: The operation 'RevokeIdentityAccessTokens' has no input 'scope'.",
      "flow.yaml UnknownParameter: The workflow has no parameter 'more'.",
      "connections.yaml:4:23 InvalidConnection: Connection 'acs': The connection string has no 'accesskey='.",
    ]);
  });

  it('has the texts that the faults are in, without the secrets in them', async () => {
    const path = folder({
      'flow.yaml': `connections: { acs: { connector: acs-identity } }\n${compose}`,
      'connections.yaml':
        'acs:\n  connector: acs-identity\n  parameters: { connectionString: accesskey=c2VjcmV0LWtleQ== }\n',
    });
    const result = await prepare(path('flow.yaml'), { env: environment() });
    expect(isPrepared(result)).toBe(false);
    const texts = [...result.texts].map(([, text]) => text).join('\n');
    expect(texts).toContain('type: Compose');
    expect(texts).toContain('accesskey=••••');
    expect(texts).not.toContain('c2VjcmV0');
  });

  it('keeps the warnings beside the faults', async () => {
    const path = folder({
      'flow.yaml': 'connections:\n  acs: { connector: acs-identity }\nactions:\n  - A: { call: acs.Nothing }\n',
      'connections.yaml':
        'acs:\n  connector: acs-identity\n  parameters: { endpoint: "http://127.0.0.1:1", accessKey: c2VjcmV0, more: x }\n',
    });
    expect(await faults(path('flow.yaml'))).toEqual([
      "connections.yaml:3:70 UnknownParameter: The connector of connection 'acs' has no parameter 'more', so it has no effect.",
      "flow.yaml:4:16 UnknownOperation: The connector 'acs-identity' has no operation 'Nothing'.",
    ]);
  });

  it('warns of parameters that a connector does not have, and shows nothing of their values', async () => {
    const path = folder({
      'flow.yaml': `connections: { acs: { connector: acs-identity }, api: { connector: api.json } }\n${compose}`,
      'connections.yaml': `acs:
  connector: acs-identity
  parameters:
    Endpoint: http://127.0.0.1:1
    acessKey: c2VjcmV0LWtleQ==
    accessKey: c2VjcmV0LWtleQ==
api:
  connector: api.json
  parameters: { siteurl: example.com, passwrd: hunter2-hunter2, what: x }
`,
      'api.json': '{"swagger":"2.0","host":"example.com","paths":{}}',
      'apiProperties.json': '{"properties":{"connectionParameters":{"siteUrl":{"type":"string"}}}}',
    });
    const result = await prepare(path('flow.yaml'), { env: environment() });
    if (!isPrepared(result)) throw new Error(JSON.stringify(result.diagnostics));
    await result.close();
    expect(result.warnings.map(({ range, message, advice }) => [range?.start.line, message, advice])).toEqual([
      [
        5,
        "The connector of connection 'acs' has no parameter 'acessKey', so it has no effect.",
        "Did you mean 'accessKey'?",
      ],
      [
        9,
        "The connector of connection 'api' has no parameter 'passwrd', so it has no effect.",
        "Did you mean 'password'?",
      ],
      [
        9,
        "The connector of connection 'api' has no parameter 'what', so it has no effect.",
        'It takes: baseUrl, apiKey, api_key, username, password, token, clientId, clientSecret, tokenUrl, scope, siteUrl.',
      ],
    ]);
    const texts = [...result.texts].map(([, text]) => text).join('\n');
    expect(texts).not.toMatch(/c2VjcmV0|hunter2/);
  });

  it('is what the parser says it is', async () => {
    expect(await faults({ actions: [{ A: { type: 'Nothing' } }] })).toEqual([
      expect.stringMatching(/^\(definition\):1:\d+ UnknownType: There is no action type 'Nothing'\.$/),
    ]);
    expect(await faults(folder({ 'flow.yaml': 'a: [' })('flow.yaml'))).toEqual([
      expect.stringMatching(/^flow\.yaml:1:/),
    ]);
  });
});

describe('a connection that cannot be made', () => {
  const flow = 'connections:\n  acs: { connector: acs-identity }\nactions: []\n';
  const actions = { 'flow.yaml': flow.replace('actions: []', 'actions:\n  - A: { type: Compose, inputs: 1 }') };

  it.each([
    ['COMMUNICATION_SERVICES_CONNECTION_STRING', 'nonsense', "The connection string has no 'endpoint='."],
    ['AZURE_COMMUNICATION_CONNECTION_STRING', 'endpoint=x;accesskey=c2Vj', 'The endpoint is not an absolute address.'],
    [
      'COMMUNICATION_SERVICES_ENDPOINT',
      'http://x',
      'An endpoint without an access key means Microsoft Entra, which signs in over https only.',
    ],
  ])('names the variable %s', async (name, value, message) => {
    const env = environment({ [name]: value });
    expect(await faults(folder(actions)('flow.yaml'), { env })).toEqual([
      `environment variable ${name} InvalidConnection: Connection 'acs': ${message}`,
    ]);
  });

  it.each([
    ["{ connectionString: '' }", '3:35', 'The connection string is empty.'],
    ['{ endpoint: x }', '3:27', 'The endpoint is not an absolute address.'],
    ['{ endpoint: "https://x", accessKey: x }', '3:51', 'The access key is not base64 text.'],
    ['{ accessKey: x }', '1:6', 'The connection has neither a connectionString nor an endpoint.'],
  ])('with parameters %s is shown at %s', async (parameters, place, message) => {
    const connections = `acs: {\n  connector: acs-identity,\n  parameters: ${parameters} }\n`;
    const path = folder({ ...actions, 'connections.yaml': connections });
    expect(await faults(path('flow.yaml'))).toEqual([
      `connections.yaml:${place} InvalidConnection: Connection 'acs': ${message}`,
    ]);
  });

  it('for want of an app setting says so', async () => {
    const path = folder({
      ...actions,
      'connections.yaml': `acs:\n  connector: acs-identity\n  parameters: { connectionString: "@appsetting('NONE')" }\n`,
    });
    expect(await faults(path('flow.yaml'))).toEqual([
      expect.stringMatching(
        /^connections\.yaml:3:35 InvalidConnection: The parameter 'connectionString' of connection 'acs' cannot be evaluated: .*NONE/,
      ),
    ]);
  });

  it('is shown in the connections file where the workflow does not declare it', async () => {
    const path = folder({
      'flow.yaml': 'actions:\n  - A: { call: api.Ask }\n',
      'connections.yaml': 'api:\n  connector: nowhere.json\n',
    });
    expect(await faults(path('flow.yaml'))).toEqual([
      "connections.yaml:2:14 InvalidConnection: Connection 'api': There is no connector 'nowhere.json': no such file.",
    ]);
  });
});

describe('a workflow that is ready', () => {
  it('does not care for the connections of other workflows in the same file', async () => {
    const path = folder({
      'flow.yaml': compose,
      'connections.yaml': 'api:\n  connector: nowhere.json\n  parameters: { apiKey: "@appsetting(\'NOT_SET\')" }\n',
    });
    expect((await prepared(path('flow.yaml'))).connections).toEqual([]);
  });

  it('has its name, its warnings and no connections that it does not need', async () => {
    const path = folder({ 'my-flow.yaml': `odd: 1\n${compose}` });
    const { workflow, warnings, connections } = await prepared(path('my-flow.yaml'));
    expect(workflow.name).toBe('my-flow');
    expect(warnings.map(shown)).toEqual([expect.stringMatching(/^my-flow\.yaml:1:1 UnknownKeyword: /)]);
    expect(connections).toEqual([]);
  });

  it('shows the place in a connector that cannot be read', async () => {
    const path = folder({
      'flow.yaml': 'connections: { a: { connector: a.json } }\nactions: [{ A: { type: Compose, inputs: 1 } }]\n',
      'a.json': '{\n  "swagger": "2.0"\n  "paths": {}\n}\n',
    });
    const [only = ''] = await faults(path('flow.yaml'));
    expect(only).toMatch(/a\.json:3:3 InvalidConnector: Connection 'a': .*a comma or '}' is missing before "paths"/);
  });

  it('finds connectors and connections beside itself, or where it is told', async () => {
    const api = JSON.stringify({ host: 'api.example.com', paths: { '/': { get: { operationId: 'Get' } } } });
    const path = folder({
      'sub/api.json': api,
      'sub/flow.yaml': 'actions:\n  - A: { call: Api.get }\n',
      'sub/connections.yaml': 'api: { connector: ./api.json }\n',
      'other.yaml': 'api: { connector: ./api.json, parameters: { baseUrl: "https://other.example.com" } }\n',
    });
    const target = async (options: RunOptions) =>
      (await prepared(path('sub/flow.yaml'), options)).connections.map(({ name, connection }) => [
        name,
        connection.target,
      ]);
    expect(await target({})).toEqual([['api', 'api.example.com']]);
    expect(await target({ connections: path('other.yaml') })).toEqual([['api', 'other.example.com']]);
  });

  it('takes the connections file’s settings for a connection that it declares in other letters', async () => {
    const path = folder({
      'flow.yaml':
        'connections:\n  ACS: { connector: acs-identity }\nactions:\n  - A: { call: acs.CreateCommunicationIdentity }\n',
      'connections.yaml': `acs:\n  connector: acs-identity\n  parameters: { connectionString: "@appsetting('ACS')" }\n`,
    });
    const appSettings = { ACS: 'endpoint=https://mine.communication.azure.com/;accesskey=c2VjcmV0' };
    const { connections } = await prepared(path('flow.yaml'), { appSettings });
    expect(connections.map(({ name, origin, connection }) => [name, origin, connection.target])).toEqual([
      ['ACS', 'connections file', 'mine.communication.azure.com'],
    ]);
  });

  it.each<[RunOptions, string]>([
    [
      { env: environment({ AZURE_COMMUNICATION_CONNECTION_STRING: 'UseDevelopmentEmulator=true' }) },
      'environment variable',
    ],
    [{ connections: 'short' }, 'connections file'],
  ])('understands UseDevelopmentEmulator=true: %j', async (options, origin) => {
    const path = folder({
      'flow.yaml': 'connections:\n  acs: { connector: acs-identity }\nactions:\n  - A: { type: Compose, inputs: 1 }\n',
      'short.yaml':
        'acs: { connector: acs-identity, parameters: { connectionString: " usedevelopmentemulator = True; " } }\n',
    });
    const file = options.connections === undefined ? {} : { connections: path('short.yaml') };
    const [only] = (await prepared(path('flow.yaml'), { ...options, ...file })).connections;
    expect(only?.connection.target).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(only?.origin).toContain(origin);
  });

  it('reads parameters that are given as text by their types', async () => {
    const types = ['string', 'securestring', 'int', 'bool', 'array', 'object', 'float'];
    const definition = {
      parameters: Object.fromEntries(types.map((type) => [type, { type }])),
      actions: [{ A: { type: 'Compose', inputs: 1 } }],
    };
    const parameterTexts = {
      String: '1',
      securestring: 'true',
      int: '1',
      bool: 'true',
      array: '[1]',
      object: '{"a":1}',
      float: '1.5',
    };
    const run = await (await prepared(definition, { parameterTexts })).run();
    expect(run.parameters).toEqual({
      string: '1',
      securestring: 'true',
      int: 1,
      bool: true,
      array: [1],
      object: { a: 1 },
      float: 1.5,
    });
    expect(await faults(definition, { parameterTexts: { ...parameterTexts, int: 'one' } })).toEqual([
      expect.stringContaining("The parameter 'int' must be of type int"),
    ]);
  });
});

describe('what is odd about the options', () => {
  const flow = {
    actions: [
      { Get_it: { type: 'Http', inputs: { method: 'GET', uri: 'https://x' } } },
      { Group: { type: 'Scope', actions: [{ In: { type: 'Compose', inputs: 1 } }] } },
    ],
  };

  it('a mock for no action is said, with the name that was meant', async () => {
    const { warnings } = await prepared(flow, { mocks: { Get_if: { body: 1 }, group: {}, in: {} } });
    expect(warnings.map(({ code, message, advice }) => [code, message, advice])).toEqual([
      ['UnknownMock', "There is a mock of 'Get_if', which is no action of the workflow.", "Did you mean 'Get_it'?"],
      [
        'UnknownMock',
        "The mock of 'group' has no effect: 'group' holds other actions, which have their own.",
        undefined,
      ],
    ]);
  });

  it('a workflow without actions is said to do nothing', async () => {
    const { warnings } = await prepared({ actions: {} });
    expect(warnings).toMatchObject([
      {
        code: 'NoActions',
        severity: 'warning',
        message: 'The workflow has no actions: it will succeed and do nothing.',
      },
    ]);
  });

  it('a child that is not there is said once, however many actions start it', async () => {
    const call = (id: string) => ({ type: 'Workflow', inputs: { host: { workflow: { id } } } });
    const { warnings } = await prepared({ actions: [{ A: call('gone') }, { B: call('Gone') }, { C: call('away') }] });
    expect(warnings.map(({ code, message }) => [code, message.slice(0, 31)])).toEqual([
      ['UnknownWorkflow', "There is no workflow 'gone' bes"],
      ['UnknownWorkflow', "There is no workflow 'away' bes"],
    ]);
  });

  it('a time that is none is refused', async () => {
    expect(await faults(flow, { now: 'noon' })).toEqual([
      "(options) InvalidTime: 'now' must be an instant in ISO 8601, and is 'noon'.",
    ]);
  });
});

describe('an older flow of Power Automate', () => {
  it('finds what it signs in with in the header of its trigger', async () => {
    const authentication = "@json(decodeBase64(triggerOutputs().headers['X-MS-APIM-Tokens']))['$ConnectionKey']";
    const flow = await prepared(
      { actions: { Send: { type: 'Http', inputs: { method: 'GET', uri: 'https://x', authentication } } } },
      { mocks: { Send: {} } },
    );
    expect((await flow.run()).status).toBe('Succeeded');
  });
});
