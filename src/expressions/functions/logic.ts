import { compareNumbers, equal, isNumber, type Json, type JsonNumber, kindOf, primitive } from '../../json.js';
import { compareIgnoringCase } from '../dotnet/casing.js';
import { ExpressionError } from '../error.js';
import { type Evaluate, type FunctionRow, lazy, pure } from '../function.js';

/**
 * Compares numbers by value and strings without regard to case, which is what Power Automate was measured to do; undefined
 * where a NaN is involved, which is neither less nor greater.
 */
function compare(name: string, a: Json, b: Json): number | undefined {
  if (isNumber(a) && isNumber(b)) return isNaN(a) || isNaN(b) ? undefined : compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareIgnoringCase(a, b);
  throw notComparable(name, a, b);
}

function isNaN(value: JsonNumber): boolean {
  return Number.isNaN(primitive(value));
}

function notComparable(name: string, a: Json, b: Json): ExpressionError {
  const invalid = [a, b].filter((value) => !isNumber(value) && typeof value !== 'string').map(kindOf);
  const text =
    invalid.length === 0
      ? `expects two parameter of matching types. The function was invoked with values of type '${kindOf(a)}' and '${kindOf(b)}' that do not match.`
      : `expects all of its parameters to be either integer or decimal numbers. Found invalid parameter types: '${invalid.join("', '")}'.`;
  return new ExpressionError('ArgumentType', `The template language function '${name}' ${text}`);
}

function comparison(name: string, test: (order: number) => boolean): FunctionRow {
  const call = (a: Json, b: Json): boolean => {
    const order = compare(name, a, b);
    return order !== undefined && test(order);
  };
  return pure(`${name}(a: any, b: any): boolean`, call, {
    expects: 'expects two parameter of matching types',
    link: false,
  });
}

/** Evaluates from the left until one decides; what is evaluated must be boolean. */
function logical(name: 'and' | 'or', decisive: boolean): FunctionRow {
  const build = (...args: Evaluate[]): Evaluate => {
    return (scope) => {
      for (const arg of args) {
        const value = arg(scope);
        if (typeof value !== 'boolean') throw notBoolean(name, value);
        if (value === decisive) return decisive;
      }
      return !decisive;
    };
  };
  return lazy(`${name}(...values: boolean): boolean`, build, {
    expects: 'expects at least one boolean parameter',
    counted: 'parameters',
  });
}

function notBoolean(name: string, value: Json): ExpressionError {
  return new ExpressionError(
    'ArgumentType',
    `The template language function '${name}' expects all of its parameters to be booleans. ` +
      `Found invalid parameter types: '${kindOf(value)}'.`,
  );
}

function choose(condition: Evaluate, whenTrue: Evaluate, whenFalse: Evaluate): Evaluate {
  return (scope) => {
    const value = condition(scope);
    if (value === true) return whenTrue(scope);
    if (value === false) return whenFalse(scope);
    throw new ExpressionError(
      'ArgumentType',
      `The template language function 'if' expects its first parameter to be of type boolean. ` +
        `The provided value is of type '${kindOf(value)}'. Please see https://aka.ms/logicexpressions#if for usage details.`,
    );
  };
}

function coalesce(...args: Evaluate[]): Evaluate {
  return (scope) => {
    for (const arg of args) {
      const value = arg(scope);
      if (value !== null) return value;
    }
    return null;
  };
}

/** Comparison and choice. `and`, `or`, `if` and `coalesce` evaluate only what they need. */
export const logic: readonly FunctionRow[] = [
  logical('and', false),
  lazy('coalesce(...values: any): any', coalesce, { expects: 'expects at least one parameter: the value to coalesce' }),
  // More than two are equal when all equal the first (measured in Power Automate).
  pure(
    'equals(a: any, b: any, ...others?: any): boolean',
    (a: Json, b: Json, ...others: Json[]) => equal(a, b) && others.every((other) => equal(a, other)),
    { expects: 'expects two parameters: the values to test for deep equality' },
  ),
  comparison('greater', (order) => order > 0),
  comparison('greaterOrEquals', (order) => order >= 0),
  lazy('if(condition: boolean, whenTrue: any, whenFalse: any): any', choose, {
    expects:
      'expects three parameter: the condition to test as the first parameter, the value to return if the condition is ' +
      'true as the second parameter, and the value to return if the condition is false as the third parameter',
  }),
  comparison('less', (order) => order < 0),
  comparison('lessOrEquals', (order) => order <= 0),
  pure('not(value: boolean): boolean', (value: boolean) => !value, {
    expects: 'expects one parameter: the boolean value to negate',
    counted: 'parameters',
    must: ['to be a boolean'],
  }),
  logical('or', true),
];
