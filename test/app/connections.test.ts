// What people are told of their connections that stops nothing.
import { describe, expect, it } from 'vitest';
import { isPrepared, prepare, type RunOptions } from '../../src/app/index.js';
import type { Diagnostic } from '../../src/formats/index.js';
import type { JsonObject } from '../../src/json.js';
import { environment, folder } from './folder.js';

const flow = `connections:
  planner: { connector: ./planner.json }
actions:
  - List: { call: planner.List }
  - Again: { call: planner.List }
`;
const automated = `definition:
  actions:
    List:
      type: OpenApiConnection
      inputs:
        host: { connectionName: shared_planner_1, apiId: /providers/Microsoft.PowerApps/apis/shared_planner, operationId: List }
`;

const paths = { '/plans': { get: { operationId: 'List', responses: { 200: {} } } } };

interface Given {
  readonly flow?: string;
  readonly connections?: string;
  /** What the swagger says of signing in. */
  readonly security?: JsonObject;
  /** The connection parameters of an apiProperties.json. */
  readonly asked?: JsonObject;
  readonly options?: RunOptions;
}

async function warnings(given: Given) {
  const result = await preparedFrom(given);
  if (!isPrepared(result)) throw new Error(JSON.stringify(result.diagnostics));
  await result.close();
  return result.warnings.map(seen);
}

async function faults(given: Given) {
  const result = await preparedFrom(given);
  if (!isPrepared(result)) return result.diagnostics.map(seen);
  await result.close();
  throw new Error('There is nothing wrong.');
}

function seen({ file, range, code, message, advice }: Diagnostic) {
  return [`${file.split('/').at(-1)}:${range?.start.line}:${range?.start.column}`, code, message, advice];
}

function preparedFrom({ flow: text = flow, connections, security = {}, asked, options }: Given) {
  const path = folder({
    'flow.yaml': text,
    'planner.json': JSON.stringify({ swagger: '2.0', host: 'x.example', paths, securityDefinitions: security }),
    ...(connections !== undefined && { 'connections.yaml': connections }),
    ...(asked && { 'apiProperties.json': JSON.stringify({ properties: { connectionParameters: asked } }) }),
  });
  return prepare(path('flow.yaml'), { env: environment(), ...options });
}

const signed = (parameters: string) => `planner: { connector: ./planner.json, parameters: { ${parameters} } }`;
const key = { k: { type: 'apiKey', in: 'header', name: 'X-Key' } };

describe('a connection that nothing signs', () => {
  const nothing = "Nothing signs the requests of connection 'planner': its connector asks for";

  it.each<[Given, string, string, string]>([
    [
      { security: key },
      'flow.yaml:2:3',
      "'apiKey'",
      `Write in connections.yaml: planner: { connector: ./planner.json, parameters: { apiKey: "@appsetting('PLANNER_APIKEY')" } }.`,
    ],
    [
      { security: key, connections: '# mine\nplanner: { connector: ./planner.json }\n' },
      'connections.yaml:2:1',
      "'apiKey'",
      `Write below the connection: parameters: { apiKey: "@appsetting('PLANNER_APIKEY')" }.`,
    ],
    [
      {
        security: { b: { type: 'basic' } },
        connections: 'planner: { connector: ./planner.json, parameters: { baseUrl: "http://api.example.com" } }',
      },
      'connections.yaml:1:1',
      "'username' and 'password'",
      `Write below the connection: parameters: { username: "@appsetting('PLANNER_USERNAME')", password: "@appsetting('PLANNER_PASSWORD')" }.`,
    ],
    [
      { security: { o: { type: 'oauth2' } } },
      'flow.yaml:2:3',
      "'token'",
      `Write in connections.yaml: planner: { connector: ./planner.json, parameters: { token: "@appsetting('PLANNER_TOKEN')" } }. A clientId and a clientSecret get a token, too.`,
    ],
    [
      { security: key, asked: { site: { type: 'string' }, private_key: { type: 'securestring' } } },
      'flow.yaml:2:3',
      "'private_key'",
      `Write in connections.yaml: planner: { connector: ./planner.json, parameters: { private_key: "@appsetting('PLANNER_PRIVATE_KEY')" } }.`,
    ],
    [
      { asked: { token: { type: 'oauthSetting' } }, options: { mocks: { List: {} } } },
      'flow.yaml:2:3',
      "'token'",
      `Write in connections.yaml: planner: { connector: ./planner.json, parameters: { token: "@appsetting('PLANNER_TOKEN')" } }. A clientId and a clientSecret get a token, too.`,
    ],
  ])('is told of once: %j', async (given, place, names, advice) => {
    expect(await warnings(given)).toEqual([[place, 'UnsignedConnection', `${nothing} ${names}.`, advice]]);
  });

  it('is told of with the emulator, too, which stands in for ACS alone', async () => {
    const [said] = await warnings({ security: key, options: { onlyEmulator: true } });
    expect(said?.slice(0, 2)).toEqual(['flow.yaml:2:3', 'UnsignedConnection']);
  });

  it.each<Given>([
    { asked: { site: { type: 'string' } } },
    { security: key, connections: signed('APIKEY: k') },
    { security: key, connections: signed('baseUrl: "http://127.0.0.1:1"') },
    { security: key, connections: signed('baseUrl: "https://localhost:8443/v1"') },
    { security: { b: { type: 'basic' } }, connections: signed("username: u, password: ''") },
    { asked: { private_key: { type: 'securestring' } }, connections: signed('private_key: k') },
    { security: key, options: { mockConnectors: { seed: 's' } } },
    { security: key, options: { replay: true } },
    { security: key, options: { mocks: { List: {}, Again: {} } } },
    { security: key, flow: flow.replaceAll(/call: .*(?= \})/g, 'type: Compose, inputs: 1') },
  ])('is none: %j', async (given) => {
    expect(await warnings(given)).toEqual([]);
  });
});

