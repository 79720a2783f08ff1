// The currency of the whole program: JSON as the workflow service sees it.
//
// The service (.NET, Newtonsoft) tells an integer from a float and keeps 64 bits of the one and 28 digits of the
// decimal; a JavaScript number cannot. So a value is the plain JavaScript one wherever that is faithful, and a small
// wrapper where it is not. The rule, which every producer of a Json keeps:
//
//   an integer within ±(2^53 - 1)   number, integral             1
//   any other integer               bigint                       9223372036854775807n
//   a float with a fraction         number                       1.5
//   a float without one, or huge    Float (see `float`)          new Float(5) is 5.0
//   a .NET decimal                  Decimal                      new Decimal(15n, 1) is 1.5m
import { parse as parseLossless } from 'lossless-json';

export type Json = null | boolean | number | bigint | Float | Decimal | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** A float whose value is integral, as `5.0` or `1e300` is: as a plain number it would pass for an integer. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A .NET decimal: `coefficient` × 10^-`scale`, with a scale from 0 to 28. */
export class Decimal {
  readonly coefficient: bigint;
  readonly scale: number;
  constructor(coefficient: bigint, scale: number) {
    this.coefficient = coefficient;
    this.scale = scale;
  }

  toString(): string {
    const sign = this.coefficient < 0n ? '-' : '';
    const digits = (this.coefficient < 0n ? -this.coefficient : this.coefficient)
      .toString()
      .padStart(this.scale + 1, '0');
    return this.scale === 0 ? sign + digits : `${sign}${digits.slice(0, -this.scale)}.${digits.slice(-this.scale)}`;
  }
}

export type Kind = 'Null' | 'Boolean' | 'Integer' | 'Float' | 'Decimal' | 'String' | 'Array' | 'Object';

/** The type of a value, by the name the service uses for it in messages. */
export function kindOf(value: Json): Kind {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'boolean':
      return 'Boolean';
    case 'bigint':
      return 'Integer';
    case 'number':
      return Number.isSafeInteger(value) ? 'Integer' : 'Float';
    default:
      if (value === null) return 'Null';
      if (value instanceof Float) return 'Float';
      if (value instanceof Decimal) return 'Decimal';
      return Array.isArray(value) ? 'Array' : 'Object';
  }
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Float) &&
    !(value instanceof Decimal)
  );
}

/** A float as a Json: wrapped when it would otherwise pass for an integer. */
export function float(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** An integer as a Json: a number where that is exact. Whoever computes with it checks that the result fits 64 bits. */
export function integer(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

/** A property of an object itself, never of its prototype: `constructor` and `__proto__` are names like any other. */
export function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A property by its name in any case, an exact match first: how the service resolves names. */
export function ownAnyCase(object: JsonObject, name: string): Json | undefined {
  const key = keyAnyCase(object, name);
  return key === undefined ? undefined : object[key];
}

/** The key under which `ownAnyCase` finds a property. */
export function keyAnyCase(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const folded = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === folded);
}

/** Reads JSON text without losing digits or the difference between `5` and `5.0`; throws SyntaxError. */
export function parseJson(text: string): Json {
  // Only where a number could suffer is the slower reader needed: 16 or more digits, a fraction that is all zeros, or an
  // exponent. A hit inside a string costs time, nothing else.
  if (!/\d{16}|\.0|\d[eE]/.test(text)) return JSON.parse(text) as Json;
  JSON.parse(text); // the strict judge of syntax, with the message people know
  return parseLossless(text, null, { parseNumber, onDuplicateKey: ({ newValue }) => newValue }) as Json;
}

function parseNumber(text: string): Json {
  if (/[.eE]/.test(text)) return float(Number(text));
  // Beyond 64 bits too: Newtonsoft has a BigInteger there, which passes through a workflow with all its digits.
  return integer(BigInt(text));
}

/** Writes a value as compact JSON text, the way Newtonsoft does: floats keep their `.0`, wide integers all digits. */
export function stringifyJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'boolean':
    case 'bigint':
      return value.toString();
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : floatText(value);
    default:
      if (value === null) return 'null';
      if (value instanceof Float) return floatText(value.value);
      if (value instanceof Decimal) return value.scale === 0 ? `${value.toString()}.0` : value.toString();
      if (isArray(value)) return `[${value.map(stringifyJson).join(',')}]`;
      return `{${Object.entries(value)
        .map(([name, item]) => `${quote(name)}:${stringifyJson(item)}`)
        .join(',')}}`;
  }
}

