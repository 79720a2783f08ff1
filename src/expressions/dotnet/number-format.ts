import { Decimal, Float, type JsonNumber, primitive } from '../../json.js';
import { type Digits, exactDigits, floatDigits, roundDigits } from './digits.js';
import type { NumberCulture, UnitStyle } from './number-culture.js';
import { formatCustom } from './number-custom.js';

/** .NET goes further, to a thousand million digits, which no flow means and no memory holds. */
const MAX_PRECISION = 10_000;

/** Writes a number as `ToString(format, culture)` does; undefined where .NET throws FormatException. */
export function formatNumber(value: JsonNumber, format: string, culture: NumberCulture): string | undefined {
  const double = value instanceof Float ? value.value : value;
  if (typeof double === 'number' && !Number.isFinite(double)) return notFinite(double, culture);
  const standard = /^([A-Za-z])(\d{0,9})$/.exec(format || 'G');
  if (Number(standard?.[2]) > MAX_PRECISION) return undefined;
  if (!standard) return formatCustom(customDigits(value), format, culture);
  const [, letter = '', digits = ''] = standard;
  return formatStandard(value, letter, digits === '' ? undefined : Number(digits), culture);
}

function notFinite(value: number, { nan, infinity, negative }: NumberCulture): string {
  return Number.isNaN(value) ? nan : value > 0 ? infinity : negative + infinity;
}

/** A custom format sees a double to 15 digits, whatever it asks for. */
function customDigits(value: JsonNumber): Digits {
  const exact = exactDigits(value);
  return exact.kind === 'float' ? floatDigits(floatOf(value), 15) : exact;
}

function floatOf(value: JsonNumber): number {
  return value instanceof Float ? value.value : Number(value);
}

function formatStandard(
  value: JsonNumber,
  letter: string,
  precision: number | undefined,
  culture: NumberCulture,
): string | undefined {
  const exact = exactDigits(value);
  switch (letter.toUpperCase()) {
    case 'C':
      return unit(exact, culture.currency, precision, culture);
    case 'P':
      return unit({ ...exact, scale: exact.digits === '' ? 0 : exact.scale + 2 }, culture.percent, precision, culture);
    case 'D':
      return exact.kind === 'integer'
        ? signed(culture, exact, plainDigits(exact).padStart(precision ?? 0, '0'))
        : undefined;
    case 'X':
      return exact.kind === 'integer' ? radix(value, 16, letter, precision) : undefined;
    case 'B':
      return exact.kind === 'integer' ? radix(value, 2, letter, precision) : undefined;
    case 'E':
      return signed(
        culture,
        exact,
        scientific(rounded(exact, (precision ?? 6) + 1), letter, precision ?? 6, 3, culture),
      );
    case 'F':
      return fixed(exact, precision ?? culture.decimals, culture, []);
    case 'N':
      return fixed(exact, precision ?? culture.decimals, culture, culture.groupSizes);
    case 'G':
      return general(value, exact, letter, precision, culture);
    case 'R':
      return general(value, exact, letter === 'r' ? 'g' : 'G', undefined, culture);
    default:
      return undefined;
  }
}

function rounded(exact: Digits, count: number): Digits {
  return roundDigits(exact, count, exact.kind === 'float' ? 'even' : 'away');
}

function fixed(exact: Digits, decimals: number, culture: NumberCulture, groupSizes: readonly number[]): string {
  const number = rounded(exact, exact.scale + decimals);
  return signed(culture, number, pointed(number, decimals, { ...culture, groupSizes }));
}

function unit(exact: Digits, style: UnitStyle, precision: number | undefined, culture: NumberCulture): string {
  const decimals = precision ?? style.decimals;
  const number = rounded(exact, exact.scale + decimals);
  const pattern = number.negative ? style.negativePattern : style.positive;
  const text = pointed(number, decimals, style);
  return pattern.replace(/[$n-]/g, (mark) => (mark === '$' ? style.symbol : mark === 'n' ? text : culture.negative));
}

function signed({ negativePattern, negative }: NumberCulture, number: Digits, text: string): string {
  if (!number.negative) return text;
  return negativePattern.replace(/[n-]/g, (mark) => (mark === 'n' ? text : negative));
}

/** Digits before and after the point, grouped. */
function pointed(
  { digits, scale }: Digits,
  decimals: number,
  { point, group, groupSizes }: { point: string; group: string; groupSizes: readonly number[] },
): string {
  const whole = scale > 0 ? digits.slice(0, scale).padEnd(scale, '0') : '0';
  if (decimals === 0) return grouped(whole, group, groupSizes);
  const fraction = ('0'.repeat(Math.max(0, -scale)) + digits.slice(Math.max(0, scale))).padEnd(decimals, '0');
  return grouped(whole, group, groupSizes) + point + fraction.slice(0, decimals);
}

/** Puts group separators in from the right; the last size repeats, and a size of 0 ends the grouping. */
function grouped(whole: string, separator: string, sizes: readonly number[]): string {
  const groups: string[] = [];
  let rest = whole;
  for (let index = 0; ; index++) {
    const size = sizes[Math.min(index, sizes.length - 1)] ?? 0;
    if (size === 0 || rest.length <= size) return [rest, ...groups].join(separator);
    groups.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }
}

function plainDigits({ digits, scale }: Digits): string {
  return digits.padEnd(scale, '0') || '0';
}

/** Two's complement of 64 bits for what is negative, as few digits as needed for what is not. */
function radix(value: JsonNumber, base: 2 | 16, letter: string, precision: number | undefined): string {
  const text = BigInt.asUintN(64, BigInt(primitive(value))).toString(base);
  const padded = text.padStart(precision ?? 0, '0');
  return letter === 'X' ? padded.toUpperCase() : padded;
}

function scientific(
  number: Digits,
  letter: string,
  decimals: number,
  exponentDigits: number,
  culture: NumberCulture,
): string {
  const digits = number.digits.padEnd(decimals + 1, '0');
  const mantissa = decimals === 0 ? digits : `${digits.charAt(0)}${culture.point}${digits.slice(1)}`;
  const exponent = number.digits === '' ? 0 : number.scale - 1;
  const sign = exponent < 0 ? culture.negative : culture.positive;
  return `${mantissa}${letter}${sign}${String(Math.abs(exponent)).padStart(exponentDigits, '0')}`;
}

/** The shorter of fixed and scientific, by the exponent. Without a precision a decimal keeps all its digits, zeros too. */
function general(
  value: JsonNumber,
  exact: Digits,
  letter: string,
  precision: number | undefined,
  culture: NumberCulture,
): string {
  if (!precision && value instanceof Decimal) return decimalText(value, culture);
  if (!precision && exact.kind === 'integer') return signed(culture, exact, plainDigits(exact));
  const number = precision ? rounded(exact, precision) : floatDigits(floatOf(value));
  const { digits, scale } = number;
  const decimals = digits === '' ? 0 : Math.max(0, digits.length - scale);
  if (scale <= (precision || 17) && scale > -4) return signed(culture, number, ungrouped(number, decimals, culture));
  const shown = scientific(number, letter === 'g' ? 'e' : 'E', digits.length - 1, 2, culture);
  return signed(culture, number, shown);
}

function ungrouped(number: Digits, decimals: number, culture: NumberCulture): string {
  return pointed(number, decimals, { ...culture, groupSizes: [] });
}

function decimalText(value: Decimal, culture: NumberCulture): string {
  const { coefficient, scale } = value;
  const magnitude = new Decimal(coefficient < 0n ? -coefficient : coefficient, scale).toString();
  return signed(culture, exactDigits(value), magnitude.replace('.', culture.point));
}
