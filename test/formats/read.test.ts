import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, type Beside } from '../../src/formats/index.js';
import type { Json } from '../../src/json.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import { zip } from './zip-writer.js';

const definition = { actions: { Zoë: { type: 'Compose', inputs: '👩‍🚀' } } };
const text = JSON.stringify({ properties: { definition, displayName: 'Zoë' } });

/** Files by their paths from a folder. */
const files =
  (contents: { readonly [path: string]: Json }): Beside =>
  (path) => {
    const content = contents[path];
    if (content === undefined) return undefined;
    return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  };

describe('bytes', () => {
  const utf16 = Buffer.from(text, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE', Buffer.concat([Buffer.of(0xff, 0xfe), utf16])],
    ['UTF-16 BE', Buffer.concat([Buffer.of(0xfe, 0xff), swapped])],
    ['UTF-16 LE without a mark', utf16],
    ['UTF-16 BE without a mark', swapped],
  ])('may be %s', (_name, bytes) => {
    expect(read('x.json', bytes)).toMatchObject({ ok: true, sources: [{ definition, name: 'Zoë' }] });
  });

  it.each([
    [[0x6e, 0x3a, 0xe9], 'NotText', 'This is not a text file in UTF-8.'],
    [[0xff, 0xfe, 0x6e, 0x00, 0x6e], 'NotText', 'This is not a text file in UTF-16LE.'],
    [[0x1f, 0x8b, 8, 0], 'NotAWorkflow', 'This is a gzip archive, not a workflow.'],
    [[0x89, 0x50, 0x4e, 0x47], 'NotAWorkflow', 'This is a picture, not a workflow.'],
  ])('%j are refused', (bytes, code, message) => {
    expect(read('x', Uint8Array.from(bytes))).toMatchObject({ ok: false, diagnostics: [{ code, message }] });
  });
});

describe('JSON', () => {
  it.each([
    ['comments', '// a\n{ "actions": { /* b\n */ "A": 1 // c\n } }'],
    ['commas at the end', '{ "actions": { "A": 1, }, }'],
    ['both', '{ "actions": { "A": 1, // last\n } /* end */ }'],
    ['what only looks like a comment', '{ "actions": { "A": 1 }, }//'],
  ])('may have %s', (_name, json) => {
    expect(read('x.json', json)).toMatchObject({ ok: true, sources: [{ definition: { actions: { A: 1 } } }] });
  });

  it('keeps its places', () => {
    const result = read('x.json', '{ /* é\n */ "actions": {\n  "A": "//x", // y\n } }');
    expect(result.ok && result.sources[0].locate('/actions/A')?.start).toEqual({ line: 3, column: 8 });
    expect(result).toMatchObject({ sources: [{ definition: { actions: { A: '//x' } } }] });
  });

  it.each([
    ["{ actions: { A: 'it // is', B: [1,] } }", { A: 'it // is', B: [1] }],
    ['{ actions: { A: https://x/y, } }', { A: 'https://x/y' }],
  ])('is not looked for in YAML with brackets: %s', (yaml, actions) => {
    expect(read('x.yaml', yaml)).toMatchObject({ ok: true, sources: [{ definition: { actions } }] });
  });

  it('of one that is broken shows the fault, not the comma', () => {
    expect(read('x.json', '{ "a": [1,], "b" 2 }').diagnostics).toMatchObject([
      { code: 'InvalidJson', range: { start: { column: 18 } } },
    ]);
  });
});

