import type { Decimal } from '../../json.js';
import { trimNumber } from './casing.js';
import { decimalOfDigits } from './decimal.js';

// `double.Parse`, `decimal.Parse` and `long.Parse` with the styles that the conversions use, under a culture's signs.

/** What a culture writes numbers with. */
export interface NumberSigns {
  readonly point: string;
  readonly group: string;
  readonly negative: string;
  readonly positive: string;
  readonly infinity: string;
  readonly nan: string;
}

/** The invariant culture; en-US differs in the sign for infinity alone. */
export const INVARIANT_SIGNS: NumberSigns = {
  point: '.',
  group: ',',
  negative: '-',
  positive: '+',
  infinity: 'Infinity',
  nan: 'NaN',
};

export const EN_US_SIGNS: NumberSigns = { ...INVARIANT_SIGNS, infinity: '∞' };

interface Digits {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

/** A double, by the styles Float and Number together: white space, a sign on either side, groups anywhere, an exponent. */
export function parseDouble(text: string, signs: NumberSigns): number | undefined {
  const trimmed = trimNumber(text);
  const digits = readDigits(trimmed, signs, true);
  if (digits) {
    const value = Number(`${digits.whole || '0'}.${digits.fraction || '0'}e${digits.exponent || '0'}`);
    return digits.negative ? -value : value;
  }
  return namedNumber(trimmed.toLowerCase(), signs);
}

function namedNumber(text: string, { infinity, nan, negative, positive }: NumberSigns): number | undefined {
  const bare = text.startsWith(negative) || text.startsWith(positive) ? text.slice(1) : text;
  if (bare === nan.toLowerCase()) return NaN;
  if (bare !== infinity.toLowerCase()) return undefined;
  return text.startsWith(negative) ? -Infinity : Infinity;
}

/** A decimal, by the style Number: no exponent. Throws DecimalOverflow when it is too large. */
export function parseDecimal(text: string, signs: NumberSigns): Decimal | undefined {
  const digits = readDigits(trimNumber(text), signs, false);
  return digits && decimalOfDigits(digits.negative, digits.whole, digits.fraction);
}

/** A 64-bit integer, by the style Integer: white space, a sign before it, digits. */
export function parseInteger(text: string): bigint | undefined {
  const trimmed = trimNumber(text);
  if (!/^[+-]?\d+$/.test(trimmed)) return undefined;
  const value = BigInt(trimmed.replace('+', ''));
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

function readDigits(text: string, signs: NumberSigns, exponents: boolean): Digits | undefined {
  const [sign, rest] = takeSign(text, signs);
  const match = patternOf(signs, exponents).exec(rest);
  if (!match) return undefined;
  const [, whole = '', fraction = '', exponent = '', trailing = ''] = match;
  if (!/\d/.test(whole + fraction) || (sign && trailing)) return undefined;
  const negative = (sign || trailing.trim()) === signs.negative;
  return { negative, whole: whole.replaceAll(signs.group, ''), fraction, exponent };
}

function takeSign(text: string, { negative, positive }: NumberSigns): [string, string] {
  for (const sign of [negative, positive]) if (text.startsWith(sign)) return [sign, text.slice(sign.length)];
  return ['', text];
}

const patterns = new Map<string, RegExp>();

function patternOf({ point, group, negative, positive }: NumberSigns, exponents: boolean): RegExp {
  const key = [point, group, negative, positive, exponents].join(' ');
  let pattern = patterns.get(key);
  if (!pattern) {
    const exponent = exponents ? '(?:[eE]([+-]?\\d+))?' : '()';
    const whole = `(?:\\d(?:\\d|${escape(group)})*)?`;
    // Groups may stand anywhere after the first digit, as .NET has it: `12345,6,78,` is 12345678.
    pattern = new RegExp(
      `^(${whole})(?:${escape(point)}(\\d*))?${exponent}(\\s*(?:${escape(negative)}|${escape(positive)}))?$`,
    );
    patterns.set(key, pattern);
  }
  return pattern;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
