import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/json.js';
import { actionTypes, parseWorkflow } from '../../src/workflow/index.js';

const words = [
  'type',
  'call',
  'with',
  'inputs',
  'runAfter',
  'actions',
  'else',
  'cases',
  'default',
  'expression',
  'foreach',
];
const more = [
  'limit',
  'variables',
  'name',
  'value',
  'retryPolicy',
  'kind',
  'A',
  'B',
  'a',
  '__proto__',
  'case',
  'operationOptions',
];
const top = [
  'triggers',
  'parameters',
  'connections',
  'outputs',
  'staticResults',
  'description',
  'defaultValue',
  'allowedValues',
];
const key = fc.oneof(fc.constantFrom(...words, ...more, ...top), fc.string());
const text = fc.oneof(
  fc.constantFrom(
    ...actionTypes.map(({ type }) => type),
    'Request',
    'acs.Op',
    "@body('A')",
    "@{variables('v')}",
    '@',
    'PT1H',
  ),
  fc.string(),
);

/** Maps made of the language's own words, which reach further into the parser than any JSON does. */
const { definition } = fc.letrec<{ value: Json; definition: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    text,
    fc.constantFrom(null, true, 0, 1.5, 10n ** 18n),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
  definition: fc.dictionary(
    fc.constantFrom('actions', 'triggers', 'parameters', 'connections', 'outputs'),
    tie('value'),
  ),
}));

describe('parseWorkflow', () => {
  it.each([
    ['any JSON', fc.jsonValue() as fc.Arbitrary<Json>],
    ["the language's own words", definition],
  ])('never throws: %s', (_name, values) => {
    fc.assert(
      fc.property(values, (value) => {
        const parsed = parseWorkflow(value, { name: 'x' });
        expect(parsed.ok).toBe(parsed.problems.every(({ severity }) => severity === 'warning'));
        for (const { message, pointer } of parsed.problems) {
          expect(message).not.toMatch(/undefined|\[object/);
          expect(pointer).toMatch(/^(\/|$)/);
        }
      }),
      { numRuns: 400 },
    );
  });
});