describe('a project of Logic Apps Standard', () => {
  const project: { [path: string]: Json } = {
    '../host.json': { version: '2.0' },
    '../connections.json': {
      managedApiConnections: {
        office365: {
          api: { id: '/subscriptions/x/providers/Microsoft.Web/locations/y/managedApis/office365' },
          connection: { id: '/x/office365-7' },
        },
      },
      serviceProviderConnections: {
        blob: { serviceProvider: { id: '/serviceProviders/AzureBlob' }, parameterValues: { s: "@appsetting('x')" } },
      },
      functionConnections: { f: { function: { id: '/subscriptions/x/sites/y/functions/Add' } } },
      apiManagementConnections: { m: { apiId: '/subscriptions/x/apis/pets' } },
    },
    '../parameters.json': {
      P: { type: 'Int', value: 5 },
      Setting: { type: 'String', value: "@appsetting('S')" },
      Own: { type: 'String', value: 'given' },
      Other: { type: 'Nonsense' },
    },
    '../local.settings.json': { IsEncrypted: false, Values: { S: 'v', a__b: 'c', n: 1 } },
  };
  const workflow = {
    kind: 'Stateful',
    definition: {
      parameters: { Own: { type: 'String' } },
      actions: { A: { type: 'Compose', inputs: "@concat(parameters('p'), parameters('Setting'), parameters('Own'))" } },
    },
  };
  const readIn = (contents: { readonly [path: string]: Json }) =>
    read('workflow.json', JSON.stringify(workflow), { beside: files(contents), folder: 'order' });

  it('gives connections, parameters and app settings', () => {
    expect(readIn(project)).toMatchObject({
      ok: true,
      sources: [
        {
          name: 'order',
          kind: 'Logic Apps Standard workflow',
          dialect: 'logic-apps',
          connections: [
            { name: 'office365', group: 'managed', api: 'office365', aliases: ['office365-7'] },
            { name: 'blob', group: 'serviceProvider', api: 'AzureBlob' },
            { name: 'f', group: 'function', api: 'Add' },
            { name: 'm', group: 'apiManagement', api: 'pets' },
          ],
          parameters: {
            file: '../parameters.json',
            mayBeMore: false,
            declared: [
              { name: 'P', type: 'int', defaultValue: 5, pointer: '/P/value' },
              { name: 'Setting', type: 'string', defaultValue: "@appsetting('S')" },
            ],
          },
          parameterValues: { Own: 'given' },
          appSettings: { S: 'v', a__b: 'c', 'a:b': 'c' },
          diagnostics: [],
        },
      ],
    });
  });

  it('may stand in one folder', () => {
    const flat = Object.fromEntries(Object.entries(project).map(([path, content]) => [path.slice(3), content]));
    expect(readIn(flat)).toMatchObject({
      sources: [{ parameters: { declared: [{ name: 'P' }, { name: 'Setting' }] } }],
    });
  });

  it('may be without its files', () => {
    expect(readIn({})).toMatchObject({ sources: [{ connections: [], parameters: { declared: [], mayBeMore: true } }] });
    const arm = { $schema: 'https://schema/deploymentParameters.json', parameters: { P: { value: 1 } } };
    expect(readIn({ '../parameters.json': arm })).toMatchObject({
      sources: [{ parameters: { mayBeMore: true }, diagnostics: [] }],
    });
  });

  it.each<[string, string, Json, string]>([
    [
      'connections.json',
      'that is none',
      '[]',
      'connections.json InvalidProjectFile: This file must hold a JSON object.',
    ],
    [
      'connections.json',
      'that is broken',
      '{ "a": ',
      "connections.json:1:8 InvalidJson: This is not JSON: the file ends before the '{' of line 1 is closed.",
    ],
    [
      'parameters.json',
      'without a type',
      { P: { value: 1 } },
      "parameters.json:1:2 InvalidParameter: The parameter 'P' has no 'type'.",
    ],
    [
      'parameters.json',
      'with a wrong type',
      { P: { type: 'Integer', value: 1 } },
      "parameters.json:1:2 InvalidParameter: There is no parameter type 'Integer'.",
    ],
    [
      'parameters.json',
      'without a value',
      { P: { type: 'Int', value: null } },
      "parameters.json:1:2 InvalidParameter: The parameter 'P' has no value.",
    ],
    [
      'parameters.json',
      'that is no map',
      { P: 5 },
      "parameters.json:1:2 InvalidParameter: The parameter 'P' must be an object with 'type' and 'value'.",
    ],
  ])('%s %s is shown', (name, _what, content, expected) => {
    const result = readIn({ ...project, [`../${name}`]: content });
    const said = result.ok ? result.sources[0].diagnostics : [];
    expect(
      said.map(
        ({ file, range, code, message }) =>
          `${file.replace('../', '')}${range ? `:${range.start.line}:${range.start.column}` : ''} ${code}: ${message}`,
      ),
    ).toEqual([expected]);
    expect(result.texts.has(`../${name}`)).toBe(true);
  });

  it('never shows the text of its app settings', () => {
    const result = readIn({ ...project, '../local.settings.json': '{ "Values": { "S": "secret" ' });
    expect(result).toMatchObject({
      sources: [{ diagnostics: [{ severity: 'error', file: '../local.settings.json' }] }],
    });
    expect([...result.texts.values()].join('')).not.toContain('secret');
  });
});

describe('a code view', () => {
  it('may declare parameters beside the definition', () => {
    const file = {
      definition: {
        parameters: { q: { type: 'int' } },
        actions: { A: { type: 'Compose', inputs: "@parameters('p')" } },
      },
      parameters: {
        p: { type: 'String', value: 'x' },
        q: { value: 1 },
        $connections: { value: { o: { connectionId: '/x/o-1', id: '/managedApis/office365' } } },
      },
    };
    expect(read('x.json', JSON.stringify(file))).toMatchObject({
      sources: [
        {
          kind: 'Logic Apps workflow',
          parameters: { declared: [{ name: 'p', type: 'string', defaultValue: 'x', pointer: '/parameters/p/value' }] },
          parameterValues: { q: 1 },
          connections: [{ name: 'o', api: 'office365', aliases: ['o-1'] }],
        },
      ],
    });
  });

  it('may be of a resource in Azure', () => {
    const file = {
      type: 'Microsoft.Logic/workflows',
      name: 'orders',
      properties: { definition, connectionReferences: {} },
    };
    expect(read('x.json', JSON.stringify(file))).toMatchObject({
      sources: [{ name: 'orders', dialect: 'logic-apps' }],
    });
  });
});

