import { describe, expect, it } from 'vitest';
import {
  apiName,
  bind,
  connectionName,
  operationId,
  swaggerConnector,
  acsIdentity,
} from '../../src/connectors/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { parseWorkflow, type Problem, type Workflow } from '../../src/workflow/index.js';

const things = swaggerConnector('things', {
  paths: {
    '/things/{id}': {
      put: {
        operationId: 'PutThing',
        parameters: [
          { name: 'id', in: 'path', required: true, type: 'string' },
          { name: 'version', in: 'query', required: true, type: 'string', default: '1', 'x-ms-visibility': 'internal' },
          {
            name: 'item',
            in: 'body',
            required: true,
            schema: { type: 'object', required: ['Title'], properties: { Title: { type: 'string' }, id: {} } },
          },
        ],
      },
    },
    '/ping': { get: { operationId: 'Ping' } },
  },
});
const many = swaggerConnector('many', {
  paths: Object.fromEntries(
    Array.from({ length: 13 }, (_, at) => [`/${at}`, { get: { operationId: `Operation${at}` } }]),
  ),
});
const empty = swaggerConnector('empty', {});
const connectors = { acs: acsIdentity, things, many, empty };

function workflowOf(actions: Json): Workflow {
  const parsed = parseWorkflow({ actions }, { name: 'test' });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.workflow;
}

/** What is wrong with the actions, the connections being those above and one that could not be made. */
function problemsOf(actions: Json): readonly Problem[] {
  const find = (name: string) => connectors[name.toLowerCase() as keyof typeof connectors];
  const isMocked = (action: string) => action === 'Mocked';
  return bind(workflowOf(actions), find, { known: [...Object.keys(connectors), 'Broken'], isMocked });
}

function called(call: string, given: JsonObject = {}): readonly Problem[] {
  return problemsOf([{ Act: { call, with: given } }]);
}

function automated(host: JsonObject, parameters: Json = {}): readonly Problem[] {
  return problemsOf({ Act: { type: 'OpenApiConnection', inputs: { host, parameters } } });
}

