import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { readsOf } from '../../src/mocks/index.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import cases from './cases/reads.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly dialect?: 'power-automate';
  readonly of?: 'trigger';
  /** `Get` is the one that is read, an Http action; others without a type are Compose. */
  readonly actions: { readonly [name: string]: JsonObject };
  /** The properties of the outputs. */
  readonly reads: JsonObject;
}

/** One action after the other, with types and what else a definition needs. */
function filled(actions: JsonObject): JsonObject {
  const names = Object.keys(actions);
  const entries = Object.entries(actions).map(([name, given], at) => {
    const { actions: inner, cases: branches, ...action } = given as { readonly [key: string]: JsonObject };
    const isHttp = name === 'Get' || name === 'Other';
    return [
      name,
      {
        type: isHttp ? 'Http' : 'Compose',
        ...(isHttp && { inputs: { method: 'GET', uri: 'http://127.0.0.1' } }),
        runAfter: at === 0 ? {} : { [names[at - 1] ?? '']: ['Succeeded'] },
        ...action,
        ...(inner && { actions: filled(inner) }),
        ...(branches && { cases: branches }),
      },
    ];
  });
  return Object.fromEntries(entries) as JsonObject;
}

function workflowOf({ actions, dialect }: Case) {
  const triggers = { manual: { type: 'Request', kind: 'Http', inputs: {} } };
  const definition = { triggers, actions: filled(actions) };
  const parsed = parseWorkflow(definition, { name: 'test', ...(dialect && { dialect }) });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.workflow;
}

describe('what a flow reads of an answer', () => {
  it.each(cases as unknown as readonly Case[])('is $name', (each) => {
    const reads = readsOf(workflowOf(each));
    const schema = each.of === 'trigger' ? reads.trigger : reads.action('get');
    expect(schema).toEqual({ type: 'object', properties: each.reads });
  });
});
