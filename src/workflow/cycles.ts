import { isObject } from '../json.js';
import { findCycle } from './graph.js';
import { fold } from './names.js';
import type { Container, Context, Placed } from './place.js';
import { child } from '../pointer.js';
import { field } from './reading.js';

/** Reports each circle of actions in a container that wait for one another. */
export function reportCycles({ placed }: Container, { report }: Context): void {
  const nodes = new Map([...placed].map(([name, { runAfter }]) => [name, { name, runAfter: runAfter.map(named) }]));
  for (let cycle = findCycle([...nodes.values()]); cycle; cycle = findCycle([...nodes.values()])) {
    const [first, ...others] = cycle.map((name) => placed.get(name)).filter((found) => found !== undefined);
    if (first) report.error({ code: 'RunAfterCycle', ...describe(first, others), at: 'key' });
    for (const name of cycle) nodes.delete(name);
  }
}

const named = (name: string): { name: string } => ({ name });

/** `others` in the order of waiting: the first action runs after the first of them, and so on. */
function describe(first: Placed, others: readonly Placed[]): { message: string; advice: string; pointer: string } {
  const circle = [first, ...others.toReversed(), first].map(({ name }) => name).join(' → ');
  return {
    message:
      others.length === 0
        ? `The action '${first.name}' runs after itself.`
        : `These actions wait for one another in a circle, so that none can start: ${circle}.`,
    advice: 'Take one of these names out of a runAfter.',
    pointer: edge(first, others[0] ?? first),
  };
}

/** Where an action says that it runs after another. */
function edge(from: Placed, to: Placed): string {
  const runAfter = field(from.body, from.pointer, 'runAfter');
  if (!runAfter || !isObject(runAfter.value)) return from.namePointer;
  const key = Object.keys(runAfter.value).find((name) => fold(name) === fold(to.name));
  return key === undefined ? runAfter.pointer : child(runAfter.pointer, key);
}
