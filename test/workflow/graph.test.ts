import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle, inOrder, successorsOf, type GraphNode } from '../../src/workflow/index.js';

const graph = (edges: Readonly<Record<string, readonly string[]>>): readonly GraphNode[] =>
  Object.entries(edges).map(([name, runAfter]) => ({ name, runAfter: runAfter.map((before) => ({ name: before })) }));

describe('successorsOf', () => {
  it('gives the actions that wait for each', () => {
    const successors = successorsOf(graph({ a: [], b: ['a'], c: ['a', 'b'] }));
    expect(Object.fromEntries(successors)).toEqual({ a: ['b', 'c'], b: ['c'], c: [] });
  });
});

describe('inOrder', () => {
  it('puts each action behind those it waits for', () => {
    expect(inOrder(graph({ c: ['b'], a: [], b: ['a'] }))).toEqual(['a', 'b', 'c']);
  });

  it('leaves out what waits for a cycle, and does not mind strangers', () => {
    expect(inOrder(graph({ a: ['nowhere'], b: ['c'], c: ['b'], d: ['c'] }))).toEqual(['a']);
  });
});

describe('findCycle', () => {
  it.each([
    ['none', { a: [], b: ['a'] }, undefined],
    ['one of itself', { a: ['a'] }, ['a']],
    ['one of three', { a: ['b'], b: ['c'], c: ['a'], d: ['a'] }, ['a', 'b', 'c']],
    ['one that the first action only waits for', { d: ['a'], a: ['b'], b: ['a'] }, ['a', 'b']],
  ] as const)('%s', (_name, edges, cycle) => {
    expect(findCycle(graph(edges))).toEqual(cycle);
  });

  it('finds one exactly where no order exists', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const edges = fc.record(Object.fromEntries(names.map((name) => [name, fc.subarray(names)])));
    fc.assert(
      fc.property(edges, (drawn) => {
        const nodes = graph(drawn);
        const cycle = findCycle(nodes);
        expect(cycle === undefined).toBe(inOrder(nodes).length === nodes.length);
        for (const [at, name] of (cycle ?? []).entries()) {
          expect(drawn[name]).toContain(cycle?.[(at + 1) % cycle.length]);
        }
      }),
    );
  });
});