/** Writes a value as JSON text for people, indented, with all its digits. */
export function prettyJson(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  const list = isArray(value);
  const lines = list
    ? value.map((item) => inner + prettyJson(item, inner))
    : isObject(value)
      ? Object.entries(value).map(([name, item]) => `${inner}${quote(name)}: ${prettyJson(item, inner)}`)
      : [];
  if (lines.length === 0) return stringifyJson(value);
  return `${list ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}

/** A string in quotes. Newtonsoft also escapes the line ends that JavaScript's own writer leaves as they are. */
function quote(text: string): string {
  const quoted = JSON.stringify(text);
  return /[\u0085\u2028\u2029]/.test(quoted) ? quoted.replace(/[\u0085\u2028\u2029]/g, escapeUnit) : quoted;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A double as .NET's shortest round-trip text (`1E+300`, `1E-07`), with the `.0` that marks it as a float in JSON. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value)); // Newtonsoft writes "NaN" and "Infinity" quoted
  const text = numberText(value);
  return /[.E]/.test(text) ? text : `${text}.0`;
}

/** A double as .NET's `ToString()` writes it in the invariant culture: `5`, `1.5`, `1E+17`, `1E-05`, `-0`. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value)) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power > -5 && power < 17) return plain(value);
  return `${mantissa}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** Equality as the function `equals` has it: deep and strict, save that two bare numbers compare by value: 1 is 1.0. */
export function equal(a: Json, b: Json): boolean {
  return isNumber(a) && isNumber(b) ? compareNumbers(a, b) === 0 : deepEqual(a, b);
}

/** Newtonsoft's deep equality: an integer is no float of the same value, the order of properties does not matter. */
export function deepEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, at) => deepEqual(item, b[at] as Json));
  if (isObject(a)) {
    if (!isObject(b)) return false;
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && deepEqual(a[name] as Json, b[name] as Json))
    );
  }
  if (isArray(b) || isObject(b) || kindOf(a) !== kindOf(b)) return false;
  return isNumber(a) && isNumber(b) && compareNumbers(a, b) === 0;
}

export type JsonNumber = number | bigint | Float | Decimal;

export function isNumber(value: Json): value is JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float || value instanceof Decimal;
}

/** Orders two numbers of any type; NaN is below every number, as .NET's CompareTo has it. */
export function compareNumbers(a: JsonNumber, b: JsonNumber): number {
  if (a instanceof Decimal || b instanceof Decimal) {
    const [x, y] = [exact(a), exact(b)];
    if (x && y) {
      const scale = Math.max(x.scale, y.scale);
      const [p, q] = [x.coefficient * 10n ** BigInt(scale - x.scale), y.coefficient * 10n ** BigInt(scale - y.scale)];
      return p < q ? -1 : p > q ? 1 : 0;
    }
  }
  // An integer is compared with a float as a double, as Newtonsoft does it.
  const asDouble = kindOf(a) === 'Float' || kindOf(b) === 'Float';
  const [x, y] = asDouble ? [Number(primitive(a)), Number(primitive(b))] : [primitive(a), primitive(b)];
  if (x < y) return -1;
  if (x > y) return 1;
  if (x == y) return 0; // oxlint-disable-line eqeqeq -- a bigint and a number compare by value only with ==
  return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : 1;
}

/** A number without a wrapper: floats and decimals as a JavaScript number, wide integers as a bigint. */
export function primitive(value: JsonNumber): number | bigint {
  if (value instanceof Float) return value.value;
  if (value instanceof Decimal) return Number(value.toString());
  return value;
}

function exact(value: JsonNumber): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (typeof value === 'bigint') return new Decimal(value, 0);
  const number = primitive(value) as number;
  if (Number.isInteger(number)) return new Decimal(BigInt(number), 0);
  const match = /^(-?)(\d+)\.(\d+)$/.exec(String(number));
  return match ? new Decimal(BigInt(`${match[1]}${match[2]}${match[3]}`), match[3]?.length ?? 0) : undefined;
}
