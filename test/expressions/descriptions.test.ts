import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reference, referenceFile } from '../../scripts/functions.js';
import { descriptions, exampleContext } from '../../src/expressions/functions/descriptions.js';
import { contextScope, evaluate, functions, nameOf } from '../../src/expressions/index.js';
import { stringifyJson } from '../../src/json.js';

describe('the reference of the functions', () => {
  it('describes every function, and no other', () => {
    expect([...descriptions.keys()].toSorted()).toEqual(functions.map(nameOf).toSorted());
  });

  it.each([...descriptions].map(([name, { meaning, example }]) => [name, meaning, ...example] as const))(
    'has a sentence and a true example of %s',
    (name, meaning, expression, value) => {
      expect(meaning).toMatch(/^[A-Z].*\.$/);
      expect(expression.toLowerCase()).toContain(`${name.toLowerCase()}(`);
      expect(stringifyJson(evaluate(expression, contextScope(exampleContext)))).toBe(stringifyJson(value));
    },
  );

  it('is what docs/functions.md says', () => {
    expect(readFileSync(referenceFile, 'utf8')).toBe(reference());
  });
});
