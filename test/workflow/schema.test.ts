import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { schemas } from '../../scripts/schema.js';

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

function validator(name: string): (text: string) => string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    JSON.parse(file(`schema/${name}`)) as object,
  );
  return (text) => {
    validate(parse(text));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

describe.each(Object.entries(schemas()))('schema/%s', (name, text) => {
  it('is what scripts/schema.ts writes', () => {
    expect(file(`schema/${name}`)).toBe(text);
  });
});

describe('the schema of workflows', () => {
  const errors = validator('workflow.schema.json');

  it.each([
    ['the sample', file('workflows/create-issue-revoke-delete.yaml')],
    [
      'a map',
      'actions:\n  A: { type: Compose, inputs: 1 }\n  B: { type: Compose, inputs: x, runAfter: { A: [Succeeded, FAILED] } }',
    ],
    [
      'control flow',
      `
parameters: { p: { type: String, defaultValue: x } }
triggers: { manual: { type: Request, kind: Button, inputs: { schema: {} } } }
actions:
  - V: { type: InitializeVariable, inputs: { variables: [{ name: n, type: Integer, value: 0 }] } }
  - If: { type: If, expression: "@true", actions: [{ A: { type: Terminate, inputs: { runStatus: Failed } } }], else: { actions: {} } }
  - Each: { type: Foreach, foreach: [1], actions: [{ S: { type: SetVariable, inputs: { name: n, value: null } } }] }
  - Get: { type: Http, inputs: { method: GET, uri: x, retryPolicy: { type: fixed, count: "@{1}", interval: PT1S } }, limit: { timeout: PT1M } }
  - Reply: { type: Response, kind: Http, inputs: { statusCode: "@outputs('X')", body: { a: 1 } } }
  - Later: { type: ParseDocument, inputs: { content: x } }
`,
    ],
  ])('accepts %s', (_name, text) => {
    expect(errors(text)).toEqual([]);
  });

  it.each([
    ['no actions', 'name: x'],
    ['an unknown keyword', 'action: []\nactions: []'],
    ['two names in an item', 'actions: [{ A: { call: a.b }, B: { call: a.b } }]'],
    ['runAfter in a list', 'actions: [{ A: { type: Compose, inputs: 1, runAfter: {} } }]'],
    ['an unknown type', 'actions: { A: { type: Compsoe } }'],
    ['neither type nor call', 'actions: { A: { inputs: 1 } }'],
    ['an unknown keyword of a type', 'actions: { A: { type: Compose, inputs: 1, input: 2 } }'],
    ['inputs missing', 'actions: { A: { type: Http, inputs: { method: GET } } }'],
    ['an unknown input', 'actions: { A: { type: Http, inputs: { method: GET, uri: x, header: {} } } }'],
    ['call without a dot', 'actions: { A: { call: acs } }'],
    ['type beside call', 'actions: { A: { call: a.b, type: Http } }'],
    ['a wrong status', 'actions: { A: { call: a.b, runAfter: { B: [Done] } } }'],
    ['a wrong type deep inside', 'actions: [{ A: { type: Scope, actions: [{ B: { type: Nope } }] } }]'],
    ['a wrong parameter type', 'actions: []\nparameters: { p: { type: text } }'],
    ['secrets in the workflow', 'actions: []\nconnections: { acs: { connector: x, parameters: {} } }'],
  ])('refuses %s', (_name, text) => {
    expect(errors(text)).not.toEqual([]);
  });
});

describe('the schema of connections', () => {
  const errors = validator('connections.schema.json');

  it('accepts connections and refuses others', () => {
    expect(errors('acs: { connector: acs-identity, parameters: { endpoint: x } }')).toEqual([]);
    expect(errors('acs: { parameters: {} }')).not.toEqual([]);
    expect(errors('acs: { connector: x, connectionString: y }')).not.toEqual([]);
  });
});
