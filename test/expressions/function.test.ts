import { describe, expect, it } from 'vitest';
import { invalidTemplate, ExpressionError } from '../../src/expressions/error.js';
import { argumentError, pure } from '../../src/expressions/function.js';
import { functions } from '../../src/expressions/functions/index.js';
import { signatureOf } from '../../src/expressions/index.js';
import { checkOf, parameterAt, parseSignature } from '../../src/expressions/signature.js';
import { Decimal, Float, type Json } from '../../src/json.js';

describe('signatures', () => {
  it('of every function can be read', () => {
    for (const row of functions) expect(signatureOf(row).name).not.toBe('');
  });

  it('say how many arguments a call may have', () => {
    expect(parseSignature('f(): any')).toMatchObject({ fewest: 0, most: 0 });
    expect(parseSignature('f(a: string, b?: integer): any')).toMatchObject({ fewest: 1, most: 2 });
    expect(parseSignature('f(...a: any): any')).toMatchObject({ fewest: 1, most: Infinity });
    expect(parseSignature('f(a: any, ...b?: any): any')).toMatchObject({ fewest: 1, most: Infinity });
  });

  it.each(['f', 'f()', 'f(a): any', 'f(a: text): any', 'f(): nothing'])('%s is not one', (text) => {
    expect(() => parseSignature(text)).toThrow(TypeError);
  });

  it.each<[string, Json[], Json[]]>([
    ['string', ['', 'a'], [null, 1, true]],
    ['integer', [0, -5], [1.5, new Float(5), 2n ** 60n, '1']],
    ['number', [0, 1.5, new Float(5), 2n ** 60n, new Decimal(1n, 0)], ['1', null, true]],
    ['boolean', [true, false], [0, 'true']],
    ['array', [[], [1]], [{}, 'a']],
    ['object', [{}], [[], null, new Float(5), new Decimal(1n, 0)]],
    ['string|null', ['a', null], [1]],
  ])('test for %s', (type, good, bad) => {
    const parameter = parameterAt(parseSignature(`f(a: ${type}): any`), 0);
    const check = parameter && checkOf(parameter);
    for (const value of good) expect(check?.(value)).toBe(true);
    for (const value of bad) expect(check?.(value)).toBe(false);
  });
});

describe('the words of an error', () => {
  const row = pure('f(a: array|string, b?: object, c?: any, d?: number, e?: boolean): any', () => null);

  it.each([
    [0, "The template language function 'F' expects its first parameter to be an array or a string. "],
    [1, "The template language function 'F' expects its second parameter to be of type object. "],
    [
      3,
      "The template language function 'F' expects its fourth parameter to be an integer, a float or a decimal number. ",
    ],
    [4, "The template language function 'F' expects its 5th parameter to be of type boolean. "],
    [9, "The template language function 'F' expects its 10th parameter to be valid. "],
  ])('for argument %i', (index, start) => {
    const rest =
      "The provided value is of type 'Null'. Please see https://aka.ms/logicexpressions#f for usage details.";
    expect(argumentError(row, 'F', index, 'Null').message).toBe(start + rest);
  });

  it("of an action's inputs are the service's", () => {
    const error = new ExpressionError('Selection', 'It is so.');
    expect(invalidTemplate('Compose', error)).toBe(
      "Unable to process template language expressions in action 'Compose' inputs at line '0' and column '0': 'It is so.'.",
    );
    expect(invalidTemplate('A', error, 1, 2)).toContain("at line '1' and column '2'");
  });

  it('keep what is known about the place, and the cause', () => {
    const cause = new Error('deep');
    const error = new ExpressionError('Syntax', 'x', { span: { start: 1, end: 2 }, cause, advice: 'do' });
    const located = error.at({ template: 't', span: { start: 5, end: 6 } });
    expect(located).toMatchObject({
      template: 't',
      span: { start: 1, end: 2 },
      cause,
      advice: 'do',
      name: 'ExpressionError',
    });
    expect(located.stack).toBe(error.stack);
    expect(located.at({ template: 'u' })).toBe(located);
  });
});
