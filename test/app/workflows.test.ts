// What people name, and which workflow of it is run, with what the file says beside the definition.
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPrepared, prepare, type RunOptions } from '../../src/app/index.js';
import type { Json } from '../../src/json.js';
import { environment, folder } from './folder.js';

const definition = (actions: Json): Json => ({ actions });
const composing = (inputs: Json): Json => definition({ A: { type: 'Compose', inputs } });
const standard = (inputs: Json): string => JSON.stringify({ kind: 'Stateful', definition: composing(inputs) });
const flow = (inputs: Json): string =>
  JSON.stringify({ schemaVersion: '1.0.0.0', properties: { definition: composing(inputs), connectionReferences: {} } });

interface Ran {
  readonly name: string;
  readonly said: readonly string[];
  readonly status: string;
  readonly actions: { readonly [name: string]: { readonly outputs?: Json; readonly error?: Json } };
}

/** What was said before the run, and the run; the names of connections with where they lead. */
async function run(path: string, options: RunOptions = {}): Promise<Ran> {
  const prepared = await prepare(path, { env: environment(), ...options });
  if (!isPrepared(prepared)) throw new Error(prepared.diagnostics.map(({ message }) => message).join('\n'));
  onTestFinished(() => prepared.close());
  const { status, actions } = await prepared.run();
  return {
    name: prepared.workflow.name,
    said: prepared.warnings.map(({ code, message, advice }) => `${code}: ${message} → ${advice}`),
    status,
    actions: actions as unknown as Ran['actions'],
  };
}

async function faults(path: string, options: RunOptions = {}): Promise<readonly string[]> {
  const prepared = await prepare(path, { env: environment(), ...options });
  if (isPrepared(prepared)) throw new Error('There is nothing wrong.');
  return prepared.diagnostics.map(({ file, range, code, message, advice }) => {
    const place = range ? `:${range.start.line}:${range.start.column}` : '';
    return `${file.split('/').at(-1)}${place} ${code}: ${message}${advice === undefined ? '' : ` → ${advice}`}`;
  });
}

describe('a folder', () => {
  const project = {
    'host.json': '{}',
    'parameters.json': '{ "P": { "type": "String", "value": "@appsetting(\'S\')" } }',
    'local.settings.json': '{ "IsEncrypted": false, "Values": { "S": "local", "T": "local" } }',
    'first/workflow.json': standard("@concat(parameters('P'), appsetting('T'))"),
    'second/workflow.json': standard(2),
    'lib/other.json': '{}',
  };

  it('of a workflow of Logic Apps Standard is that workflow, with the files of its project', async () => {
    const path = folder(project);
    for (const named of ['first', 'first/workflow.json']) {
      expect(await run(path(named))).toMatchObject({
        name: 'first',
        said: [],
        actions: { A: { outputs: 'locallocal' } },
      });
    }
    // As for the Functions host, the environment comes before the file.
    const env = environment({ T: 'environment' });
    expect(await run(path('first'), { env })).toMatchObject({ actions: { A: { outputs: 'localenvironment' } } });
  });

  it('of a project has its workflows', async () => {
    const path = folder(project);
    expect(await faults(path('.'))).toEqual([
      expect.stringMatching(
        /SeveralWorkflows: There are 2 workflows here\. → Choose one with --workflow: first, second\.$/,
      ),
    ]);
    expect(await run(path('.'), { workflow: 'SECOND' })).toMatchObject({
      name: 'second',
      actions: { A: { outputs: 2 } },
    });
    expect(await faults(path('.'), { workflow: 'secnd' })).toEqual([
      expect.stringMatching(/UnknownWorkflow: There is no workflow 'secnd' here\. → Did you mean 'second'\?$/),
    ]);
  });

  it('of a solution has its flows, by name or GUID', async () => {
    const id = '11111111-2222-3333-4444-555555555555';
    const path = folder({
      [`Workflows/Same-${id}.json`]: flow(1),
      'Workflows/Same-AAAAAAAA-2222-3333-4444-555555555555.json': flow(2),
    });
    expect(await run(path('.'), { workflow: id })).toMatchObject({ name: 'Same', actions: { A: { outputs: 1 } } });
    expect(await faults(path('.'), { workflow: 'same' })).toEqual([
      expect.stringMatching(/There are 2 workflows named 'same'\. → There are: .*11111111-2222/),
    ]);
  });

  it('with one workflow that cannot be read has the others', async () => {
    const path = folder({ ...project, 'second/workflow.json': '{ "a": ' });
    expect(await run(path('.'), { workflow: 'first' })).toMatchObject({
      said: [expect.stringMatching(/^InvalidJson: /) as string],
      actions: { A: { outputs: 'locallocal' } },
    });
  });

  it('without workflows is none', async () => {
    expect(await faults(folder({ 'a.txt': 'x' })('.'))).toEqual([
      expect.stringMatching(
        /NotAFile: This is a folder\. → Name a workflow file in it, or the folder of a Logic Apps project\.$/,
      ),
    ]);
  });
});

