import type { Decimal } from '../../json.js';
import { trimNumber } from './casing.js';
import { decimalOfDigits, DecimalOverflow } from './decimal.js';

// `double.Parse`, `decimal.Parse` and `long.Parse` with the styles that the conversions use, under a culture's signs.

/** What a culture writes numbers with. */
export interface NumberSigns {
  readonly point: string;
  readonly group: string;
  readonly negative: string;
  readonly positive: string;
  readonly infinity: string;
  readonly nan: string;
  /** Where the sign of a negative number stands; a space after it may be read then too. */
  readonly negativePattern?: string;
  /** What amounts are written with, where it is other than for numbers. */
  readonly currency?: { readonly symbol: string; readonly point: string; readonly group: string };
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

/** What a style allows besides white space, a sign before the number, and digits. */
interface Style {
  readonly point: boolean;
  readonly groups: boolean;
  readonly exponent: boolean;
  readonly trailingSign: boolean;
  /** Parentheses for a minus, and the symbol of the currency. */
  readonly accounting: boolean;
}

const STYLES = {
  integer: { point: false, groups: false, exponent: false, trailingSign: false, accounting: false },
  float: { point: true, groups: false, exponent: true, trailingSign: false, accounting: false },
  floatWithGroups: { point: true, groups: true, exponent: true, trailingSign: false, accounting: false },
  number: { point: true, groups: true, exponent: false, trailingSign: true, accounting: false },
  any: { point: true, groups: true, exponent: true, trailingSign: true, accounting: true },
} as const satisfies Record<string, Style>;

/** The names of the styles; `number` and `any` are .NET's. */
export type NumberStyle = keyof typeof STYLES;

/** A double; too large is infinity, as in .NET. */
export function parseDouble(text: string, signs: NumberSigns, style: NumberStyle = 'any'): number | undefined {
  const number = new Reader(text, signs, STYLES[style]).read();
  if (!number) return namedNumber(trimNumber(text).toLowerCase(), signs);
  const value = Number(`${number.whole || '0'}.${number.fraction || '0'}e${number.exponent}`);
  return number.negative ? -value : value;
}

function namedNumber(text: string, { infinity, nan, negative, positive }: NumberSigns): number | undefined {
  const minus = [negative, ...(HYPHENS.test(negative) ? ['-'] : [])].find((sign) => text.startsWith(sign));
  const sign = minus ?? (text.startsWith(positive) ? positive : '');
  const bare = text.slice(sign.length);
  if (bare === nan.toLowerCase()) return NaN;
  if (bare !== infinity.toLowerCase()) return undefined;
  return minus === undefined ? Infinity : -Infinity;
}

/** A decimal. Throws DecimalOverflow when it is too large. */
export function parseDecimal(text: string, signs: NumberSigns, style: NumberStyle = 'number'): Decimal | undefined {
  const number = new Reader(text, signs, STYLES[style]).read();
  return number && scaled(number);
}

/** Beyond this an exponent leaves nothing but zero or an overflow. */
const FAR = 200;

function scaled({ negative, whole, fraction, exponent }: Reading): Decimal {
  const digits = whole + fraction;
  const places = fraction.length - exponent;
  if (/^0*$/.test(digits)) return decimalOfDigits(negative, '', fraction.slice(0, Math.max(0, places)));
  if (places < -FAR) throw new DecimalOverflow('Value was either too large or too small for a Decimal.');
  if (places <= 0) return decimalOfDigits(negative, digits + '0'.repeat(-places), '');
  const padded = digits.padStart(Math.min(places, digits.length + FAR), '0');
  return decimalOfDigits(negative, padded.slice(0, -places), padded.slice(-places));
}

/** A 64-bit integer. */
export function parseInteger(text: string, signs: NumberSigns = INVARIANT_SIGNS): bigint | undefined {
  const number = new Reader(text, signs, STYLES.integer).read();
  if (!number) return undefined;
  const value = BigInt(number.whole) * (number.negative ? -1n : 1n);
  return value === BigInt.asIntN(64, value) ? value : undefined;
}

interface Reading {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
}

/** Signs for which .NET also takes the hyphen that people type. */
const HYPHENS = /^[\u200e\u200f\u061c]*[-\u2012\u207b\u208b\u2212\u2796\ufe63\uff0d]$/;

/** Reads from left to right, as .NET does: what comes first in the text decides, and nothing is tried twice. */
class Reader {
  readonly #text: string;
  readonly #signs: NumberSigns;
  readonly #style: Style;
  #at = 0;
  #sign: 'none' | 'plus' | 'minus' | 'open' = 'none';
  #negative = false;
  #money = false;