describe('an entry that nothing uses', () => {
  const entry = (name: string) => `${name}: { connector: ./planner.json }\n`;
  const unused = (name: string, near: string) => [
    'connections.yaml:1:1',
    'UnusedConnection',
    `Nothing in the workflow uses the connection '${name}', and '${near}' has no entry here.`,
    `Did you mean '${near}'?`,
  ];

  it.each<[string, string, string, string]>([
    ['one that a workflow declares', flow, 'plannr', 'planner'],
    ['one that actions use', automated, 'shared_planer_1', 'shared_planner_1'],
    ['the API of one', automated, 'shared_planer', 'shared_planner'],
    ['the short name of the API', automated, 'plannr', 'planner'],
  ])('is told of where its name is near to %s', async (_, text, name, near) => {
    const said = await warnings({ flow: text, connections: entry(name) });
    expect(said.filter(([, code]) => code !== 'MissingConnection')).toEqual([unused(name, near)]);
  });

  const triggered = `${automated}  triggers:
    Changed:
      type: OpenApiConnection
      inputs:
        host: { connectionName: shared_planner_2, apiId: /providers/Microsoft.PowerApps/apis/shared_planner, operationId: Changed }
`;

  it.each([
    ['the other has an entry', flow, entry('planner') + entry('plannr')],
    ['no name is near', flow, entry('mail')],
    [
      'its name has one letter, which is another',
      flow.replaceAll('planner', 'p').replace('p.json', 'planner.json'),
      entry('s'),
    ],
    ['its name only begins like another', flow, entry('planner_of_others')],
    ['it is for the API of one', automated, entry('planner') + entry('plannr')],
  ])('may be for another workflow where %s', async (_, text, connections) => {
    expect(await warnings({ flow: text, connections })).toEqual([]);
  });

  it('is none where the trigger uses it, which a run by hand does without', async () => {
    const said = await warnings({ flow: triggered, connections: entry('shared_planner_2') });
    expect(said.map(([, code]) => code)).toEqual(['MissingConnection']);
  });
});