describe('what is no workflow', () => {
  const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';

  it.each<[Json, string]>([
    [{ $schema, resources: [{ type: 'Microsoft.Web/sites' }] }, 'an ARM template without a workflow'],
    [
      { $schema: 'https://x/2019-04-01/deploymentParameters.json#', parameters: {} },
      'a parameters file of an ARM template',
    ],
    [{ swagger: '2.0', paths: {} }, 'a connector (swagger)'],
    [{ openapi: '3.0.0', paths: {} }, 'a connector (swagger)'],
    [{ properties: { connectionParameters: {}, iconBrandColor: '#fff' } }, "a connector's apiProperties.json"],
    [{ name: 'x', version: '1.0.0', dependencies: {} }, "a project's package.json"],
    [{ managedApiConnections: {} }, 'connections.json of a Logic Apps project'],
    [{ version: '2.0', extensionBundle: {} }, 'host.json of a Logic Apps project'],
    [{ IsEncrypted: false, Values: {} }, 'local.settings.json of a Logic Apps project'],
    [{ schema: '1.0', details: { packageTelemetryId: 'x' } }, 'the manifest of a Power Automate package'],
    [
      { shared_x: '03d4dc2b-96c5-464a-9474-935e2af0dfbe' },
      'apisMap.json or connectionsMap.json of a Power Automate package',
    ],
    [{ P: { type: 'String', value: 'x' } }, 'parameters.json of a Logic Apps project'],
    [{ acs: { connector: 'acs-identity' } }, 'a connections file (connections.yaml)'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object' }, 'a JSON schema'],
    ['<?xml version="1.0"?><a/>', 'XML or HTML'],
    ["param name string\nresource x 'Microsoft.Logic/workflows@2019-05-01' = {\n}", 'a Bicep file'],
  ])('%j', (content, what) => {
    const result = read('x', typeof content === 'string' ? content : JSON.stringify(content));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ severity: 'error', code: 'NotAWorkflow', message: `This is ${what}, not a workflow.` }],
    });
  });

  it('is said only where there is nothing to run', () => {
    expect(read('x', JSON.stringify({ ...definition, swagger: '2.0' })).ok).toBe(true);
  });
});

describe('whatever is read', () => {
  it('never throws: bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(read('x', bytes)).toHaveProperty('ok');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws: archives with bytes changed or cut off', () => {
    const whole = zip({ 'a/workflow.json': text, 'customizations.xml': '<x/>', 'b.json': '{}' });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.nat(whole.length), (changes, length) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        expect(read('x.zip', bytes.subarray(0, length))).toHaveProperty('ok');
        expect(read('x.zip', bytes)).toHaveProperty('ok');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws: ARM expressions', () => {
    const words = [
      'concat(',
      "parameters('p')",
      "variables('v')",
      'if(',
      'resourceId(',
      ')',
      ',',
      "'",
      '[',
      ']',
      '.x',
      '[0]',
      '5',
      '-1',
      'padLeft(',
      'format(',
      'uri(',
      'json(',
      'items(',
      '@',
      '{',
      ' ',
    ];
    const expression = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 4 }), fc.jsonValue(), (expressions, value) => {
        const inputs = expressions.map((each) => `[${each}]`);
        const template = {
          $schema: 'deploymentTemplate',
          parameters: { p: { type: 'string', defaultValue: inputs[0] ?? '' }, q: value as Json },
          variables: { v: value as Json, w: inputs },
          resources: [
            value as Json,
            {
              type: 'Microsoft.Logic/workflows',
              name: inputs[0] ?? '',
              properties: { definition: { actions: { A: { type: 'Compose', inputs } } }, parameters: value as Json },
            },
            { type: 'Microsoft.Logic/workflows', properties: inputs[0] ?? '' },
            {
              type: 'Microsoft.Resources/deployments',
              properties: { parameters: value as Json, template: value as Json },
            },
          ],
        };
        const result = read('x.json', JSON.stringify(template));
        for (const source of result.ok ? result.sources : []) {
          parseWorkflow(source.definition, { name: source.name });
          source.locate('/actions/A/inputs/0', undefined, { start: 0, end: 1 });
        }
        expect(result).toHaveProperty('ok');
      }),
      { numRuns: 150 },
    );
  });

  it('never throws: the shapes of the platforms with anything in them', () => {
    const key = fc.constantFrom(
      'definition',
      'properties',
      'parameters',
      'kind',
      'resources',
      'connectionReferences',
      '$connections',
      'value',
      'api',
      'type',
      'actions',
      'id',
    );
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<Json>(null, 1, '', 'Microsoft.Logic/workflows', '[x]'),
        fc.array(tie('tree'), { maxLength: 2 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const beside = files({
          '../parameters.json': value,
          '../connections.json': value,
          'apisMap.json': value,
          '../local.settings.json': value,
        });
        expect(read('x.json', JSON.stringify(value), { beside })).toHaveProperty('ok');
      }),
      { numRuns: 300 },
    );
  });
});
