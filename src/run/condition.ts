import { evaluate, ExpressionError, findFunction, type Scope } from '../expressions/index.js';
import { isArray, isObject, kindOf, type Json, type JsonObject } from '../json.js';

/**
 * Decides a condition in either form: a template that gives a boolean, or an object such as
 * `{ and: [{ equals: ['@a', 1] }, { not: { … } }] }` whose keys are functions, in any case, and whose operands are templates.
 */
export function decide(condition: Json, scope: Scope): boolean {
  const value = isObject(condition) ? call(condition, scope) : evaluate(condition, scope);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(
    'ArgumentType',
    `The condition must give a boolean, and its value is of type '${kindOf(value)}'`,
  );
}

function call(condition: JsonObject, scope: Scope): Json {
  const [name, ...others] = Object.keys(condition);
  if (name === undefined) return true; // the designer's fresh If has an empty condition
  if (others.length > 0) {
    const names = Object.keys(condition).join("', '");
    throw new ExpressionError('Syntax', `A condition must be one function, and this one has several: '${names}'`);
  }
  const operands = condition[name] ?? null;
  const items = isArray(operands) ? operands : [operands];
  switch (name.toLowerCase()) {
    case 'and':
      return items.every((item) => decide(item, scope));
    case 'or':
      return items.some((item) => decide(item, scope));
    default:
      return invoke(
        name,
        items.map((item) => (isCall(item) ? call(item, scope) : evaluate(item, scope))),
        scope,
      );
  }
}

/** Calls a function by name with values: as an expression over a list of them, so that its checks and words are the language's. */
function invoke(name: string, values: readonly Json[], scope: Scope): Json {
  if (!/^\w+$/.test(name))
    throw new ExpressionError('UnknownFunction', `The template function '${name}' is not defined or not valid.`);
  const args = values.map((_, at) => `item()[${at}]`).join(', ');
  return evaluate(`@${name}(${args})`, { ...scope, item: () => values });
}

/**
 * Whether an operand is itself a call, `{ length: ['@x'] }`, rather than a literal object: by the name of a function, which
 * is guessed, as `{ a: [1] }` has a meaning as a value and none as a call.
 */
function isCall(item: Json): item is JsonObject {
  if (!isObject(item)) return false;
  const [name = '', ...others] = Object.keys(item);
  const isOne = others.length === 0 && findFunction(name) !== undefined;
  return isOne && (isArray(item[name]) || name.toLowerCase() === 'not');
}
