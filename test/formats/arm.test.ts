import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { read, type GivenValue, type Source } from '../../src/formats/index.js';
import type { Json, JsonObject } from '../../src/json.js';

const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#';
const type = 'Microsoft.Logic/workflows';

function sourcesOf(template: JsonObject, indent?: number): readonly Source[] {
  const result = read('azuredeploy.json', JSON.stringify(template, null, indent));
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.sources;
}

const composing = (inputs: Json): JsonObject => ({ actions: { A: { type: 'Compose', inputs } } });
const workflow = (name: Json, inputs: Json, more: JsonObject = {}): JsonObject => ({
  type,
  name,
  properties: { definition: composing(inputs), ...more },
});

describe('an expression', () => {
  const rows = JSON.parse(readFileSync(new URL('cases/arm-expressions.json', import.meta.url), 'utf8')) as [
    string,
    Json,
  ][];
  const parameters = {
    text: { type: 'string', defaultValue: 'hello' },
    number: { type: 'int', defaultValue: 5 },
    list: { type: 'array', defaultValue: ['a', 'b'] },
    object: { type: 'object', defaultValue: { inner: { deep: true } } },
    fromOther: { type: 'string', defaultValue: "[concat(parameters('text'), '!')]" },
    missingText: { type: 'string' },
    missingNumber: { type: 'int' },
    missingFlag: { type: 'bool' },
    missingList: { type: 'array' },
    missingObject: { type: 'object' },
    missingChoice: { type: 'string', allowedValues: ['first', 'second'] },
  };
  const variables = {
    greeting: "[concat(parameters('text'), ', world')]",
    object: { a: "[parameters('text')]", b: [1, 2] },
    circle: "[variables('circle')]",
  };

  it.each(rows)('%s is %j', (expression, expected) => {
    const [source] = sourcesOf({ $schema, parameters, variables, resources: [workflow('x', expression)] });
    expect(source?.definition).toEqual(composing(expected));
  });

  it('gives the same text for the same arguments where Azure hashes them', () => {
    const inputs = ["[uniqueString('a')]", "[uniqueString('a')]", "[uniqueString('b')]", "[guid('a')]"];
    const [source] = sourcesOf({ $schema, resources: [workflow('x', inputs)] });
    expect(JSON.stringify(source?.definition)).toMatch(
      /\["([a-z2-7]{13})","\1","(?!\1)[a-z2-7]{13}","[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}"\]/,
    );
  });

  it('that grows without end is not followed', () => {
    const doubled = Array.from({ length: 60 }, (_, at) => [
      `v${at + 1}`,
      `[concat(variables('v${at}'), variables('v${at}'))]`,
    ]);
    const lists = Array.from({ length: 60 }, (_, at) => [
      `l${at + 1}`,
      `[createArray(variables('l${at}'), variables('l${at}'))]`,
    ]);
    const grown = { v0: 'abc', l0: 'abc', ...(Object.fromEntries([...doubled, ...lists]) as JsonObject) };
    const [source] = sourcesOf({
      $schema,
      variables: grown,
      resources: [workflow('x', ["[variables('v60')]", "[string(variables('l60'))]"])],
    });
    expect(JSON.stringify(source?.definition).length).toBeLessThan(10_000_000);
  });
});

