import { isArray, isObject, type Json } from '../json.js';
import type { Call, Expression } from './ast.js';
import { ExpressionError, type Span } from './error.js';
import { arityError, invalidParameters, nameOf, type ReferenceKind, signatureOf } from './function.js';
import { findFunction, unknownFunction } from './functions/index.js';
import { MAX_NESTING, mayBeTemplate, nestsTooDeep, parseTemplate } from './template.js';
import { child } from '../pointer.js';

/** A place in the analysed structure. */
export interface TemplatePlace {
  /** JSON pointer, inside the structure, to the string, or to the property whose key it is. */
  readonly pointer: string;
  /** Set where the template is the key of the property at `pointer`, not its value. */
  readonly at?: 'key';
}

/** A name that a template uses and that must exist in the definition. */
export interface Reference extends TemplatePlace {
  readonly kind: ReferenceKind;
  /** The name as written in the template. */
  readonly name: string;
  /** The function that uses it, in its canonical spelling: `body`, `items`. */
  readonly function: string;
  /** The name's literal inside the string. */
  readonly span: Span;
}

/** Something that shows without evaluating. */
export interface AnalysisError extends TemplatePlace {
  /**
   * `error`: the service does not save such a definition. `warning`: it does, and evaluating it fails (measured: unknown
   * functions and wrong numbers of arguments).
   */
  readonly severity: 'error' | 'warning';
  readonly error: ExpressionError;
}

export interface Analysis {
  readonly references: readonly Reference[];
  readonly errors: readonly AnalysisError[];
}

/** Finds the names that a structure's templates use, and the errors that show without evaluating them. */
export function analyse(value: Json): Analysis {
  const found: Found = { references: [], errors: [] };
  visitValue(value, '', found, 0);
  return found;
}

interface Found {
  readonly references: Reference[];
  readonly errors: AnalysisError[];
}

function visitValue(value: Json, pointer: string, found: Found, depth: number): void {
  if (typeof value === 'string') return visitText(value, { pointer }, found);
  if (depth > MAX_NESTING) {
    found.errors.push({ pointer, severity: 'error', error: nestsTooDeep() });
    return;
  }
  if (isArray(value)) value.forEach((item, index) => visitValue(item, `${pointer}/${index}`, found, depth + 1));
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const inner = child(pointer, name);
    visitText(name, { pointer: inner, at: 'key' }, found);
    visitValue(item, inner, found, depth + 1);
  }
}

function visitText(text: string, place: TemplatePlace, found: Found): void {
  if (!mayBeTemplate(text)) return;
  try {
    const template = parseTemplate(text);
    if (template.kind === 'expression') visitExpression(template.expression, text, place, found);
    if (template.kind !== 'interpolation') return;
    for (const part of template.parts) {
      if (typeof part !== 'string') visitExpression(part.expression, text, place, found);
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    found.errors.push({ ...place, severity: 'error', error });
  }
}

function visitExpression(expression: Expression, template: string, place: TemplatePlace, found: Found): void {
  if (expression.kind === 'literal') return;
  if (expression.kind === 'access') {
    visitExpression(expression.target, template, place, found);
    visitExpression(expression.key, template, place, found);
    return;
  }
  visitCall(expression, template, place, found);
  for (const arg of expression.args) visitExpression(arg, template, place, found);
}

function visitCall(call: Call, template: string, place: TemplatePlace, found: Found): void {
  const row = findFunction(call.name);
  const report = (severity: AnalysisError['severity'], error: ExpressionError, span: Span): void => {
    found.errors.push({ ...place, severity, error: error.at({ template, span }) });
  };
  if (!row) return report('warning', unknownFunction(call.name), call.nameSpan);
  const [first] = call.args;
  if (row.names && first?.kind === 'literal') {
    if (typeof first.value === 'string') {
      found.references.push({ ...place, kind: row.names, name: first.value, function: nameOf(row), span: first.span });
    } else report('error', invalidParameters(call.name), first.span);
  }
  if (row.names && !first) return report('error', nameMissing(call.name), call.span);
  const { fewest, most } = signatureOf(row);
  const count = call.args.length;
  if (count < fewest || count > most) report('warning', arityError(row, call.name, count), call.span);
}

function nameMissing(name: string): ExpressionError {
  return new ExpressionError('Arity', `The template language function '${name}' must have at least one parameter.`);
}
