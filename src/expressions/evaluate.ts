import { isObject, kindOf } from '../json.js';
import type { Access, Call, Expression } from './ast.js';
import { type ArgumentCheck, bind } from './bind.js';
import { ExpressionError, type Span } from './error.js';
import { argumentError, arityError, type Evaluate, type FunctionRow, signatureOf } from './function.js';
import { findFunction, unknownFunction } from './functions/index.js';
import type { Scope } from './scope.js';
import { type Selection, select } from './select.js';
import { checkOf, covers, parameterAt, type ParameterType } from './signature.js';
import { stringOf } from './text.js';

/** Where an expression stands, for its errors. */
interface Place {
  /** The whole string of the definition. */
  readonly template: string;
  /** The expression's own text, which messages quote. */
  readonly source: string;
}

interface At {
  readonly template: string;
  readonly span: Span;
}

/**
 * Compiles an expression to a closure. An unknown function or a wrong number of arguments throws only when the call is
 * evaluated, because the service reads it so: `if(false, noSuchFunction(), 2)` is 2.
 */
export function compileExpression(expression: Expression, place: Place): Evaluate {
  if (expression.kind === 'call') return compileCall(expression, place);
  if (expression.kind === 'access') return compileAccess(expression, place);
  const { value } = expression;
  return () => value;
}

/** Compiles an expression inside `@{…}`, whose value is put in as text. */
export function compileInterpolated(expression: Expression, place: Place): (scope: Scope) => string {
  const run = compileExpression(expression, place);
  const at = { template: place.template, span: expression.span };
  return (scope) => {
    const value = run(scope);
    if (typeof value === 'string') return value;
    try {
      return stringOf(value);
    } catch (error) {
      throw locate(error, at);
    }
  };
}

function compileAccess(access: Access, { template, source }: Place): Evaluate {
  const target = compileExpression(access.target, { template, source });
  const selection = { source, optional: access.optional };
  const at = { template, span: access.span };
  const { key } = access;
  if (key.kind === 'literal' && typeof key.value === 'string') return selectNamed(target, key.value, selection, at);
  const index = compileExpression(key, { template, source });
  return (scope) => {
    const from = target(scope);
    const name = index(scope);
    try {
      return select(from, name, selection, scope.dialect);
    } catch (error) {
      throw locate(error, at);
    }
  };
}

function selectNamed(target: Evaluate, name: string, selection: Selection, at: At): Evaluate {
  return (scope) => {
    const from = target(scope);
    // The case of every day: the property is there, in the case in which it is asked for.
    if (isObject(from) && Object.hasOwn(from, name)) return from[name] ?? null;
    try {
      return select(from, name, selection, scope.dialect);
    } catch (error) {
      throw locate(error, at);
    }
  };
}

function compileCall(call: Call, place: Place): Evaluate {
  const at = { template: place.template, span: call.span };
  const row = findFunction(call.name);
  if (!row) return throws(() => unknownFunction(call.name), { template: place.template, span: call.nameSpan });
  const { fewest, most } = signatureOf(row);
  const count = call.args.length;
  if (count < fewest || count > most) return throws(() => arityError(row, call.name, count), at);
  const evaluate = bind(
    row,
    call.args.map((arg) => compileExpression(arg, place)),
    checksOf(row, call, place),
  );
  return (scope) => {
    try {
      return evaluate(scope);
    } catch (error) {
      throw locate(error, at);
    }
  };
}

function throws(error: () => ExpressionError, at: At): Evaluate {
  return () => {
    throw error().at(at);
  };
}

/** Adds to an error where it happened; the innermost call is the one that counts. */
function locate(error: unknown, at: At): unknown {
  if (error instanceof ExpressionError) return error.at(at);
  if (!(error instanceof RangeError)) return error;
  // A string or an array beyond what the machine can hold, or a value nested deeper than its stack.
  const message = `The template language expression cannot be evaluated: the value is too large (${error.message}).`;
  return new ExpressionError('InvalidArgument', message, { ...at, cause: error });
}

/** The check for each argument; undefined where the text alone shows that it will pass. */
function checksOf(row: FunctionRow, call: Call, { template }: Place): (ArgumentCheck | undefined)[] {
  return call.args.map((arg, index) => {
    const parameter = parameterAt(signatureOf(row), index);
    const check = parameter && !covers(parameter, typesOf(arg)) ? checkOf(parameter) : undefined;
    if (!check) return undefined;
    return (value) => {
      if (check(value)) return;
      throw argumentError(row, call.name, index, kindOf(value)).at({ template, span: arg.span });
    };
  });
}

/** What an expression can give, as far as its text shows. */
function typesOf(expression: Expression): readonly ParameterType[] {
  if (expression.kind === 'access') return ['any'];
  if (expression.kind === 'call') {
    const row = findFunction(expression.name);
    return row ? signatureOf(row).returns : ['any'];
  }
  const { value } = expression;
  return typeof value === 'string' ? ['string'] : typeof value === 'boolean' ? ['boolean'] : ['any'];
}
