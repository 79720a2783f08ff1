import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNumbers,
  Decimal,
  deepEqual,
  equal,
  Float,
  float,
  integer,
  isNumber,
  isObject,
  keyAnyCase,
  kindOf,
  numberText,
  own,
  ownAnyCase,
  parseJson,
  primitive,
  stringifyJson,
  type Json,
  type JsonNumber,
} from '../src/json.js';

const maxLong = 9223372036854775807n;

/** Any value that JSON text can hold. A zero has no sign here: as an integer it has none in the service either. */
const numbers: fc.Arbitrary<Json> = fc.oneof(
  fc.integer(),
  fc.bigInt({ min: -maxLong - 1n, max: maxLong }).map(integer),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => float(value === 0 ? 0 : value)),
);
const keys = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'constructor', 'a', 'A'));
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    numbers,
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('JSON text', () => {
  it.each([
    ['1', 1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['9223372036854775807', maxLong],
    ['-9223372036854775808', -maxLong - 1n],
    ['9223372036854775808', 2n ** 63n], // beyond 64 bits it is still whole
    ['1.5', 1.5],
    ['5.0', new Float(5)],
    ['5.00', new Float(5)],
    ['1e300', new Float(1e300)],
    ['1E2', new Float(100)],
    ['1e-7', 1e-7],
    ['0.1234567890123456789', 0.12345678901234568],
    ['123456789012345678.5', new Float(123456789012345680)],
    ['{"a":1e2,"a":2.0}', { a: new Float(2) }], // the last one of a name counts, whichever reader is at work
    ['{"a":1,"a":2}', { a: 2 }],
    ['"1234567890123456 and 5.0"', '1234567890123456 and 5.0'],
  ])('%s is read without loss', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(['{"__proto__":{"a":1}}', '{"__proto__":{"a":1.0}}'])('%s has a property, not a prototype', (text) => {
    const value = parseJson(text) as { readonly [name: string]: Json };
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(stringifyJson(value)).toBe(text);
  });

  it.each([
    ['5.0', '5.0'],
    ['1e300', '1E+300'],
    ['1e-7', '1E-07'],
    ['1e16', '10000000000000000.0'],
    ['1e17', '1E+17'],
    ['-0.0', '-0.0'],
    ['1e400', '"Infinity"'],
    ['9223372036854775807', '9223372036854775807'],
    ['[ 1 , {"b":2,"a":null} ]', '[1,{"b":2,"a":null}]'],
    [String.raw`"\u2028\u2029\u0085\n\"<é"`, String.raw`"\u2028\u2029\u0085\n\"<é"`],
  ])('%s is written as %s', (text, written) => {
    expect(stringifyJson(parseJson(text))).toBe(written);
  });

  it.each([
    [new Decimal(15n, 1), '1.5'],
    [new Decimal(-5n, 3), '-0.005'],
    [new Decimal(5n, 0), '5.0'],
    [NaN, '"NaN"'],
  ])('%s, which no text holds, is written as %s', (value, written) => {
    expect(stringifyJson(value)).toBe(written);
  });

  it.each(['', '{', "{'a':1}", '[1,]', '01', '1.', 'NaN', '{"a":1e2', '{"a":1.0,}'])('%s is refused', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('comes back as it was, whatever the value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = stringifyJson(value);
        expect(() => JSON.parse(text) as unknown).not.toThrow();
        expect(deepEqual(parseJson(text), value)).toBe(true);
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
    );
  });
});

describe('kindOf', () => {
  it.each([
    [null, 'Null'],
    [true, 'Boolean'],
    [1, 'Integer'],
    [maxLong, 'Integer'],
    [1.5, 'Float'],
    [new Float(1), 'Float'],
    [Infinity, 'Float'],
    [new Decimal(1n, 0), 'Decimal'],
    ['', 'String'],
    [[], 'Array'],
    [{}, 'Object'],
  ])('%s is of kind %s', (value: Json, kind) => {
    expect(kindOf(value)).toBe(kind);
    expect(isObject(value)).toBe(kind === 'Object');
    expect(isNumber(value)).toBe(['Integer', 'Float', 'Decimal'].includes(kind));
  });
});

describe('equality', () => {
  const [five, fivePointZero, fiveDecimal] = [5, new Float(5), new Decimal(50n, 1)];

  it.each<[Json, Json, boolean, boolean]>([
    // a, b, equal, deepEqual
    [five, fivePointZero, true, false],
    [five, fiveDecimal, true, false],
    [fivePointZero, new Float(5), true, true],
    [fiveDecimal, new Decimal(5n, 0), true, true],
    [maxLong, maxLong, true, true],
    [9007199254740993n, new Float(9007199254740992), true, false], // .NET compares them as doubles
    [0.1, new Decimal(1n, 1), true, false],
    [NaN, NaN, true, true],
    [NaN, 1.5, false, false],
    ['5', five, false, false],
    [null, false, false, false],
    [[five], [fivePointZero], false, false],
    [[1, 2], [2, 1], false, false],
    [[1], [1, 2], false, false],
    [[], {}, false, false],
    [{}, [], false, false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true, true],
    [{ a: 1 }, { a: 1, b: 2 }, false, false],
    [{ toString: null }, {}, false, false],
    [{ a: 1 }, { A: 1 }, false, false],
    [five, {}, false, false],
  ])('of %s and %s: %s, deep: %s', (a, b, loose, deep) => {
    expect(equal(a, b)).toBe(loose);
    expect(equal(b, a)).toBe(loose);
    expect(deepEqual(a, b)).toBe(deep);
    expect(deepEqual(b, a)).toBe(deep);
  });

  it.each<[JsonNumber, JsonNumber, number]>([
    [1, 2, -1],
    [2n ** 62n, new Float(1), 1],
    [new Decimal(15n, 1), 1.5, 0],
    [new Decimal(1n, 1), new Decimal(2n, 1), -1],
    [new Decimal(3n, 0), 2n, 1],
    [new Decimal(1n, 0), 1e-7, 1], // whose text has an exponent
    [NaN, -Infinity, -1],
    [1, NaN, 1],
  ])('%s compared to %s is %s', (a, b, order) => {
    expect(compareNumbers(a, b)).toBe(order);
    expect(compareNumbers(b, a)).toBe(order === 0 ? 0 : -order);
  });
});

describe('numbers', () => {
  it.each([
    [5, '5'],
    [-0, '-0'],
    [0.0001, '0.0001'],
    [0.00001, '1E-05'],
    [1.234e-5, '1.234E-05'],
    [1e16, '10000000000000000'],
    [123456789012345680, '1.2345678901234568E+17'],
    [1e100, '1E+100'],
    [Infinity, 'Infinity'],
  ])('%s reads %s in .NET', (value, text) => {
    expect(numberText(value)).toBe(text);
  });

  it('lose their wrapper', () => {
    expect([new Float(5), new Decimal(15n, 1), maxLong, 1].map(primitive)).toEqual([5, 1.5, maxLong, 1]);
  });
});

describe('properties', () => {
  const object = { Name: 1, name: 2, Other: 3 };

  it('are found by their own name only', () => {
    expect(own(object, 'Name')).toBe(1);
    expect(own(object, 'NAME')).toBeUndefined();
    expect(own(object, 'toString')).toBeUndefined();
  });

  it('are found in any case, the exact one first', () => {
    expect(ownAnyCase(object, 'name')).toBe(2);
    expect(ownAnyCase(object, 'OTHER')).toBe(3);
    expect(ownAnyCase(object, 'CONSTRUCTOR')).toBeUndefined();
    expect(keyAnyCase(object, 'other')).toBe('Other');
  });
});
