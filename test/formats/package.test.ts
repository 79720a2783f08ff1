import { describe, expect, it } from 'vitest';
import { read, type Source } from '../../src/formats/index.js';
import { zip, type Quirks } from './zip-writer.js';

const actions = { A: { type: 'Compose', inputs: 1 } };
const flowId = '11111111-2222-3333-4444-555555555555';
const flowPath = `Microsoft.Flow/flows/${flowId}/definition.json`;
const legacy = {
  name: flowId,
  id: `/providers/Microsoft.Flow/flows/${flowId}`,
  type: 'Microsoft.Flow/flows',
  properties: {
    apiId: '/providers/Microsoft.PowerApps/apis/shared_logicflows',
    displayName: 'Remind me',
    definition: { actions },
    connectionReferences: {
      shared_office365: {
        connectionName: 'abc',
        source: 'Invoker',
        id: '/providers/Microsoft.PowerApps/apis/shared_office365',
      },
    },
  },
};
const solutionFlow = {
  properties: {
    connectionReferences: {
      shared_planner_1: {
        runtimeSource: 'embedded',
        connection: { connectionReferenceLogicalName: 'new_planner' },
        api: { name: 'shared_planner' },
      },
    },
    definition: { actions },
  },
  schemaVersion: '1.0.0.0',
};

function sourcesOf(bytes: Uint8Array): readonly Source[] {
  const result = read('p.zip', bytes);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.sources;
}

function faults(bytes: Uint8Array): readonly string[] {
  const result = read('p.zip', bytes);
  return result.diagnostics.map(({ severity, code, file, message, advice }) =>
    [`${file} ${severity} ${code}: ${message}`, advice].filter(Boolean).join(' → '),
  );
}

describe('a package of Power Automate', () => {
  it('gives its flow, with the identity others call it by and its connections', () => {
    const files = {
      'manifest.json': JSON.stringify({
        details: { packageTelemetryId: 'x' },
        resources: { r1: { name: 'shared_teams' } },
      }),
      'Microsoft.Flow/flows/manifest.json': JSON.stringify({ packageSchemaVersion: '1.0' }),
      [flowPath]: JSON.stringify(legacy),
      [flowPath.replace('definition', 'apisMap')]: JSON.stringify({ shared_office365: 'r0', shared_teams_1: 'r1' }),
      [flowPath.replace('definition', 'connectionsMap')]: JSON.stringify({ shared_office365: flowId }),
    };
    expect(sourcesOf(zip(files))).toMatchObject([
      {
        file: `p.zip!${flowPath}`,
        kind: 'Power Automate flow',
        name: 'Remind me',
        id: flowId,
        dialect: 'power-automate',
        definition: { actions },
        connections: [
          { name: 'shared_office365', api: 'shared_office365', aliases: ['abc'] },
          { name: 'shared_teams_1', api: 'shared_teams' },
        ],
      },
    ]);
  });

  it('shows places inside', () => {
    const [source] = sourcesOf(zip({ [flowPath]: JSON.stringify(legacy, null, 2) }));
    expect(source?.locate('/actions/A/inputs')?.start).toEqual({ line: 12, column: 21 });
  });
});

describe('a solution', () => {
  const files = {
    'solution.xml': '<x/>',
    'customizations.xml': `<Workflows><Workflow WorkflowId="{${flowId.toUpperCase()}}" Name="Plan &amp; tell" /></Workflows>`,
    [`Workflows/Plan-${flowId.toUpperCase()}.json`]: JSON.stringify(solutionFlow),
    'Workflows/Tell-AAAAAAAA-2222-3333-4444-555555555555.json': `\uFEFF${JSON.stringify(solutionFlow)}`,
    'environmentvariabledefinitions/x.json': '{ "a": 1 }',
    'WebResources/big.js': 'x'.repeat(1000),
  };

  it('gives all its flows, by the names that people gave them', () => {
    expect(sourcesOf(zip(files))).toMatchObject([
      {
        name: 'Plan & tell',
        id: flowId,
        connections: [{ name: 'shared_planner_1', api: 'shared_planner', aliases: ['new_planner'] }],
      },
      { name: 'Tell', id: 'aaaaaaaa-2222-3333-4444-555555555555' },
    ]);
  });

  it('gives the others where one cannot be read', () => {
    const result = read('p.zip', zip({ ...files, 'Workflows/broken.json': '{ "a": ' }));
    expect(result).toMatchObject({
      ok: true,
      sources: [{ id: flowId }, { name: 'Tell' }],
      diagnostics: [{ severity: 'warning', code: 'InvalidJson', file: 'p.zip!Workflows/broken.json' }],
    });
  });
});

