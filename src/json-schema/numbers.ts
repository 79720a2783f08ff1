import { Decimal, isArray, isNumber, isObject, primitive, type Json, type JsonNumber } from '../json.js';

/** A text that two values share when Newtonsoft takes them for equal in a schema: 1 is 1.0, properties have no order. */
export function canonical(value: Json): string {
  if (isNumber(value)) return canonicalNumber(value);
  if (isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
}

function canonicalNumber(value: JsonNumber): string {
  if (value instanceof Decimal)
    return value.toString().replace(/\.?0+$/, (zeros) => (zeros.includes('.') ? '' : zeros));
  const bare = primitive(value);
  return typeof bare === 'number' && Number.isInteger(bare) ? BigInt(bare).toString() : String(bare);
}

/** Whether a number is a multiple of another, digit by digit: 0.3 is one of 0.1. Nothing is a multiple of 0. */
export function isMultiple(value: JsonNumber, of: JsonNumber): boolean {
  const [a, b] = [digits(value), digits(of)];
  if (!a || !b || b.coefficient === 0n) return false;
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = (n: Digits) => n.coefficient * 10n ** BigInt(n.exponent - exponent);
  return scaled(a) % scaled(b) === 0n;
}

interface Digits {
  readonly coefficient: bigint;
  readonly exponent: number;
}

function digits(value: JsonNumber): Digits | undefined {
  if (value instanceof Decimal) return { coefficient: value.coefficient, exponent: -value.scale };
  const match = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(primitive(value)));
  if (!match) return undefined; // NaN, Infinity
  const [, whole = '', fraction = '', exponent = '0'] = match;
  return { coefficient: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