describe('an entry for another connector than the workflow declares', () => {
  const entry = (connector: string) => `planner:\n  connector: ${connector}\n`;

  it.each(['./nope', 'acs-identity', './plan.json'])('is told of: %s', async (connector) => {
    expect(await warnings({ connections: entry(connector) })).toEqual([
      [
        'connections.yaml:2:14',
        'OtherConnector',
        expect.stringMatching(
          `^Connection 'planner' is to '${connector}' here, and to './planner.json' in .*flow\\.yaml:2, which counts\\.$`,
        ),
        'Write connector: ./planner.json here, or give this entry another name.',
      ],
    ]);
  });

  it.each<[string, string, string]>([
    ['written in another way', 'connections.yaml', './api/../api/apiDefinition.swagger.json'],
    ['as its folder', 'connections.yaml', 'api'],
    ['from where its file is', 'kept/connections.yaml', '../api'],
    ['as the workflow has it', 'kept/connections.yaml', './api'],
  ])('is none: the same %s', async (_, file, connector) => {
    const path = folder({
      'flow.yaml': 'connections: { api: { connector: ./api } }\nactions: [{ A: { call: api.List } }]\n',
      'api/apiDefinition.swagger.json': JSON.stringify({ swagger: '2.0', host: 'x.example', paths }),
      [file]: `api: { connector: ${connector} }\n`,
    });
    const result = await prepare(path('flow.yaml'), { env: environment(), connections: path(file) });
    if (!isPrepared(result)) throw new Error(JSON.stringify(result.diagnostics));
    await result.close();
    expect(result.warnings).toEqual([]);
  });
});

describe('parameters without a value', () => {
  it('are told of one by one, each with its variable', async () => {
    const connections = `planner:
  connector: ./planner.json
  parameters:
    username: "@appsetting('USER_NAME')"
    baseUrl: https://planner.example
    password: "@appsetting('PASS_WORD')"
`;
    const said = (place: string, parameter: string, variable: string) => [
      `connections.yaml:${place}`,
      'InvalidConnection',
      `The parameter '${parameter}' of connection 'planner' cannot be evaluated: The app setting '${variable}' is not found.`,
      `Set the environment variable ${variable}: app settings are taken from the environment.`,
    ];
    expect(await faults({ connections })).toEqual([
      said('4:15', 'username', 'USER_NAME'),
      said('6:15', 'password', 'PASS_WORD'),
    ]);
  });
});

describe('a way to sign in that the connector does not ask for', () => {
  const told = (parameter: string, asked: string, advice: string) => [
    'connections.yaml:1:53',
    'UnaskedSignIn',
    `Connection 'planner' signs in with '${parameter}', and its connector asks for ${asked}.`,
    advice,
  ];
  const basic = { b: { type: 'basic' } };

  it.each<[string, JsonObject, JsonObject | undefined, string, string]>([
    ['token', key, undefined, "'apiKey'", 'Write apiKey in its place, unless the service takes a bearer token.'],
    [
      'username',
      key,
      undefined,
      "'apiKey'",
      'Write apiKey in its place, unless the service takes a user and a password.',
    ],
    [
      'token',
      basic,
      undefined,
      "'username' and 'password'",
      'Write username and password in its place, unless the service takes a bearer token.',
    ],
    [
      'token',
      {},
      { site: { type: 'securestring' } },
      "'site'",
      'Write site in its place, unless the service takes a bearer token.',
    ],
  ])('is told of: %s', async (parameter, security, asked, names, advice) => {
    const connections = signed(`${parameter}: t`);
    expect(await warnings({ connections, security, ...(asked && { asked }) })).toEqual([
      told(parameter, names, advice),
    ]);
  });

  it('is told of for a clientId, too', async () => {
    const connections = signed('clientId: c, clientSecret: s, tokenUrl: "http://127.0.0.1:1"');
    const advice = 'Write apiKey in its place, unless the service takes a bearer token.';
    expect(await warnings({ connections, security: key })).toEqual([told('clientId', "'apiKey'", advice)]);
  });

  it.each<Given>([
    { connections: signed('token: t') },
    { connections: signed('token: t'), security: { o: { type: 'oauth2' } } },
    { connections: signed('token: t'), security: { ...key, o: { type: 'oauth2' } } },
    { connections: signed('token: t'), security: { k: { type: 'apiKey', in: 'header', name: 'authorization' } } },
    { connections: signed('token: t'), asked: { token: { type: 'string' }, site: { type: 'securestring' } } },
    { connections: signed('username: u, password: p'), security: { ...key, ...basic } },
    { connections: signed('token: t'), security: key, options: { mocks: { List: {}, Again: {} } } },
  ])('is none: %j', async (given) => {
    expect(await warnings(given)).toEqual([]);
  });
});

