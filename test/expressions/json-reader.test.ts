import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonReadError, readJson } from '../../src/expressions/index.js';
import { deepEqual, Float, type Json, parseJson, stringifyJson } from '../../src/json.js';

/** Text that is often nearly JSON. */
const nearJson = fc
  .array(
    fc.constantFrom(
      ...'{}[]()":,/*-+.0x1e9\'aAnNuU \n\\'.split(''),
      'true',
      'null',
      'NaN',
      'Infinity',
      'undefined',
      'new D(',
      '//',
      '"a":',
      '\\ud83d',
      '\ufeff',
      '\0',
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

/** The path in the error that a text gives. */
function pathOf(text: string): string {
  try {
    readJson(text);
  } catch (error) {
    return error instanceof Error ? (/Path '(.*)'/.exec(error.message)?.[1] ?? '') : '';
  }
  return 'no error';
}

describe('reading JSON', () => {
  it.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['near misses', nearJson],
  ])('of %s gives a value or a JsonReadError', (_what, texts) => {
    expect(() =>
      fc.assert(
        fc.property(texts, (text) => {
          try {
            const value = readJson(text);
            // A value that was read is read again from what is written; NaN and Infinity are strings then, written the same.
            const written = stringifyJson(value);
            return stringifyJson(readJson(written)) === written;
          } catch (error) {
            if (!(error instanceof JsonReadError)) throw error;
            return true;
          }
        }),
        { numRuns: 3000 },
      ),
    ).not.toThrow();
  });

  it('gives back what was written', () => {
    const number = fc.oneof(
      fc.maxSafeInteger(),
      fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((x) => (Number.isInteger(x) ? new Float(x) : x)),
    );
    const json = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        number,
        fc.string({ unit: 'grapheme' }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        const text = stringifyJson(value);
        expect(deepEqual(readJson(text), value)).toBe(true);
        expect(stringifyJson(readJson(text))).toBe(text);
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('reads strict JSON as the built-in reader does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(deepEqual(readJson(text), parseJson(text))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('gives null for nothing, as the action Parse JSON does', () => {
    expect([readJson(''), readJson('  \n'), readJson('// c'), readJson('\0')]).toEqual([null, null, null, null]);
  });

  it('moves a name that comes again to the end', () => {
    expect(Object.keys(readJson('{"a":1,"b":2,"a":{"c":1}}') ?? {})).toEqual(['b', 'a']);
    // A colon in a text must not be taken for a property.
    expect(readJson('{"a":"\\":","b":"x\\" : "}')).toEqual({ a: '":', b: 'x" : ' });
  });

  it('tells the path as Newtonsoft does', () => {
    expect(pathOf('{"a":{"b c":[1,{"d":x')).toBe("a['b c'][1].d");
    expect(pathOf('{"a\'b\\\\":x')).toBe("['a\\'b\\\\']");
    expect(pathOf('[[1,2],[3,x')).toBe('[1][0]');
    expect(pathOf('[x')).toBe('');
  });

  it.each([
    ['10,000 levels', '['.repeat(10_000)],
    ['10,000 levels of objects', '{"a":'.repeat(10_000)],
    ['10,000 levels, closed', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['a million digits', '1'.repeat(1_000_000)],
    ['an endless comment', `[1,/*${'*'.repeat(1_000_000)}`],
    ['an endless text', `"${'\\"'.repeat(500_000)}`],
  ])('refuses %s fast', (_what, text) => {
    const start = performance.now();
    expect(() => readJson(text)).toThrow(JsonReadError);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it.each([
    ['512 levels', '['.repeat(512) + ']'.repeat(512)],
    ['a megabyte of text', JSON.stringify('x'.repeat(1_000_000))],
    ['a hundred thousand lenient members', `[${"{a:'b',},".repeat(100_000)}]`],
    ['many escapes', `'${'\\u0041\\n'.repeat(100_000)}'`],
  ])('reads %s fast', (_what, text) => {
    const start = performance.now();
    readJson(text);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
