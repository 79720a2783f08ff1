import {
  compareNumbers,
  Decimal,
  float,
  Float,
  integer,
  isArray,
  isNumber,
  type Json,
  type JsonNumber,
  kindOf,
  primitive,
} from '../../json.js';
import {
  addDecimal,
  decimalOfNumber,
  divideDecimal,
  multiplyDecimal,
  remainderDecimal,
  subtractDecimal,
} from '../dotnet/decimal.js';
import { ExpressionError } from '../error.js';
import { functionError, type FunctionRow, pure, scoped, type Wording } from '../function.js';
import type { Scope } from '../scope.js';

/** One operation on each of the three kinds of number. */
interface Operation {
  readonly integers: (a: bigint, b: bigint) => bigint;
  readonly floats: (a: number, b: number) => number;
  readonly decimals: (a: Decimal, b: Decimal) => Decimal;
}

/** Decimals win over floats, floats over integers; integers are 64 bits wide and do not wrap around. */
function calculate(name: string, operation: Operation, a: JsonNumber, b: JsonNumber): JsonNumber {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    // The case of every day: what is exact in a double needs no wider integers.
    const result = operation.floats(a, b);
    if (Number.isSafeInteger(result)) return result === 0 ? 0 : result;
  }
  if (a instanceof Decimal || b instanceof Decimal) return withDecimals(name, operation, a, b);
  if (isInteger(a) && isInteger(b)) {
    const result = operation.integers(BigInt(a), BigInt(b));
    if (result !== BigInt.asIntN(64, result)) throw overflow(name);
    return integer(result);
  }
  return float(operation.floats(Number(primitive(a)), Number(primitive(b))));
}

function isInteger(value: JsonNumber): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}

function withDecimals(name: string, operation: Operation, a: JsonNumber, b: JsonNumber): Decimal {
  try {
    return operation.decimals(asDecimal(a), asDecimal(b));
  } catch (error) {
    throw error instanceof RangeError ? overflow(name) : error;
  }
}

function asDecimal(value: JsonNumber): Decimal {
  if (value instanceof Decimal) return value;
  return isInteger(value) ? new Decimal(BigInt(value), 0) : decimalOfNumber(Number(primitive(value)));
}

function overflow(name: string): ExpressionError {
  return functionError(name, 'cannot be evaluated: the result is too large or too small for its type.', false);
}

function arithmetic(name: string, operation: Operation, wording: Wording): FunctionRow {
  const call = (a: JsonNumber, b: JsonNumber): Json => calculate(name, operation, a, b);
  return pure(`${name}(a: number, b: number): number`, call, wording);
}

/** Integers and decimals have no quotient by zero; floats have infinity, as in .NET. */
function division(name: string, operation: Operation, wording: Wording): FunctionRow {
  const call = (a: JsonNumber, b: JsonNumber): Json => {
    const exact = !(isFloat(a) || isFloat(b)) || a instanceof Decimal || b instanceof Decimal;
    if (exact && Number(primitive(b)) === 0) {
      throw new ExpressionError(
        'InvalidArgument',
        `Attempt to divide an integral or decimal value by zero in function '${name}'.`,
      );
    }
    return calculate(name, operation, a, b);
  };
  return pure(`${name}(dividend: number, divisor: number): number`, call, wording);
}

function isFloat(value: JsonNumber): boolean {
  return value instanceof Float || (typeof value === 'number' && !Number.isSafeInteger(value));
}

function extreme(name: 'max' | 'min', wins: (order: number) => boolean): FunctionRow {
  const call = (...values: Json[]): Json => {
    const [only] = values;
    const list = values.length === 1 && isArray(only) ? only : values;
    const [first, ...rest] = list.map((value, index) => requireNumber(name, value, index));
    if (first === undefined) throw functionError(name, 'expects the array to have at least one number.');
    return rest.reduce((best, value) => (wins(compareNumbers(value, best)) ? value : best), first);
  };
  return pure(`${name}(...numbers: any): number`, call, {
    expects: 'expects either an array of numbers or a comma separated list of numbers as its parameters',
    counted: 'none',
  });
}

function requireNumber(name: string, value: Json, index: number): JsonNumber {
  if (isNumber(value)) return value;
  throw new ExpressionError(
    'ArgumentType',
    `The template language function '${name}' expects its parameters to be an integer, a float or a decimal number. ` +
      `The provided value at position '${index}' is of type '${kindOf(value)}'. ` +
      `Please see https://aka.ms/logicexpressions#${name} for usage details.`,
  );
}

/** An integer from `min` up to, not including, `max`, as documented. */
function rand(scope: Scope, min: number, max: number): number {
  if (min >= max) {
    throw functionError(
      'rand',
      `parameters are out of range: the minimum '${min}' must be less than the maximum '${max}'.`,
    );
  }
  return min + Math.floor(scope.random() * (max - min));
}

const MOST_IN_RANGE = 100_000;
const MAX_INT32 = 2_147_483_647;

function range(start: number, count: number): Json {
  if (count < 0 || count > MOST_IN_RANGE || start + count > MAX_INT32 || start < -MAX_INT32 - 1) {
    throw functionError(
      'range',
      `parameters are out of range: 'count' must be a non-negative integer no larger than '${MOST_IN_RANGE}' ` +
        `and the sum of 'start index' and 'count' must be no larger than '${MAX_INT32}'.`,
    );
  }
  return Array.from({ length: count }, (_, index) => start + index);
}

const ADD: Operation = { integers: (a, b) => a + b, floats: (a, b) => a + b, decimals: addDecimal };
const SUBTRACT: Operation = { integers: (a, b) => a - b, floats: (a, b) => a - b, decimals: subtractDecimal };
const MULTIPLY: Operation = { integers: (a, b) => a * b, floats: (a, b) => a * b, decimals: multiplyDecimal };
const DIVIDE: Operation = { integers: (a, b) => a / b, floats: (a, b) => a / b, decimals: divideDecimal };
const REMAINDER: Operation = { integers: (a, b) => a % b, floats: (a, b) => a % b, decimals: remainderDecimal };

/** Arithmetic. No string is a number here (measured in Power Automate). */
export const math: readonly FunctionRow[] = [
  arithmetic('add', ADD, {
    expects:
      'expects two numeric parameters: the first summand as the first parameter and the seccond summand as the second parameter',
  }),
  division('div', DIVIDE, {
    expects:
      'expects two numeric parameters: the dividend as the first parameter and the divisor as the second parameter',
  }),
  extreme('max', (order) => order > 0),
  extreme('min', (order) => order < 0),
  division('mod', REMAINDER, {
    expects:
      'expects two numeric parameters: the dividend as the first parameter and the divisor as the second parameter',
    link: 'div',
  }),
  arithmetic('mul', MULTIPLY, {
    expects:
      'expects two numeric parameters: the first multiplicand as the first parameter and the second multiplicand as the ' +
      'second parameter',
  }),
  scoped('rand(min: integer, max: integer): integer', rand, {
    expects:
      'expects two integer parameters: an inclusive minimum of the range as the first parameter and an inclusive maximum ' +
      'of the range as the second parameter',
  }),
  pure('range(start: integer, count: integer): array', range, {
    expects:
      'expects two integer parameters: an inclusive start index of the range as the first parameter and a count of ' +
      'integers to return as the second parameter',
  }),
  arithmetic('sub', SUBTRACT, {
    expects:
      'expects two numeric parameters: the minuend as the first parameter and the subtrahend as the second parameter',
  }),
];