describe('a call', () => {
  it.each<[string, JsonObject]>([
    ['acs.CreateCommunicationIdentity', {}],
    ['ACS.createcommunicationidentity', { createTokenWithScopes: ['chat'] }],
    ['acs.IssueIdentityAccessToken', { identityId: 'x' }],
    ['acs.IssueIdentityAccessToken', { identityId: 'x', body: { scopes: ['chat'] } }],
    ['things.PutThing', { 'path/id': '1', 'item/Title': 'x' }],
    ['things.PutThing', { 'path/id': '1', body: { Title: 'x' } }],
    ['things.PutThing', { 'path/id': '1', body: '@json(1)' }],
    ['broken.Anything', { whatever: 1 }], // what is wrong with the connection has been said
  ])('%s with %j is right', (call, given) => {
    expect(called(call, given)).toEqual([]);
  });

  it.each([
    ['putthing', "Write 'call: things.PutThing'."],
    ['Nothing', "Write 'call: connection.Operation', for example 'call: acs.CreateCommunicationIdentity'."],
  ])('%s without a connection is told of beside all else', (call, advice) => {
    expect(problemsOf([{ Act: { call } }, { Other: { call: 'things.Nothing' } }])).toMatchObject([
      {
        code: 'InvalidCall',
        message: expect.stringContaining('with a dot') as string,
        advice,
        pointer: '/actions/0/Act/call',
      },
      { code: 'UnknownOperation' },
    ]);
  });

  it('of a connection that is not there', () => {
    expect(called('other.Ping')).toEqual([
      {
        severity: 'error',
        code: 'MissingConnection',
        message: "There is no connection 'other'.",
        advice:
          'The workflow has: acs, things, many, empty, Broken. Declare it at the top of the file: connections: { other: { connector: acs-identity } }, or a path to an apiDefinition.swagger.json.',
        pointer: '/actions/0/Act/call',
      },
    ]);
    expect(
      bind(workflowOf([{ Act: { call: 'a.b' } }]), () => undefined, { known: [], isMocked: () => false }),
    ).toMatchObject([{ advice: expect.stringMatching(/^The workflow declares none\. /) as string }]);
  });

  it('of a connection with another name nearby', () => {
    expect(called('thigns.Ping')).toMatchObject([
      {
        code: 'MissingConnection',
        advice: expect.stringMatching(/^Did you mean 'things'\? Else declare it/) as string,
      },
    ]);
  });

  it.each([
    ['acs.CreateCommunicationIdentities', "Did you mean 'CreateCommunicationIdentity'?"],
    ['things.Xyzzyx', 'It has: PutThing, Ping.'],
    ['many.Xyzzyx', expect.stringMatching(/^It has: Operation0, .*Operation11, ….$/)],
    ['empty.Xyzzyx', 'It has no operations.'],
  ])('%s names no operation', (call, advice) => {
    const [name, id] = call.split('.');
    const found = called(call);
    expect(found).toMatchObject([{ code: 'UnknownOperation', advice, pointer: '/actions/0/Act/call' }]);
    expect(found[0]?.message).toContain(`has no operation '${id}'.`);
    expect(found[0]?.message).toContain(name === 'acs' ? 'acs-identity' : name);
  });

  it.each<[string, JsonObject, Partial<Problem>[]]>([
    [
      'acs.CreateCommunicationIdentity',
      { expiresInMinuts: 60 },
      [
        {
          code: 'UnknownParameter',
          message: "The operation 'CreateCommunicationIdentity' has no input 'expiresInMinuts'.",
          advice: "Did you mean 'expiresInMinutes'?",
          pointer: '/actions/0/Act/with/expiresInMinuts',
          at: 'key',
        },
      ],
    ],
    [
      'acs.CreateCommunicationIdentity',
      { 'a/b~c': 60 },
      [{ advice: 'It has: body, createTokenWithScopes, expiresInMinutes.', pointer: '/actions/0/Act/with/a~1b~0c' }],
    ],
    ['things.Ping', { verbose: true }, [{ advice: 'It has no inputs.' }]],
    [
      'acs.DeleteCommunicationIdentity',
      {},
      [
        {
          code: 'MissingParameter',
          message: "The operation 'DeleteCommunicationIdentity' needs 'identityId', which is not given.",
          advice: "Add it below 'with:', for example with: { identityId: … }.",
          pointer: '/actions/0/Act/call',
        },
      ],
    ],
    [
      'things.PutThing',
      { id: '1', 'item/Title': 'x' },
      [
        {
          code: 'AmbiguousParameter',
          message: "'id' fits more than one input of 'PutThing'.",
          advice: "Write 'path/id' or 'item/id'.",
          pointer: '/actions/0/Act/with/id',
          at: 'key',
        },
      ],
    ],
    [
      'things.PutThing',
      { 'item/id': 'x', other: 1 },
      [
        { code: 'UnknownParameter' },
        { message: expect.stringContaining("'id'") as string },
        { message: expect.stringContaining("'Title'") as string },
      ],
    ],
  ])('%s with %j is wrong', (call, given, problems) => {
    expect(called(call, given)).toMatchObject(problems);
  });

  it('with a name that is a template may give anything', () => {
    expect(called('acs.DeleteCommunicationIdentity', { '@{guid()}': 'x' })).toEqual([]);
    expect(called('acs.DeleteCommunicationIdentity', { '@{guid()}': 'x', other: 1 })).toMatchObject([
      { code: 'UnknownParameter' },
    ]);
  });

  it('is checked wherever it stands', () => {
    const inner = {
      Act: { type: 'OpenApiConnection', inputs: { host: { connectionName: 'other', operationId: 'x' } } },
    };
    const outer = { If: { type: 'If', expression: true, actions: {}, else: { actions: inner } } };
    expect(problemsOf(outer)).toMatchObject([{ pointer: '/actions/If/else/actions/Act/inputs/host' }]);
  });
});

describe('an action of Power Automate', () => {
  const host = { connectionName: 'things', operationId: 'PutThing' };

  it.each<[JsonObject, Json]>([
    [host, { id: '1', 'item/Title': 'x' }], // flattened names are never ambiguous
    [host, { id: '1', item: { Title: 'x' } }],
    [host, { id: '1', item: "@json('{}')" }],
    [host, { id: '1', item: "@json('{}')", 'item/id': 1 }],
    [host, "@json('{}')"],
    [{ connectionName: 'things' }, { any: 1 }], // by method and path then
    [{}, {}],
  ])('with host %j and parameters %j is right', (given, parameters) => {
    expect(automated(given, parameters)).toEqual([]);
  });

  it.each<[JsonObject, Json, Partial<Problem>]>([
    [{ connectionName: 'other' }, {}, { code: 'MissingConnection', pointer: '/actions/Act/inputs/host' }],
    [
      { ...host, operationId: 'PutThings' },
      {},
      { code: 'UnknownOperation', pointer: '/actions/Act/inputs/host/operationId' },
    ],
    [
      host,
      { id: '1', 'item/Title': '', Titel: 1 },
      { code: 'UnknownParameter', pointer: '/actions/Act/inputs/parameters/Titel', at: 'key' },
    ],
    [
      host,
      { 'item/Title': 'x' },
      {
        code: 'MissingParameter',
        advice: `Add it to the action's parameters: "id": ….`,
        pointer: '/actions/Act/inputs',
      },
    ],
  ])('with host %j and parameters %j is wrong', (given, parameters, problem) => {
    expect(automated(given, parameters)).toMatchObject([problem]);
  });
});

