// Wait: the action that lets time pass.
import { isObject, ownAnyCase, type Json } from '../json.js';
import { evaluate, ExpressionError } from '../expressions/index.js';
import type { LeafNode } from '../workflow/index.js';
import { count } from './duration.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';
import { invalidInputs, templateFailure } from './settlement.js';

/** Begins a Wait: `interval: { count, unit }` from now, or `until: { timestamp }`. */
export function beginWait(x: Execution, node: LeafNode, machine: Machine): void {
  let inputs: Json;
  try {
    inputs = machine.evaluate(x, node.inputs);
  } catch (error) {
    return machine.settle(x, templateFailure(node.name, error));
  }
  const until = instantOf(inputs, x, machine);
  if (until === undefined) return machine.settle(x, invalidInputs(x, expected));
  machine.run(x, inputs);
  machine.ask(x, { for: 'delay' }, { op: 'sleep', key: `${x.path}~delay`, until });
}

/** Takes the end of a Wait. */
export function endWait(x: Execution, machine: Machine): void {
  machine.settle(x, { status: 'Succeeded', code: 'OK' });
}

const expected =
  "They must have an 'interval' with a 'count' and a 'unit' (Second, Minute, Hour, Day, Week, Month), or an 'until' with a 'timestamp'.";

/** The instant that a Wait ends at, in the words of the language's own date functions; undefined where there is none. */
function instantOf(inputs: Json, x: Execution, machine: Machine): string | undefined {
  const part = (of: Json | undefined, name: string) => (isObject(of) ? (ownAnyCase(of, name) ?? null) : null);
  const interval = part(inputs, 'interval');
  const [amount, unit] = [count(part(interval, 'count')), part(interval, 'unit')];
  const timestamp = part(part(inputs, 'until'), 'timestamp');
  const scope = { ...machine.scope(x), item: () => [machine.state.at, amount ?? null, unit, timestamp] };
  const expression = isObject(interval)
    ? "@addToTime(item()[0], item()[1], item()[2], 'o')"
    : "@formatDateTime(convertToUtc(item()[3], 'UTC'), 'o')";
  try {
    if (isObject(interval) && (amount === undefined || amount < 0)) return undefined;
    const instant = evaluate(expression, scope);
    return typeof instant === 'string' ? instant : undefined;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}
