// Operations on the items of an array. One of their inputs is a template for each item, in which item() is that item.
import { evaluate, type Scope } from '../../expressions/index.js';
import { isArray, isObject, keyAnyCase, ownAnyCase, type Json } from '../../json.js';
import type { LeafNode } from '../../workflow/index.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import { generator } from '../random.js';
import { failed, typeName, type Settlement } from '../settlement.js';

const perItem: { readonly [type: string]: string } = { Query: 'where', Select: 'select', Table: 'columns' };

/** The inputs of an action, evaluated in its place; the one that is a template for each item stays as it is written. */
export function evaluateInputs(x: Execution, { type, inputs }: LeafNode, machine: Machine): Json {
  const name = perItem[type];
  if (name === undefined || !isObject(inputs)) return machine.evaluate(x, inputs);
  const late = keyAnyCase(inputs, name);
  const scope = machine.scope(x);
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, key === late ? value : evaluate(value, scope)]),
  );
}

/** The input that is a template for each item; undefined where the inputs as a whole came out of an expression. */
export function itemTemplate({ planned: { node } }: Execution): Json | undefined {
  const name = perItem[node.type];
  if (node.control !== 'leaf' || !isObject(node.inputs) || name === undefined) return undefined;
  return ownAnyCase(node.inputs, name);
}

/** Gives the scope of an item. It is one scope that changes, so that 100,000 items do not make as many. */
export function itemScopes(x: Execution, machine: Machine): (item: Json) => Scope {
  let current: Json = null;
  // Chance of its own: what `from` has drawn is not drawn again.
  const random = generator(`${machine.state.start.seed}|${x.path}|items|${machine.state.at}`);
  const scope: Scope = { ...machine.scope(x), item: () => current, random };
  return (item) => {
    current = item;
    return scope;
  };
}

/** The array to work on; or how the action ends without one, which each type words in its own way. */
export function arrayFrom(inputs: Json, mustBe: string, { planned }: Execution): readonly Json[] | Settlement {
  const from = isObject(inputs) ? ownAnyCase(inputs, 'from') : undefined;
  if (isArray(from)) return from;
  const message = `The 'from' property value in the '${planned.node.type.toLowerCase()}' action inputs is of type '${typeName(from)}'. The value must be ${mustBe}.`;
  return { ...failed('BadRequest', message), inputs };
}

/** Tells the array from the end of the action. */
export function isList(from: readonly Json[] | Settlement): from is readonly Json[] {
  return Array.isArray(from);
}

/** The end of an operation that went well. */
export function withBody(inputs: Json, body: Json): Settlement {
  return { status: 'Succeeded', code: 'OK', inputs, outputs: { body } };
}