  constructor(text: string, signs: NumberSigns, style: Style) {
    this.#text = text;
    this.#signs = signs;
    this.#style = style;
  }

  read(): Reading | undefined {
    this.#before();
    const whole = this.#digits(this.#style.groups ? this.#separators('group') : []);
    const fraction = this.#style.point && this.#take(this.#separators('point')) ? this.#digits([]) : '';
    if (whole + fraction === '') return undefined;
    const exponent = this.#style.exponent ? this.#exponent() : 0;
    this.#after();
    const complete = this.#at === this.#text.length && this.#sign !== 'open';
    return complete ? { negative: this.#negative, whole, fraction, exponent } : undefined;
  }

  #before(): void {
    // A sign is followed by white space only where the culture has it there, or after a currency.
    const spaced = this.#signs.negativePattern === '- n';
    for (;;) {
      if (this.#white() && (this.#sign === 'none' || this.#money || spaced)) this.#at++;
      else if (this.#sign === 'none' && this.#takeSign()) continue;
      else if (this.#style.accounting && this.#sign === 'none' && this.#take(['('])) {
        [this.#sign, this.#negative] = ['open', true];
      } else if (!this.#takeCurrency()) return;
    }
  }

  #after(): void {
    for (;;) {
      if (this.#white()) this.#at++;
      else if (this.#style.trailingSign && this.#sign === 'none' && this.#takeSign()) continue;
      else if (this.#sign === 'open' && this.#take([')'])) this.#sign = 'minus';
      else if (!this.#takeCurrency()) return;
    }
  }

  #white(): boolean {
    return /[\t-\r ]/.test(this.#text.charAt(this.#at));
  }

  #takeSign(): boolean {
    const { positive, negative } = this.#signs;
    if (this.#take([positive])) this.#sign = 'plus';
    else if (this.#take(HYPHENS.test(negative) ? [negative, '-'] : [negative])) {
      [this.#sign, this.#negative] = ['minus', true];
    } else return false;
    return true;
  }

  #takeCurrency(): boolean {
    const symbol = this.#signs.currency?.symbol;
    if (!this.#style.accounting || this.#money || symbol === undefined) return false;
    this.#money = this.#take([symbol]);
    return this.#money;
  }

  /** A style that takes amounts takes the separators of amounts first, and only those after a currency's symbol. */
  #separators(name: 'point' | 'group'): string[] {
    const { currency } = this.#signs;
    const own = this.#signs[name];
    if (!this.#style.accounting || !currency) return [own];
    return this.#money ? [currency[name]] : [currency[name], own];
  }

  /** Digits, and after the first of them separators anywhere: `12345,6,78,` is 12345678. */
  #digits(separators: readonly string[]): string {
    let digits = '';
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character >= '0' && character <= '9') {
        digits += character;
        this.#at++;
      } else if (digits === '' || !this.#take(separators)) return digits;
    }
  }

  #exponent(): number {
    const { positive, negative } = this.#signs;
    const start = this.#at;
    if (!this.#take(['e', 'E'])) return 0;
    const minus = this.#take(HYPHENS.test(negative) ? [negative, '-'] : [negative]);
    if (!minus) this.#take([positive]);
    const digits = this.#digits([]);
    if (digits === '') this.#at = start;
    return (minus ? -1 : 1) * Math.min(Number(digits || '0'), 99_999);
  }

  #take(texts: readonly string[]): boolean {
    const found = texts.find((text) => text !== '' && this.#matches(text));
    if (found !== undefined) this.#at += found.length;
    return found !== undefined;
  }

  /** A no-break space in a culture's separators is also the space that people type. */
  #matches(text: string): boolean {
    if (this.#text.startsWith(text, this.#at)) return true;
    return /[\u00a0\u202f]/.test(text) && this.#text.startsWith(text.replace(/[\u00a0\u202f]/g, ' '), this.#at);
  }
}
