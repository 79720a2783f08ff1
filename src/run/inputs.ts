import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { dependenciesOf, type LeafNode } from '../workflow/index.js';
import { evaluateInputs } from './data/items.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';

/** What an action's step is given: its inputs, evaluated in its place. */
export function inputsOf(x: Execution, node: LeafNode, machine: Machine): Json {
  if (node.type === 'JavaScriptCode') return scriptInputs(x, node, machine);
  if (node.type === 'HttpWebhook') return subscriptionInputs(x, node, machine);
  return evaluateInputs(x, node, machine);
}

/** An HttpWebhook begins with its `subscribe`; its `unsubscribe` may use what that was answered, and is evaluated after. */
function subscriptionInputs(x: Execution, { inputs }: LeafNode, machine: Machine): JsonObject {
  const subscribe = isObject(inputs) ? ownAnyCase(inputs, 'subscribe') : undefined;
  return { subscribe: machine.evaluate(x, subscribe ?? null) };
}

/** Code is no template: it stays as it is written, and what it asks of the workflow goes with it. */
function scriptInputs(x: Execution, { inputs }: LeafNode, machine: Machine): Json {
  const { actions, trigger } = dependenciesOf(inputs);
  const scope = machine.scope(x);
  const seen = actions.flatMap((name): [string, JsonObject][] => {
    const record = scope.action(name);
    return record ? [[name, record]] : []; // a name in a comment, perhaps
  });
  const workflowContext = {
    actions: Object.fromEntries(seen),
    ...(trigger && { trigger: scope.trigger() ?? null }),
    workflow: scope.workflow(),
  };
  return { code: isObject(inputs) ? (ownAnyCase(inputs, 'code') ?? null) : null, workflowContext };
}