describe('the files of a project', () => {
  it('forbid a run where they are wrong, at their places', async () => {
    const path = folder({
      'host.json': '{}',
      'connections.json': '{ "a": ',
      'parameters.json': '{ "P": { "type": "Int", "value": "x" } }',
      'a/workflow.json': standard("@parameters('P')"),
    });
    expect(await faults(path('a'))).toEqual([expect.stringMatching(/^connections\.json:1:8 InvalidJson: /)]);
  });

  it('are where a value of the wrong type is shown', async () => {
    const path = folder({
      'parameters.json': '{ "P": { "type": "Int", "value": "x" } }',
      'a/workflow.json': standard("@parameters('P')"),
    });
    expect(await faults(path('a'))).toEqual([
      "parameters.json:1:25 InvalidParameter: The parameter 'P' must be of type int, and its value is of type String.",
    ]);
  });
});

describe('a connection', () => {
  const host = (connectionName: string, api: string): Json => ({
    connectionName,
    operationId: 'CreateCommunicationIdentity',
    apiId: `/providers/Microsoft.PowerApps/apis/${api}`,
  });
  const call = (name: string, api = name): Json => ({
    type: 'OpenApiConnection',
    inputs: { host: host(name, api), parameters: {}, authentication: "@parameters('$authentication')" },
    runAfter: {},
  });
  const automate = (actions: Json) => ({ 'flow.json': JSON.stringify({ properties: { definition: { actions } } }) });

  it('without a connector is a warning, said once, and a failure when it is reached', async () => {
    const path = folder(automate({ A: call('shared_x'), B: call('shared_x'), C: call('shared_y') }));
    const { said, actions } = await run(path('flow.json'), { mocks: { C: { body: 1 } } });
    expect(said).toEqual([
      "MissingConnection: There is no connector for connection 'shared_x': an action that uses it fails when it is reached. → Add it to connections.yaml (shared_x: { connector: PATH of its apiDefinition.swagger.json }), give the action a mock, or let --dry-run make its answer up (for connectors alone: --mock-connectors).",
    ]);
    expect(actions['A']?.error).toMatchObject({
      code: 'BadRequest',
      message: expect.stringMatching(/or let --dry-run make its answer up \(.*\)\.$/) as string,
    });
    expect(actions['C']?.outputs).toMatchObject({ body: 1 });
  });

  it('of Microsoft’s connector for ACS Identity is the built-in one', async () => {
    const path = folder(automate({ A: call('shared_acsidentity_1', 'shared_acsidentity') }));
    expect(await run(path('flow.json'), { onlyEmulator: true })).toMatchObject({
      said: [],
      status: 'Succeeded',
      actions: { A: { outputs: { statusCode: 201 } } },
    });
  });

  it('is found in connections.yaml by its API', async () => {
    const path = folder({
      ...automate({ A: call('shared_acs_1', 'shared_acs') }),
      'connections.yaml': 'acs: { connector: acs-identity }\n',
    });
    expect(await run(path('flow.json'))).toMatchObject({ said: [], status: 'Succeeded' });
  });

  it('of an ARM template is found behind the id of its resource', async () => {
    const connections = {
      acs: { connectionId: "[resourceId('Microsoft.Web/connections', 'acs-7')]", id: '/managedApis/acsidentity' },
    };
    const action = {
      type: 'ApiConnection',
      inputs: {
        host: { connection: { name: "@parameters('$connections')['acs']['connectionId']" } },
        method: 'post',
        path: '/identities',
        queries: { 'api-version': '2022-06-01' },
        body: {},
      },
    };
    const template = {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      resources: [
        {
          type: 'Microsoft.Logic/workflows',
          name: 'create',
          properties: {
            definition: { parameters: { $connections: { type: 'Object', defaultValue: {} } }, actions: { A: action } },
            parameters: { $connections: { value: connections } },
          },
        },
      ],
    };
    const ran = await run(folder({ 'azuredeploy.json': JSON.stringify(template) })('azuredeploy.json'));
    expect(ran).toMatchObject({ name: 'create', said: [], status: 'Succeeded' });
  });
});

it.each([
  ['UnsupportedActionType', { type: 'FlatFileDecoding', inputs: {} }],
  ['UnsupportedActionKind', { type: 'Expression', kind: 'FormatNumber', inputs: {} }],
])('%s: an action that answers from a mock or is made up need not be one that can run here', async (code, A) => {
  const actions = { A, B: { type: 'Compose', inputs: "@body('A')", runAfter: { A: ['Succeeded'] } } };
  const path = folder({ 'flow.json': JSON.stringify(definition(actions)) });
  const warned = async (options: RunOptions) => {
    const prepared = await prepare(path('flow.json'), { env: environment(), ...options });
    if (!isPrepared(prepared)) throw new Error(prepared.diagnostics.map(({ message }) => message).join('\n'));
    onTestFinished(() => prepared.close());
    return [prepared.warnings.map((each) => each.code), (await prepared.run()).status];
  };
  expect(await warned({ mocks: { a: { body: 1 } } })).toEqual([[], 'Succeeded']);
  expect(await warned({ dryRun: true, mockConnectors: { seed: 's' } })).toEqual([[], 'Succeeded']);
  expect(await warned({})).toEqual([[code], 'Failed']);
});
