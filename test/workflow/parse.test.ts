import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { parseWorkflow, type ActionNode, type LeafNode, type Workflow } from '../../src/workflow/index.js';
import { readAndParse, workflowOf } from './read-and-parse.js';

function leaf(workflow: Workflow, name: string): LeafNode {
  const node = workflow.actions.find((action) => action.name === name);
  if (node?.control !== 'leaf') throw new Error(`no leaf ${name}`);
  return node;
}

function order(actions: readonly ActionNode[]): unknown {
  return actions.map(({ name, runAfter }) => [
    name,
    ...runAfter.map((before) => `${before.name} ${before.statuses.join('|')}`),
  ]);
}

function warnings(text: string): readonly string[] {
  return readAndParse(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
}

describe('the sample workflow', () => {
  const file = new URL('../../workflows/create-issue-revoke-delete.yaml', import.meta.url);
  const { workflow, diagnostics } = readAndParse(
    readFileSync(file, 'utf8'),
    'workflows/create-issue-revoke-delete.yaml',
  );

  it('parses without a warning', () => {
    expect(diagnostics).toEqual([]);
    expect(workflow).toMatchObject({ name: 'create-issue-revoke-delete', dialect: 'logic-apps' });
  });

  it('runs its four actions in order', () => {
    expect(order(workflow?.actions ?? [])).toEqual([
      ['Create_a_user'],
      ['Issue_a_user_access_token', 'Create_a_user Succeeded'],
      ['Revoke_user_access_tokens', 'Issue_a_user_access_token Succeeded'],
      ['Delete_a_user', 'Revoke_user_access_tokens Succeeded'],
    ]);
  });

  it('has its parameter, its connection and its trigger', () => {
    expect(workflow?.parameters).toEqual([
      { name: 'scopes', type: 'array', defaultValue: ['chat'], pointer: '/parameters/scopes' },
    ]);
    expect(workflow?.connections).toEqual([{ name: 'acs', connector: 'acs-identity', pointer: '/connections/acs' }]);
    expect(workflow?.triggers).toMatchObject([{ name: 'manual', type: 'Request', kind: 'Http', inputs: {} }]);
  });
});

describe('call and with', () => {
  const workflow = workflowOf(`
actions:
  - Issue:
      call: acs.Issue.Token
      with: { identityId: 5 }
      authentication: { type: ManagedServiceIdentity }
      retryPolicy: { type: none }
      limit: { timeout: PT5M }
      runtimeConfiguration: { secureData: { properties: [outputs] } }
  - Plain: { call: acs.Create }
`);

  it('become what Power Automate writes', () => {
    expect(leaf(workflow, 'Issue')).toEqual({
      control: 'leaf',
      name: 'Issue',
      type: 'OpenApiConnection',
      runAfter: [],
      operationOptions: [],
      runtimeConfiguration: { secureData: { properties: ['outputs'] } },
      timeout: 'PT5M',
      pointer: '/actions/0/Issue',
      inputs: {
        host: { connectionName: 'acs', operationId: 'Issue.Token' },
        parameters: { identityId: 5 },
        authentication: { type: 'ManagedServiceIdentity' },
      },
      retryPolicy: { type: 'none' },
      call: true,
    });
  });

  it('need no parameters', () => {
    const host = { connectionName: 'acs', operationId: 'Create' };
    expect(leaf(workflow, 'Plain').inputs).toEqual({ host, parameters: {} });
  });
});

describe('names and keywords', () => {
  it('are found in any case and come out in the canonical spelling', () => {
    const workflow = workflowOf(`
Actions:
  First: { TYPE: compose, Inputs: 1 }
  Then: { type: RESPONSE, kind: http, inputs: { StatusCode: 200 }, RunAfter: { FIRST: [SUCCEEDED, timedout] }, operationOptions: " asynchronous , SuppressWorkflowHeaders" }
Triggers:
  manual: { type: request, kind: BUTTON }
`);
    expect(order(workflow.actions)).toEqual([['First'], ['Then', 'First Succeeded|TimedOut']]);
    const options = ['Asynchronous', 'SuppressWorkflowHeaders'];
    expect(leaf(workflow, 'Then')).toMatchObject({ type: 'Response', kind: 'Http', operationOptions: options });
    expect(workflow.triggers).toMatchObject([{ type: 'Request', kind: 'Button' }]);
  });

  it('prefer the exact spelling', () => {
    const workflow = workflowOf('actions:\n  A: { Type: Http, type: Compose, inputs: 1 }\n');
    expect(leaf(workflow, 'A').type).toBe('Compose');
  });

  it('may be those of every object', () => {
    const workflow = workflowOf(
      'actions:\n  - __proto__: { type: Compose, inputs: 1 }\n  - constructor: { type: Compose, inputs: "@outputs(\'__proto__\')" }\n',
    );
    expect(order(workflow.actions)).toEqual([['__proto__'], ['constructor', '__proto__ Succeeded']]);
  });
});

describe('containers', () => {
  const workflow = workflowOf(`
actions:
  - Decide:
      type: If
      expression: { and: [{ equals: [1, 1] }] }
      actions:
        - Yes_1: { type: Compose, inputs: 1 }
        - Yes_2: { type: Compose, inputs: "@outputs('Yes_1')" }
      else: { actions: { No: { type: Compose, inputs: 1 } } }
  - Each:
      type: Foreach
      foreach: "@createArray(1, 2)"
      operationOptions: Sequential
      actions:
        - Item: { type: Compose, inputs: "@items('Each')" }
  - Group:
      type: Scope
      trackedProperties: { id: "@outputs('Inside')" }
      actions: { Inside: { type: Compose, inputs: 1 } }
  - After: { type: Compose, inputs: ["@outputs('Inside')", "@result('Group')", "@outputs('Yes_2')"] }
`);
  const [decide, each, group] = workflow.actions;

  it('hold their branches, in order', () => {
    if (decide?.control !== 'if') throw new Error('no If');
    expect(decide.expression).toEqual({ and: [{ equals: [1, 1] }] });
    expect(order(decide.actions)).toEqual([['Yes_1'], ['Yes_2', 'Yes_1 Succeeded']]);
    expect(decide.otherwise).toMatchObject([{ name: 'No', pointer: '/actions/0/Decide/else/actions/No' }]);
  });

  it('hold what loops and scopes repeat', () => {
    expect(each).toMatchObject({ control: 'foreach', foreach: '@createArray(1, 2)', operationOptions: ['Sequential'] });
    expect(group).toMatchObject({ control: 'scope', trackedProperties: { id: "@outputs('Inside')" } });
  });

  it('of a type that cannot run here are read too', () => {
    const result = readAndParse(`
actions:
  - Pick:
      type: Switch
      expression: "@1"
      cases: { one: { case: 1, actions: { A: { type: Compose, inputs: 1 } } } }
      default: { actions: { B: { type: Compose, inputs: 1 } } }
  - Repeat:
      type: Until
      expression: "@equals(outputs('C'), 1)"
      limit: { count: 5, timeout: PT1H }
      actions: { C: { type: Compose, inputs: "@iterationIndexes('Repeat')" } }
  - Tool: { type: Agent, inputs: {}, tools: { T: { actions: { D: { type: Compose, inputs: 1 } } } } }
  - Last: { type: Compose, inputs: "@outputs('D')" }
`);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['UnsupportedActionType']);
  });
});

