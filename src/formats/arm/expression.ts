// The expressions of ARM templates: `[concat('a', parameters('b'))]`. Their grammar is that of workflow expressions, and so
// are most of their functions; those that Azure alone has stand in functions.ts.
import { parseTemplate, type Access, type Call, type Expression } from '../../expressions/index.js';
import { isArray, isObject, keyAnyCase, type Json } from '../../json.js';
import { callFunction } from './functions.js';
import { isTooLarge, settled, Unknown, type ArmScope, type Value } from './value.js';

/** A value of a template with its expressions evaluated, everywhere inside. Never throws. */
export function evaluateDeep(value: Json, scope: ArmScope): Json {
  if (typeof value === 'string') return settled(evaluateText(value, scope));
  if (isArray(value)) return value.map((item) => evaluateDeep(item, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateDeep(item, scope)]));
}

/** Whether a text is more than itself: an expression, or one that a second bracket keeps from being one. */
export function isExpression(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']');
}

/** The value of a text. An expression that cannot be read or evaluated is one whose value is not known. */
export function evaluateText(text: string, scope: ArmScope): Value {
  if (!isExpression(text)) return text;
  if (text.startsWith('[[')) return text.slice(1);
  const source = text.slice(1, -1).trim();
  const written = `@${withoutConstants(source)}`;
  try {
    const template = parseTemplate(written);
    return template.kind === 'expression' ? evaluate(template.expression, written, scope) : new Unknown(source);
  } catch {
    return new Unknown(source);
  }
}

/** `true()` is a word in workflow expressions; blanks keep every place. */
function withoutConstants(source: string): string {
  return source.replace(/'(?:[^']|'')*'|\b(true|false|null)(\s*\(\s*\))/gi, (all, word?: string) =>
    word === undefined ? all : word.toLowerCase().padEnd(all.length),
  );
}

function evaluate(expression: Expression, source: string, scope: ArmScope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'access':
      return select(expression, source, scope);
    case 'call':
      return call(expression, source, scope);
  }
}

function asWritten({ span }: Expression, source: string): Unknown {
  return new Unknown(source.slice(span.start, span.end));
}

function call(expression: Call, source: string, scope: ArmScope): Value {
  const args = expression.args.map((arg) => evaluate(arg, source, scope));
  const unknown = asWritten(expression, source);
  try {
    const result = callFunction(expression.name, args, scope) ?? unknown;
    return isTooLarge(result) ? unknown : result;
  } catch {
    return unknown; // a function that refuses its arguments, which may be placeholders
  }
}

function select(access: Access, source: string, scope: ArmScope): Value {
  const target = evaluate(access.target, source, scope);
  const key = settled(evaluate(access.key, source, scope));
  const found = target instanceof Unknown ? undefined : inside(target, key);
  return found ?? asWritten(access, source);
}

function inside(target: Json, key: Json): Json | undefined {
  if (isArray(target) && typeof key === 'number') return target[key];
  const name = isObject(target) && typeof key === 'string' ? keyAnyCase(target, key) : undefined;
  return name === undefined || !isObject(target) ? undefined : target[name];
}
