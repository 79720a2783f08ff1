import { Decimal, Float, type JsonNumber } from '../../json.js';

/** A number as .NET formats it: 0.digits × 10^scale, without zeros at either end; no digits is zero. */
export interface Digits {
  readonly digits: string;
  readonly scale: number;
  readonly negative: boolean;
  readonly kind: 'integer' | 'float' | 'decimal';
}

/** The digits of a finite number, all of them: a double has its exact binary value. */
export function exactDigits(value: JsonNumber): Digits {
  if (value instanceof Decimal) return digitsOf(value.coefficient, value.scale, 'decimal');
  if (typeof value === 'bigint') return digitsOf(value, 0, 'integer');
  if (typeof value === 'number' && Number.isSafeInteger(value)) return digitsOf(BigInt(value), 0, 'integer');
  return exactFloat(value instanceof Float ? value.value : value);
}

/** A double to so many significant digits; without a count, to as few as tell it from every other double. */
export function floatDigits(value: number, significant?: number): Digits {
  const text = significant === undefined ? value.toExponential() : value.toExponential(significant - 1);
  const [mantissa = '', exponent = '0'] = text.split('e');
  const digits = mantissa.replace(/[-.]/g, '');
  return trimmed({ digits, scale: Number(exponent) + 1, negative: isNegative(value), kind: 'float' });
}

/**
 * Keeps so many digits, rounding half away from zero, or half to even as .NET does with the exact value of a double. Only
 * a double can be a negative zero.
 */
export function roundDigits(number: Digits, count: number, half: 'away' | 'even' = 'away'): Digits {
  const { digits, scale } = number;
  if (count >= digits.length) return number;
  const kept = count > 0 ? digits.slice(0, count) : '';
  const tie = half === 'even' && count === digits.length - 1 && digits.charAt(count) === '5';
  const up = tie ? /[13579]$/.test(kept) : count >= 0 && digits.charAt(count) >= '5';
  if (!up) return trimmed({ ...number, digits: kept });
  const increased = (BigInt(kept || '0') + 1n).toString();
  const carried = increased.length - kept.length;
  return trimmed({ ...number, digits: increased, scale: scale + (kept === '' ? 1 : carried) });
}

/** Leaves out the zeros at the end; what has no digits is zero, and has no sign unless it is a double. */
function trimmed(number: Digits): Digits {
  const leading = /^0*/.exec(number.digits)?.[0].length ?? 0;
  const digits = number.digits.slice(leading).replace(/0+$/, '');
  if (digits !== '') return { ...number, digits, scale: number.scale - leading };
  return { ...number, digits: '', scale: 0, negative: number.negative && number.kind === 'float' };
}

function digitsOf(coefficient: bigint, scale: number, kind: Digits['kind']): Digits {
  const negative = coefficient < 0n;
  const digits = (negative ? -coefficient : coefficient).toString();
  return trimmed({ digits, scale: digits.length - scale, negative, kind });
}

function exactFloat(value: number): Digits {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  // A negative power of two is a power of five over a power of ten.
  const exact =
    exponent >= 0
      ? digitsOf(mantissa << BigInt(exponent), 0, 'float')
      : digitsOf(mantissa * 5n ** BigInt(-exponent), -exponent, 'float');
  return { ...exact, negative: isNegative(value) };
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}