it('a zipped project of Logic Apps Standard is read as the folder it would be', () => {
  const files = {
    'host.json': '{}',
    'parameters.json': JSON.stringify({ P: { type: 'Int', value: 5 } }),
    'order/workflow.json': JSON.stringify({
      definition: { actions: { A: { type: 'Compose', inputs: "@parameters('P')" } } },
      kind: 'Stateful',
    }),
  };
  expect(sourcesOf(zip(files))).toMatchObject([
    {
      name: 'order',
      kind: 'Logic Apps Standard workflow',
      parameters: { declared: [{ name: 'P', type: 'int' }], file: 'p.zip!parameters.json' },
    },
  ]);
});

describe('an archive that cannot be read', () => {
  const one = (quirks: Quirks) => zip({ 'a.json': JSON.stringify(legacy) }, { 'a.json': quirks });
  const whole = one({});

  it.each<[string, Uint8Array, string | RegExp]>([
    [
      'cut off',
      whole.slice(0, -30),
      'p.zip error BrokenZip: This zip archive cannot be read: its end is missing, as after an interrupted download. → Export or download it again.',
    ],
    [
      'encrypted',
      one({ encrypted: true }),
      "p.zip error EncryptedZip: 'a.json' is encrypted. → Unpack it with its password, and name the file inside.",
    ],
    [
      'damaged',
      one({ checksum: 1 }),
      "p.zip error BrokenZip: This zip archive cannot be read: 'a.json' is damaged. → Export or download it again.",
    ],
    [
      'a bomb that says so',
      one({ size: 2 ** 31 }),
      /ZipTooLarge: This zip archive is larger than a package of flows: 'a\.json' unpacks to 2147483648 bytes\./,
    ],
    [
      'a bomb that does not',
      zip({ 'a.json': ' '.repeat(2 ** 20) }, { 'a.json': { size: 10 } }),
      /BrokenZip: .*'a\.json' is damaged/,
    ],
    [
      'packed otherwise',
      one({ method: 14 }),
      "p.zip error UnsupportedZip: 'a.json' is packed in a way that is not Deflate.",
    ],
    [
      'without workflows',
      zip({ 'a.txt': 'x', 'b\u001b[31m.png': 'y', 'manifest.json': '{}' }),
      'p.zip error NotAWorkflow: There is no workflow in this zip archive. → It holds a.txt, b?[31m.png, manifest.json.',
    ],
    ['empty', zip({}), 'p.zip error NotAWorkflow: There is no workflow in this zip archive. → It is empty.'],
  ])('%s', (_name, bytes, expected) => {
    expect(faults(bytes)).toHaveLength(1);
    expect(faults(bytes)[0]).toMatch(expected);
  });

  it('says once what is wrong with all of it', () => {
    const files = { 'a.json': '{}', 'b.json': '{}' };
    expect(faults(zip(files, { 'a.json': { encrypted: true }, 'b.json': { encrypted: true } }))).toHaveLength(1);
  });
});

it('names that lead out of the archive name nothing outside', () => {
  const standard = JSON.stringify({ definition: { actions }, kind: 'Stateful' });
  const [source] = sourcesOf(zip({ '../../../../etc/workflow.json': standard }));
  expect(source).toMatchObject({ name: 'etc', connections: [] });
});

it('files that are only stored are read', () => {
  expect(sourcesOf(zip({ 'a.json': JSON.stringify(legacy) }, { 'a.json': { stored: true } }))).toHaveLength(1);
});