describe('a template', () => {
  it('gives all its workflows: resources, those below others, those in templates inside', () => {
    const inside = (scope?: string): JsonObject => ({
      type: 'Microsoft.Resources/deployments',
      name: 'nested',
      properties: {
        ...(scope && { expressionEvaluationOptions: { scope } }),
        parameters: { p: { value: "[concat(parameters('p'), '-given')]" } },
        template: {
          $schema,
          parameters: { p: { type: 'string' } },
          resources: [workflow("[parameters('p')]", "[parameters('p')]")],
        },
      },
    });
    const template = {
      $schema,
      parameters: { p: { type: 'string', defaultValue: 'outer' } },
      resources: [
        { type: 'A.B/c', name: 'c', resources: [workflow('below', 1)] },
        workflow("[concat(parameters('p'), '/main')]", 2),
        inside(),
        inside('Inner'),
      ],
    };
    expect(sourcesOf(template).map(({ name, kind }) => [name, kind])).toEqual(
      ['below', 'main', 'outer', 'outer-given'].map((name) => [name, 'ARM template']),
    );
  });

  it('may name its resources', () => {
    const [source] = sourcesOf({ $schema, resources: { mine: workflow('x', '[parameters(1)]') } }, 2);
    expect(source?.locate('/actions/A/inputs')?.start).toEqual({ line: 12, column: 25 });
  });

  it('gives the values of parameters, and connections with their APIs', () => {
    const connection = {
      connectionId: "[resourceId('Microsoft.Web/connections', 'office365-1')]",
      connectionName: 'office365-1',
      id: "[concat(subscription().id, '/providers/Microsoft.Web/locations/x/managedApis/office365')]",
    };
    const parameters = { $connections: { value: { office365: connection } }, p: { value: "[toUpper('a')]" } };
    expect(sourcesOf({ $schema, resources: [workflow('x', 1, { parameters })] })).toMatchObject([
      {
        dialect: 'logic-apps',
        parameterValues: { p: 'A', $connections: { office365: { connectionName: 'office365-1' } } },
        connections: [{ name: 'office365', group: 'managed', api: 'office365', aliases: ['office365-1'] }],
      },
    ]);
  });

  it('tells of the parameters without a value that the definition uses, and of no others', () => {
    const parameters = { Name: { type: 'string' }, Url: { type: 'string' } };
    const variables = { address: "[concat('https://', parameters('Url'))]" };
    const [source] = sourcesOf({
      $schema,
      parameters,
      variables,
      resources: [workflow("[parameters('Name')]", "[variables('address')]")],
    });
    expect(source).toMatchObject({
      name: 'Name',
      diagnostics: [
        {
          severity: 'warning',
          code: 'TemplateParameter',
          message: `The template's parameter 'Url' has no value here; "<Url>" stands in for it.`,
        },
      ],
    });
  });

  it('shows an expression as a whole, and parts of other texts', () => {
    const [source] = sourcesOf({ $schema, resources: [workflow('x', ["[concat('a', 'b')]", 'text'])] }, 1);
    const columns = (pointer: string) => {
      const range = source?.locate(pointer, undefined, { start: 1, end: 2 });
      return [range?.start.column, range?.end.column];
    };
    expect(columns('/actions/A/inputs/0')).toEqual([9, 29]);
    expect(columns('/actions/A/inputs/1')).toEqual([11, 12]);
  });
});

describe('the parameters of a template', () => {
  const template: JsonObject = {
    $schema,
    parameters: { Count: { type: 'int', defaultValue: 1 }, to: { type: 'string' }, key: { type: 'securestring' } },
    resources: [workflow('x', ["[parameters('count')]", "[parameters('to')]", "[parameters('key')]"])],
  };
  const parametersFile = (parameters: JsonObject, schema = 'deploymentParameters.json#') =>
    JSON.stringify({ $schema: `https://schema.management.azure.com/schemas/2015-01-01/${schema}`, parameters });

  function sourceFrom(files: { readonly [path: string]: string }, given: GivenValue = () => undefined): Source {
    const beside = (path: string) => (Object.hasOwn(files, path) ? Buffer.from(files[path] ?? '') : undefined);
    const result = read('in/deploy.json', JSON.stringify(template), { beside, given });
    if (!result.ok) throw new Error('not read');
    return result.sources[0];
  }
  const said = ({ diagnostics }: Source) => diagnostics.map(({ severity, code }) => `${severity} ${code}`);

  it('have the values of the file beside it, and those of the caller before them', () => {
    const files = {
      'deploy.parameters.json': parametersFile({
        count: { value: 2 },
        To: { value: 'a@b.c' },
        key: { reference: { secretName: 'k' } },
      }),
    };
    const source = sourceFrom(files);
    expect(source.definition).toEqual(composing([2, 'a@b.c', '<key>']));
    expect(said(source)).toEqual(['warning TemplateParameter']);
    const values: JsonObject = { Count: 3, key: 'secret' };
    const given = sourceFrom(files, (name, kind) => (kind === 'string' ? undefined : values[name]));
    expect(given).toMatchObject({
      definition: composing([3, 'a@b.c', 'secret']),
      templateParameters: ['Count', 'to', 'key'],
      secrets: ['secret'],
      diagnostics: [],
    });
  });

  it('may be in the parameters.json of an export, which is another file than that of Logic Apps Standard', () => {
    const values = { to: { value: 'x' }, key: { value: 'k' } };
    expect(sourceFrom({ 'parameters.json': parametersFile(values) }).definition).toEqual(composing([1, 'x', 'k']));
    const standard = sourceFrom({ 'parameters.json': parametersFile(values, 'other') });
    expect(said(standard)).toEqual(['warning TemplateParameter', 'warning TemplateParameter']);
  });

  it.each<[string, GivenValue, string]>([
    ['{', () => undefined, 'error InvalidJson'],
    [parametersFile({}), () => 'text', 'error InvalidParameter'],
  ])('%s and what is given are told of where they are wrong', (file, given, code) => {
    expect(said(sourceFrom({ 'deploy.parameters.json': file }, given))).toContain(code);
  });
});