describe('an action of a built-in connector', () => {
  const provided = (serviceProviderConfiguration: JsonObject, parameters: Json) =>
    problemsOf({ Act: { type: 'ServiceProvider', inputs: { serviceProviderConfiguration, parameters } } });
  const configuration = { connectionName: 'things', operationId: 'PutThing', serviceProviderId: '/serviceProviders/x' };

  it.each<[JsonObject, Json]>([[configuration, { 'path/id': '1', item: { Title: 'x' } }]])(
    '%j with %j is right',
    (given, parameters) => {
      expect(provided(given, parameters)).toEqual([]);
    },
  );

  it('on a connection without a connector is a warning', () => {
    expect(provided({ ...configuration, connectionName: 'other' }, {})).toMatchObject([
      {
        severity: 'warning',
        code: 'MissingConnection',
        pointer: '/actions/Act/inputs/serviceProviderConfiguration',
      },
    ]);
  });

  it.each<[JsonObject, Json, Partial<Problem>]>([
    [
      { ...configuration, operationId: 'Nothing' },
      {},
      { code: 'UnknownOperation', pointer: '/actions/Act/inputs/serviceProviderConfiguration/operationId' },
    ],
    [
      configuration,
      { 'path/id': '1', Title: 'x', Titel: 1 },
      { code: 'UnknownParameter', pointer: '/actions/Act/inputs/parameters/Titel' },
    ],
  ])('%j with %j is wrong', (given, parameters, problem) => {
    expect(provided(given, parameters)).toMatchObject([problem]);
  });
});

describe('the names in the inputs of an action', () => {
  it.each<[Json, string | undefined, string | undefined]>([
    [{ host: { connectionName: 'acs', operationId: 'Create' } }, 'acs', 'Create'],
    [{ host: { connectionReferenceName: 'acs', operationId: 'Create' } }, 'acs', 'Create'],
    [{ Host: { ConnectionName: 'acs', OperationId: 'Create' } }, 'acs', 'Create'],
    [{ host: { connection: { referenceName: 'acs' } } }, 'acs', undefined],
    [{ host: { connection: { name: "@parameters('$connections')['acs']['connectionId']" } } }, 'acs', undefined],
    [{ host: { connection: { name: "@parameters('$connections')['acs_1'] ['connectionId']" } } }, 'acs_1', undefined],
    [{ host: { connection: { name: '/subscriptions/x/connections/acs' } } }, 'acs', undefined],
    [{ host: { connectionName: '', connection: 'x' } }, undefined, undefined],
    [{ host: { connection: {} } }, undefined, undefined],
    [{ host: 'acs' }, undefined, undefined],
    [{ function: { id: '/subscriptions/1/sites/app/functions/Add' } }, 'Add', undefined],
    [{ Function: { ConnectionName: 'azureFunctionOperation' } }, 'azureFunctionOperation', undefined],
    [{ functionName: 'Add', parameters: {} }, 'Add', undefined],
    [{ serviceProviderConfiguration: { connectionName: 'AzureBlob', operationId: 'get' } }, 'AzureBlob', 'get'],
    [{}, undefined, undefined],
    ['text', undefined, undefined],
    [null, undefined, undefined],
  ])('%j are %s and %s', (inputs, name, id) => {
    expect(connectionName(inputs)).toBe(name);
    expect(operationId(inputs)).toBe(id);
  });
});

describe('the API that inputs name', () => {
  it.each<[Json, string | undefined]>([
    [{ host: { apiId: '/providers/Microsoft.PowerApps/apis/shared_planner' } }, 'shared_planner'],
    [{ host: { api: { runtimeUrl: 'https://europe.azure-apim.net/apim/planner' } } }, 'planner'],
    [{ host: { connectionName: 'acs' } }, undefined],
    ['text', undefined],
  ])('%j: %s', (inputs, api) => {
    expect(apiName(inputs)).toBe(api);
  });
});

describe('an action of the platforms whose connection has no connector', () => {
  const action = (connection: string): Json => ({
    type: 'ApiConnectionWebhook',
    inputs: { host: { connection: { referenceName: connection } }, path: '/x', body: {} },
  });

  it('is a warning, once for each connection', () => {
    expect(problemsOf({ A: action('x'), B: action('X'), C: action('y') })).toMatchObject([
      { severity: 'warning', code: 'MissingConnection', pointer: '/actions/A/inputs/host' },
      { severity: 'warning', message: expect.stringContaining("connection 'y'") as string },
    ]);
  });

  it('needs none where it has a mock', () => {
    expect(problemsOf({ Mocked: action('x') })).toEqual([]);
  });
});