describe('retry policies', () => {
  it('are lifted out of the inputs of actions that have one', () => {
    const workflow = workflowOf(`
actions:
  - A: { type: Http, inputs: { method: GET, uri: "https://example.com", retryPolicy: { type: fixed, count: 2, interval: PT5S } } }
  - B: { type: Compose, inputs: { retryPolicy: 1 } }
`);
    const retryPolicy = { type: 'fixed', count: 2, interval: 'PT5S' };
    expect(leaf(workflow, 'A')).toMatchObject({ inputs: { method: 'GET', uri: 'https://example.com' }, retryPolicy });
    expect(leaf(workflow, 'A').inputs).not.toHaveProperty('retryPolicy');
    expect(leaf(workflow, 'B')).toMatchObject({ inputs: { retryPolicy: 1 } });
  });
});

describe('what a template may refer to', () => {
  it.each([
    ['an action before', `A: ${compose()}`, `B: ${compose("@outputs('a')", 'A')}`],
    ['an action before that', `A: ${compose()}`, `B: ${compose('1', 'A')}`, `C: ${compose("@body('A')", 'B')}`],
    [
      'a variable, a parameter',
      'V: { type: InitializeVariable, inputs: { variables: [{ name: n, type: Integer }] } }',
      `B: ${compose("@createArray(variables('N'), parameters('P'))", 'V')}`,
    ],
    ['its own name, in any place', `A: ${compose('@@outputs(1)')}`],
    [
      'an action before its scope',
      `A: ${compose()}`,
      `S: { type: Scope, actions: { B: ${compose("@outputs('A')")} }, runAfter: { A: [Succeeded] } }`,
    ],
  ])('%s', (_name, ...actions) => {
    expect(warnings(`parameters: { p: { type: string } }\nactions:\n  ${actions.join('\n  ')}\n`)).toEqual([]);
  });
});

