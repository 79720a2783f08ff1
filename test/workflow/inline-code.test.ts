import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { dependenciesOf } from '../../src/workflow/index.js';
import { readAndParse } from './read-and-parse.js';

interface Case {
  readonly code: string;
  readonly explicitDependencies?: JsonObject;
  readonly actions: readonly string[];
  readonly trigger?: boolean;
}

const cases = JSON.parse(readFileSync(new URL('cases/dependencies.json', import.meta.url), 'utf8')) as readonly Case[];

describe('the dependencies of code', () => {
  it.each(cases)('$code', ({ actions, trigger = false, ...inputs }) => {
    expect(dependenciesOf(inputs)).toEqual({ actions, trigger });
  });

  it('are found in the properties of inputs in any case, and there are none in what is no map', () => {
    const inputs = { Code: 'return workflowContext.actions.A', EXPLICITDEPENDENCIES: { Actions: ['B'] } };
    expect(dependenciesOf(inputs).actions).toEqual(['B', 'A']);
    for (const other of [null, 'text', ['x'], 1])
      expect(dependenciesOf(other)).toEqual({ actions: [], trigger: false });
  });

  it('take time that grows with the code', () => {
    const piece = fc.constantFrom(
      'workflowContext',
      '.',
      'actions',
      "['",
      '\\',
      ' ',
      'const a = ',
      ';',
      'a',
      '?.',
      '$',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const { actions } = dependenciesOf({ code: pieces.join('').repeat(200) });
        expect(actions.every((name) => typeof name === 'string')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the code of an action', () => {
  const warningsOf = (inputs: string) =>
    readAndParse(`actions:\n  - A: { type: Compose, inputs: 1 }\n  - J: { type: JavaScriptCode, inputs: ${inputs} }`)
      .diagnostics;

  it.each([
    '{ code: "return workflowContext.actions.A" }',
    '{ code: "return workflowContext.actions[\'A\']", explicitDependencies: { actions: [A] } }',
    '{ code: "@notATemplate( @{ }" }',
  ])('is right: %s', (inputs) => {
    expect(warningsOf(inputs)).toEqual([]);
  });

  it('is warned of where the service would not find an action', () => {
    expect(warningsOf('{ code: "return workflowContext.actions[\'A\']" }')).toMatchObject([
      { severity: 'warning', code: 'MissingDependency', advice: expect.stringContaining('{ actions: ["A"] }') },
    ]);
  });

  it('is warned of where it is longer than the service allows', () => {
    expect(warningsOf(`{ code: "${' '.repeat(100_001)}" }`)).toMatchObject([
      { severity: 'warning', code: 'LimitExceeded', message: expect.stringContaining('100001 characters') },
    ]);
  });

  it('must be there', () => {
    expect(warningsOf('{}')).toMatchObject([{ severity: 'error', code: 'MissingProperty' }]);
  });
});
