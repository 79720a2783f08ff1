// Random definitions without shared variables, each with the tree that it was made from.
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../src/json.js';

export const statuses = ['Succeeded', 'Failed', 'Skipped', 'TimedOut'] as const;
export type Status = (typeof statuses)[number];

/** A node of the tree: an action with its name, and what it runs after by name. */
export interface Node {
  readonly name: string;
  readonly after: readonly { readonly name: string; readonly statuses: readonly Status[] }[];
  readonly what: What;
}

/** What a Switch comes upon: its first case, its second, none, a case of another type, null. */
type Choice = 'first' | 'second' | 'default' | 'other type' | 'null';

type Condition = 'holds' | 'fails' | 'broken' | 'odd';

export type What =
  | { readonly kind: 'compose'; readonly fails: boolean }
  | { readonly kind: 'http' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'scope'; readonly body: readonly Node[] }
  | {
      readonly kind: 'if';
      readonly condition: Condition;
      readonly body: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | {
      readonly kind: 'switch';
      readonly choice: Choice;
      readonly body: readonly Node[];
      readonly second: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  /** So many iterations; 0: a condition that cannot be evaluated. */
  | { readonly kind: 'until'; readonly times: number; readonly body: readonly Node[] }
  | { readonly kind: 'foreach'; readonly items: number; readonly width: number; readonly body: readonly Node[] };

interface Shape {
  readonly kind: What['kind'];
  readonly fails: boolean;
  readonly condition: Condition;
  readonly choice: Choice;
  readonly items: number;
  readonly width: number;
  readonly body: readonly Shape[];
  readonly second: readonly Shape[];
  readonly otherwise: readonly Shape[];
  readonly after: readonly { readonly back: number; readonly statuses: readonly Status[] }[];
}

const after = fc.array(
  fc.record({
    back: fc.nat(3),
    statuses: fc.oneof(fc.constant([...statuses].slice(0, 1)), fc.subarray([...statuses], { minLength: 1 })),
  }),
  { maxLength: 2 },
);

/** Shapes that nest so deep and no deeper. */
function shapesTo(depth: number): fc.Arbitrary<Shape> {
  const leaves = fc.constantFrom<What['kind']>('http', 'http', 'compose', 'wait');
  const body = depth === 0 ? fc.constant([]) : fc.array(shapesTo(depth - 1), { maxLength: 4 });
  return fc.record({
    kind:
      depth === 0
        ? leaves
        : fc.oneof(leaves, fc.constantFrom<What['kind']>('scope', 'if', 'switch', 'foreach', 'until')),
    fails: fc.boolean(),
    condition: fc.constantFrom<Condition>('holds', 'fails', 'broken', 'odd'),
    choice: fc.constantFrom<Choice>('first', 'first', 'second', 'default', 'other type', 'null'),
    items: fc.integer({ min: -1, max: 5 }),
    width: fc.integer({ min: 0, max: 4 }),
    body,
    second: body,
    otherwise: body,
    after,
  });
}

/** The actions of a workflow. */
export const trees: fc.Arbitrary<readonly Node[]> = fc
  .array(shapesTo(3), { minLength: 1, maxLength: 5 })
  .map((shapes) => grow(shapes, { next: 0 }, false));

function grow(shapes: readonly Shape[], counter: { next: number }, inLoop: boolean): readonly Node[] {
  const names = shapes.map(() => `A${counter.next++}`);
  return shapes.map((each, at) => ({
    name: names[at] ?? '',
    after: edges(each, names, at),
    what: whatOf(each, counter, inLoop),
  }));
}

/** Edges go back only, so that there is no cycle; an action beside itself or before the first is left out. */
function edges(each: Shape, names: readonly string[], at: number): Node['after'] {
  const found = each.after.flatMap(({ back, statuses: wanted }) => {
    const name = names[at - 1 - back];
    return at - 1 - back < 0 || name === undefined ? [] : [{ name, statuses: wanted }];
  });
  return [...new Map(found.map((edge) => [edge.name, edge])).values()];
}

function whatOf(each: Shape, counter: { next: number }, inLoop: boolean): What {
  const inside = (shapes: readonly Shape[], loop = inLoop) => grow(shapes, counter, loop);
  switch (each.kind) {
    case 'compose':
      return { kind: 'compose', fails: each.fails };
    case 'http':
      return { kind: 'http' };
    case 'wait':
      return { kind: 'wait' };
    case 'switch':
      return {
        kind: 'switch',
        choice: each.choice,
        body: inside(each.body),
        second: inside(each.second),
        otherwise: inside(each.otherwise),
      };
    case 'until':
      return { kind: 'until', times: Math.max(each.width, 0), body: inside(each.body) };
    case 'scope':
      return { kind: 'scope', body: inside(each.body) };
    case 'if': {
      const condition = each.condition === 'odd' && !inLoop ? 'holds' : each.condition;
      return { kind: 'if', condition, body: inside(each.body), otherwise: inside(each.otherwise) };
    }
    case 'foreach':
      return { kind: 'foreach', items: each.items, width: each.width, body: inside(each.body, true) };
  }
}

export function definitionOf(nodes: readonly Node[]): JsonObject {
  return { actions: actionsOf(nodes, false) };
}

function actionsOf(nodes: readonly Node[], inLoop: boolean): JsonObject {
  return Object.fromEntries(
    nodes.map(({ name, after: edgesOf, what }): [string, Json] => {
      const runAfter = Object.fromEntries(edgesOf.map((edge) => [edge.name, edge.statuses]));
      return [name, { ...bodyOf(name, what, inLoop), runAfter }];
    }),
  );
}

const conditions: { readonly [name in Condition]: Json } = {
  holds: { and: [{ equals: [1, 1] }, '@true'] },
  fails: '@equals(1, 2)',
  broken: { greater: ['@null', 1] },
  odd: { equals: ['@mod(item(), 2)', 1] },
};

const choices: { readonly [choice in Choice]: Json } = {
  first: "@toLower(string('A'))",
  second: 'b',
  default: 'c',
  'other type': 'a',
  null: '@null',
};

function bodyOf(name: string, what: What, inLoop: boolean): JsonObject {
  const where = inLoop ? '@{item()}' : 'top';
  switch (what.kind) {
    case 'compose':
      return {
        type: 'Compose',
        inputs: what.fails ? '@div(1, 0)' : { where, chance: '@guid()', dice: '@rand(0, 100)' },
      };
    case 'http':
      return {
        type: 'Http',
        inputs: {
          method: 'POST',
          uri: `https://x/${where}`,
          body: { at: '@utcNow()', chance: '@{guid()}' },
          retryPolicy: { type: 'exponential', count: 1, interval: 'PT7S' },
        },
      };
    case 'wait':
      return { type: 'Wait', inputs: { interval: { count: 2, unit: 'Second' } } };
    case 'switch': {
      const second = { case: what.choice === 'other type' ? 2 : 'b', actions: actionsOf(what.second, inLoop) };
      return {
        type: 'Switch',
        expression: choices[what.choice],
        cases: { one: { case: 'a', actions: actionsOf(what.body, inLoop) }, two: second },
        default: { actions: actionsOf(what.otherwise, inLoop) },
      };
    }
    case 'until': {
      const done = `@equals(add(iterationIndexes('${name}'), 1), ${what.times})`;
      const expression = what.times === 0 ? '@not(null)' : done;
      return { type: 'Until', expression, actions: actionsOf(what.body, inLoop) };
    }
    case 'scope':
      return { type: 'Scope', actions: actionsOf(what.body, inLoop) };
    case 'if': {
      const actions = actionsOf(what.body, inLoop);
      return {
        type: 'If',
        expression: conditions[what.condition],
        actions,
        else: { actions: actionsOf(what.otherwise, inLoop) },
      };
    }
    case 'foreach': {
      const runtimeConfiguration = what.width === 0 ? {} : { concurrency: { repetitions: what.width } };
      const foreach = what.items < 0 ? '@null' : `@take(range(0, 9), ${what.items})`;
      return { type: 'Foreach', foreach, actions: actionsOf(what.body, true), runtimeConfiguration };
    }
  }
}
