import type { Expression } from './ast.js';
import { ExpressionError, type Span } from './error.js';
import { parseExpression } from './parser.js';

/** A piece of an interpolated string: text as it is, or an expression whose string form is put in. */
export type TemplatePart = string | TemplateExpression;

/** An expression in a template; the span leaves out the `@` or the `@{` and `}` around it. */
export interface TemplateExpression {
  readonly expression: Expression;
  readonly span: Span;
}

/** A string of a definition, read as a template. */
export type Template =
  | { readonly kind: 'literal'; readonly value: string }
  | ({ readonly kind: 'expression' } & TemplateExpression)
  | { readonly kind: 'interpolation'; readonly parts: readonly TemplatePart[] };

/**
 * Reads a string of a definition: `@expression` keeps its type, `@{expression}` anywhere is put in as text, `@@` at the
 * start and `@@{` anywhere stand for themselves less one `@`, any other `@` is a character. Throws ExpressionError with
 * the place of the fault.
 */
export function parseTemplate(text: string): Template {
  if (text.startsWith('@@')) return { kind: 'literal', value: text.slice(1) };
  if (text.length > 1 && text.startsWith('@') && text[1] !== '{') {
    return { kind: 'expression', ...readExpression(text, 1, text.length) };
  }
  return text.includes('@{') ? interpolation(text) : { kind: 'literal', value: text };
}

/** Whether a string can hold anything but itself: the cheap test before `parseTemplate`. */
export function mayBeTemplate(text: string): boolean {
  return text.length > 1 && text.includes('@');
}

/** Deeper structures are no workflow definition; the limit keeps hostile input from exhausting the stack. */
export const MAX_NESTING = 500;

/** The error of a structure with templates that nests too deep. */
export function nestsTooDeep(): ExpressionError {
  return new ExpressionError('TooDeep', `The template is not valid: it nests deeper than '${MAX_NESTING}' levels.`);
}

function readExpression(text: string, start: number, end: number): TemplateExpression {
  return { expression: parseExpression(text, start, end), span: { start, end } };
}

function interpolation(text: string): Template {
  const parts: TemplatePart[] = [];
  let literal = '';
  let at = 0;
  for (let open = text.indexOf('@{'); open >= 0; open = text.indexOf('@{', at)) {
    literal += text.slice(at, open);
    if (open > 0 && text[open - 1] === '@') {
      // `@@{`: the first `@` is already in the text, the second is the one that goes.
      literal += '{';
      at = open + 2;
      continue;
    }
    const close = interpolationEnd(text, open + 2);
    if (literal) parts.push(literal);
    parts.push(readExpression(text, open + 2, close));
    literal = '';
    at = close + 1;
  }
  literal += text.slice(at);
  if (parts.length === 0) return { kind: 'literal', value: literal };
  return { kind: 'interpolation', parts: literal ? [...parts, literal] : parts };
}

/** The `}` that ends an interpolation. A string literal is the only token that can hold another one. */
function interpolationEnd(text: string, start: number): number {
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    else if (character === '}' && !quoted) return at;
  }
  throw new ExpressionError(
    'Syntax',
    `The template language expression '${text.slice(start)}' is not valid: the string interpolation is not terminated.`,
    {
      template: text,
      span: { start: start - 2, end: text.length },
      advice: "Close the interpolation with '}', or write '@@{' for the characters themselves.",
    },
  );
}
