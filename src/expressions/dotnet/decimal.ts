import { Decimal } from '../../json.js';

// Arithmetic of System.Decimal: 96 bits of coefficient, a scale from 0 to 28, rounding half to even. Documented by Microsoft.

const MAX_COEFFICIENT = 2n ** 96n - 1n;
const MAX_SCALE = 28;
/** The digits of the largest coefficient. */
const MAX_DIGITS = 29;

/** Thrown where a result is beyond what a decimal holds. */
export class DecimalOverflow extends RangeError {
  override readonly name = 'DecimalOverflow';
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return fit(x + y, scale);
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return fit(x - y, scale);
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return fit(a.coefficient * b.coefficient, a.scale + b.scale);
}

/** The quotient with as few digits as say it exactly, else with as many as fit. The divisor is not zero. */
export function divideDecimal(a: Decimal, b: Decimal): Decimal {
  const least = Math.max(0, a.scale - b.scale);
  // One digit more than can ever be kept is enough to round by, because what is left over is kept apart.
  const extra = MAX_SCALE - (a.scale - b.scale) + 1;
  const numerator = a.coefficient * power(extra);
  const quotient = numerator / b.coefficient;
  const sticky = numerator % b.coefficient === 0n ? 0n : sign(numerator) * sign(b.coefficient);
  // A last digit that is never a 5 on its own keeps an inexact quotient from looking like half.
  return unscale(fit(quotient * 10n + sticky, MAX_SCALE + 2), least);
}

/** The remainder, with the sign of the dividend. The divisor is not zero. */
export function remainderDecimal(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = align(a, b);
  return fit(x % y, scale);
}

/** A double as a decimal: `(decimal)value` keeps 15 significant digits. */
export function decimalOfNumber(value: number): Decimal {
  if (!Number.isFinite(value)) throw new DecimalOverflow('not a finite number');
  if (value === 0) return new Decimal(0n, 0);
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const digits = BigInt(mantissa.replace('.', ''));
  const scale = 14 - Number(exponent);
  return unscale(scale < 0 ? fit(digits * power(-scale), 0) : fit(digits, scale), 0);
}

/** A decimal of the digits before and after the point, rounded to what fits. */
export function decimalOfDigits(negative: boolean, whole: string, fraction: string): Decimal {
  const coefficient = BigInt(whole + fraction || '0');
  return fit(negative ? -coefficient : coefficient, fraction.length);
}

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.coefficient * power(scale - a.scale), b.coefficient * power(scale - b.scale), scale];
}

/** Drops digits, rounding half to even, until the coefficient has 96 bits and the scale is at most 28. */
function fit(coefficient: bigint, scale: number): Decimal {
  const surplus = magnitude(coefficient).toString().length - MAX_DIGITS;
  let drop = Math.min(scale, Math.max(0, scale - MAX_SCALE, surplus));
  for (;;) {
    const rounded = roundOff(coefficient, drop);
    if (rounded <= MAX_COEFFICIENT && rounded >= -MAX_COEFFICIENT) return new Decimal(rounded, scale - drop);
    if (drop === scale) throw new DecimalOverflow('Value was either too large or too small for a Decimal.');
    drop++;
  }
}

function roundOff(coefficient: bigint, digits: number): bigint {
  if (digits === 0) return coefficient;
  const unit = power(digits);
  const quotient = coefficient / unit;
  const twice = 2n * magnitude(coefficient % unit);
  const up = twice > unit || (twice === unit && quotient % 2n !== 0n);
  return up ? quotient + sign(coefficient) : quotient;
}

/** Takes zeros off the end, down to a scale. */
function unscale({ coefficient, scale }: Decimal, least: number): Decimal {
  let [digits, rest] = [coefficient, scale];
  while (rest > least && digits % 10n === 0n) [digits, rest] = [digits / 10n, rest - 1];
  return new Decimal(digits, rest);
}

function power(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function sign(value: bigint): bigint {
  return value < 0n ? -1n : 1n;
}
