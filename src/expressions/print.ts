import { Float } from '../json.js';
import type { Expression, Literal } from './ast.js';

/** Writes an expression as text that parses to the same tree. */
export function print(expression: Expression): string {
  if (expression.kind === 'literal') return printLiteral(expression.value);
  if (expression.kind === 'call') return `${expression.name}(${expression.args.map(print).join(', ')})`;
  const { target, key, dotted, optional } = expression;
  const selection =
    dotted && key.kind === 'literal' && typeof key.value === 'string' ? `.${key.value}` : `[${print(key)}]`;
  return `${print(target)}${optional ? '?' : ''}${selection}`;
}

function printLiteral(value: Literal['value']): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Float) return printFloat(value.value);
  return value === Infinity ? '1e999' : value === -Infinity ? '-1e999' : String(value);
}

/** Only a point or an exponent makes a number a float. */
function printFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