function compose(inputs = '1', after?: string): string {
  return `{ type: Compose, inputs: ${JSON.stringify(inputs)}${after ? `, runAfter: { ${after}: [Succeeded] }` : ''} }`;
}

describe('the dialect', () => {
  const actions = { A: { type: 'Compose', inputs: 1 } };
  const openApi = {
    type: 'OpenApiConnection',
    inputs: { host: { connectionName: 'x', operationId: 'y', apiId: 'z' } },
  };

  it.each<[string, JsonObject, string]>([
    ['a bare definition', { actions }, 'logic-apps'],
    ['an apiId', { actions: { B: { type: 'Scope', actions: { C: openApi } } } }, 'power-automate'],
    ['$authentication', { actions, parameters: { $authentication: { type: 'SecureObject' } } }, 'power-automate'],
    [
      "the designer's id",
      { actions: { A: { ...actions.A, metadata: { operationMetadataId: '1' } } } },
      'power-automate',
    ],
    ['an apiId in the trigger', { actions, triggers: { t: openApi } }, 'power-automate'],
    ['call', { actions: [{ A: { call: 'acs.X' } }] }, 'logic-apps'],
  ])('follows from the content: %s', (_name, definition, dialect) => {
    const parsed = parseWorkflow(definition, { name: 'x' });
    expect(parsed).toMatchObject({ ok: true, workflow: { dialect } });
  });

  it('can be given', () => {
    const parsed = parseWorkflow({ actions }, { name: 'x', dialect: 'power-automate' });
    expect(parsed).toMatchObject({ ok: true, workflow: { dialect: 'power-automate' } });
  });

  it('of Power Automate brings $connections and $authentication', () => {
    const used = { A: { type: 'Compose', inputs: "@parameters('$authentication')" } };
    expect(parseWorkflow({ actions: used }, { name: 'x' })).toMatchObject({ ok: false });
    expect(parseWorkflow({ actions: used }, { name: 'x', dialect: 'power-automate' })).toMatchObject({
      ok: true,
      workflow: { parameters: [{ name: '$connections' }, { name: '$authentication', defaultValue: {} }] },
    });
  });
});

describe('parameters declared elsewhere', () => {
  it('count as declared', () => {
    const definition = { actions: { A: { type: 'Compose', inputs: "@parameters('Outside')" } } };
    const parameters = [{ name: 'outside', type: 'string', pointer: '' }] as const;
    expect(parseWorkflow(definition, { name: 'x', parameters })).toMatchObject({ ok: true });
  });

  it('are not missed where their file is not at hand', () => {
    const definition = { actions: { A: { type: 'Compose', inputs: "@parameters('Outside')" } } };
    const missed = { severity: 'warning', code: 'UnknownParameter', pointer: '/actions/A/inputs' };
    expect(parseWorkflow(definition, { name: 'x' })).toMatchObject({ ok: false });
    expect(parseWorkflow(definition, { name: 'x', parametersElsewhere: true })).toMatchObject({
      ok: true,
      problems: [missed],
    });
  });
});
