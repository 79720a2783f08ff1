import { type Context, contextScope, evaluate, ExpressionError, invalidTemplate } from '../../src/expressions/index.js';
import { isArray, isNumber, isObject, type Json, primitive, stringifyJson } from '../../src/json.js';
import { foldSpaces, type Scorer, stringIn, textOf } from './row.js';

/** The rows of the service: a template, what it sees, and a value, a pattern or an error. */
export const expressions: Scorer = (row) => {
  const { expression = null, context, expected = null, error } = row;
  const pattern = stringIn(row, 'match');
  try {
    const value = evaluate(expression, contextScope(isContext(context) ? context : {}));
    if (error !== undefined) return { expected: `error ${textOf(error)}`, actual: textOf(value) };
    if (pattern !== undefined) {
      return { expected: pattern, actual: new RegExp(pattern).test(textOf(value)) ? pattern : textOf(value) };
    }
    return { expected: shown(expected), actual: same(row['compare'], row['tolerance'], value, expected) };
  } catch (failure) {
    if (!(failure instanceof ExpressionError)) throw failure;
    const message = anywhere(invalidTemplate('A', failure));
    const fits = error === true || (typeof error === 'string' && message.includes(anywhere(error)));
    const wanted = error === undefined ? shown(expected) : `error ${textOf(error)}`;
    return { expected: wanted, actual: fits ? wanted : message };
  }
};

/** Which action it was, and where in its inputs, is not a matter of the expression. */
function anywhere(message: string): string {
  return message.replace(/in action '[^']*' inputs at line '[^']*' and column '[^']*'/, 'in an action');
}

function isContext(value: Json | undefined): value is Context & { [name: string]: Json } {
  return isObject(value);
}

function shown(value: Json): string {
  return foldSpaces(stringifyJson(value));
}

/** The expected text where the value is as good as that, else the value's own. */
function same(compare: Json | undefined, tolerance: Json | undefined, value: Json, expected: Json): string {
  const equal =
    isNumber(value) && isNumber(expected)
      ? Math.abs(Number(primitive(value)) - Number(primitive(expected))) <= Number(tolerance ?? 0)
      : normal(compare, value) === normal(compare, expected);
  return equal ? shown(expected) : shown(value);
}

function normal(compare: Json | undefined, value: Json): string {
  const text = textOf(simplified(value));
  const folded = foldSpaces(text);
  if (compare === 'xpath-node') return isArray(value) ? value.map(decoded).join('') : folded;
  if (compare === 'xml-envelope-ws') return decoded(value).replace(/>\s+</g, '><').trim();
  return folded;
}

/** 5.0 is 5 where the row does not tell them apart. */
function simplified(value: Json): Json {
  if (isNumber(value)) return Number(primitive(value));
  if (isArray(value)) return value.map(simplified);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, simplified(item)]))
    : value;
}

function decoded(value: Json): string {
  const content = stringIn(value, '$content');
  return content === undefined ? textOf(value) : Buffer.from(content, 'base64').toString('utf8');
}