describe('a half of a user and a password', () => {
  const security = { b: { type: 'basic' } };

  it('is told of where the password is left out', async () => {
    expect(await warnings({ connections: signed('username: x'), security })).toEqual([
      [
        'connections.yaml:1:53',
        'EmptyPassword',
        "Connection 'planner' has a 'username' and no 'password', so that an empty one is sent.",
        "Write password: … beside it, or password: '' where the service wants none.",
      ],
    ]);
  });

  it('signs nothing where the user is left out', async () => {
    expect(await warnings({ connections: signed('password: x'), security })).toEqual([
      [
        'connections.yaml:1:1',
        'UnsignedConnection',
        "Nothing signs the requests of connection 'planner': its connector asks for 'username'.",
        `Write below the connection: parameters: { username: "@appsetting('PLANNER_USERNAME')" }.`,
      ],
    ]);
  });

  it('is none where the connector asks for the one alone', async () => {
    const given = { connections: signed('username: x'), asked: { username: { type: 'string' } } };
    expect(await warnings({ ...given, security })).toEqual([]);
  });
});

describe('an empty parameter', () => {
  const empty = (place: string, parameter: string, advice: string) => [
    `connections.yaml:${place}`,
    'InvalidConnection',
    `Connection 'planner': The parameter '${parameter}' is empty.`,
    advice,
  ];
  const leave = 'Give it a value, or leave it out.';

  it.each<[string, JsonObject, string]>([
    ['apiKey', key, 'apiKey'],
    ['APIKEY', key, 'APIKEY'],
    ['token', {}, 'token'],
    ['baseUrl', {}, 'baseUrl'],
    ['username', { b: { type: 'basic' } }, 'username'],
  ])('is refused: %s', async (parameter, security, named) => {
    const place = `1:${55 + parameter.length}`;
    expect(await faults({ connections: signed(`${parameter}: ''`), security })).toEqual([empty(place, named, leave)]);
  });

  it('is refused where the connector asks for it as a secret', async () => {
    const given = { connections: signed("private_key: ''"), asked: { private_key: { type: 'securestring' } } };
    expect(await faults(given)).toEqual([empty('1:66', 'private_key', leave)]);
  });

  it('names the variable that it comes from', async () => {
    const connections = signed(`apiKey: "@appsetting('PLANNER_APIKEY')"`);
    const env = environment({ PLANNER_APIKEY: '' });
    const advice = `${leave} Its value comes from the environment variable PLANNER_APIKEY.`;
    expect(await faults({ connections, security: key, options: { env } })).toEqual([empty('1:61', 'apiKey', advice)]);
  });
});

describe('a clientId without a clientSecret', () => {
  it.each(['clientId', 'CLIENTID', '"token:clientId"'])('is refused at %s', async (name) => {
    const connections = signed(`${name}: c`);
    expect(await faults({ connections, security: { o: { type: 'oauth2' } } })).toEqual([
      [
        `connections.yaml:1:${55 + name.length}`,
        'InvalidConnection',
        "Connection 'planner': Signing in with a 'clientId' needs a 'clientSecret', too.",
        `Write beside it: clientSecret: "@appsetting('CLIENT_SECRET')", and set the environment variable CLIENT_SECRET.`,
      ],
    ]);
  });
});

describe('the lines of a connections file that are shown', () => {
  const dots = '•'.repeat(7);
  const covered = `planner: { connector: ./planner.json, parameters: { SasValue: ${dots}, apiKy: ${dots} } }`;
  const written = covered.replace(dots, 'hidden1').replace(dots, 'hidden2');

  it.each<[string, string, RunOptions]>([
    ['where its service is asked', '', {}],
    ['where nobody is asked', '', { dryRun: true }],
    ['beside an entry that is refused', '\nother: { connector: x, parameter: { pin: hidden3 } }', {}],
  ])('hold no secret, whatever it is called, %s', async (_, more, options) => {
    const asked = { SasValue: { type: 'securestring' } };
    const { texts } = await preparedFrom({ connections: written + more, asked, options });
    const [text] = [...texts].flatMap(([file, each]) => (file.endsWith('connections.yaml') ? [each] : []));
    expect(text).toBe(covered + more.replace('hidden3', dots));
  });

  it('hold what is none', async () => {
    const parameters = `baseUrl: "https://x.example", username: me, siteUrl: 'https://y.example/z', pin: "@appsetting('PIN')"`;
    const connections = signed(parameters);
    const { texts } = await preparedFrom({ connections, options: { dryRun: true } });
    expect([...texts.values()]).toContain(connections);
  });
});
