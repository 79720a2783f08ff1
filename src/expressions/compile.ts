import { isArray, isObject, type Json, type JsonObject } from '../json.js';
import { ExpressionError } from './error.js';
import { compileExpression, compileInterpolated } from './evaluate.js';
import type { Evaluate } from './function.js';
import type { Scope } from './scope.js';
import { MAX_NESTING, mayBeTemplate, nestsTooDeep, parseTemplate, type TemplatePart } from './template.js';

/** A structure whose templates are compiled: evaluating it parses nothing. */
export type Compiled = Evaluate;

/** A compiled value: `run` is there if it has anything to evaluate, else it is always `value`. */
interface Node {
  readonly value: Json;
  readonly run?: Evaluate;
}

/** The same of a string. */
interface NameNode extends Node {
  readonly value: string;
}

const structures = new WeakMap<object, Compiled>();

/**
 * Compiles the templates in a structure, object keys included; throws ExpressionError where one cannot be read. A structure
 * without templates gives itself. Structures are cached by identity (a Json never changes), strings by their text.
 */
export function compile(value: Json): Compiled {
  if (typeof value !== 'object' || value === null) return evaluatorOf(compileNode(value, 0));
  let compiled = structures.get(value);
  if (!compiled) structures.set(value, (compiled = evaluatorOf(compileNode(value, 0))));
  return compiled;
}

/** Evaluates the templates in a structure. Compiled once for each structure and each template text. */
export function evaluate(value: Json, scope: Scope): Json {
  return compile(value)(scope);
}

function evaluatorOf({ run, value }: Node): Evaluate {
  return run ?? (() => value);
}

function compileNode(value: Json, depth: number): Node {
  if (typeof value === 'string') return compileText(value);
  if (depth > MAX_NESTING) throw nestsTooDeep();
  if (isArray(value)) return compileArray(value, depth);
  return isObject(value) ? compileObject(value, depth) : { value };
}

const texts = new Map<string, NameNode>();
const TEXTS_KEPT = 10_000;
const LONGEST_KEPT = 16_384;

function compileText(text: string): NameNode {
  if (!mayBeTemplate(text)) return { value: text };
  let node = texts.get(text);
  if (!node) {
    node = compileTemplate(text);
    // Texts made up while running would fill the memory; starting over is cheaper than keeping count of who was used last.
    if (texts.size >= TEXTS_KEPT) texts.clear();
    if (text.length <= LONGEST_KEPT) texts.set(text, node);
  }
  return node;
}

function compileTemplate(text: string): NameNode {
  const template = parseTemplate(text);
  if (template.kind === 'literal') return { value: template.value };
  if (template.kind === 'interpolation') return { value: text, run: compileInterpolation(text, template.parts) };
  const { start, end } = template.span;
  return {
    value: text,
    run: compileExpression(template.expression, { template: text, source: text.slice(start, end) }),
  };
}

function compileInterpolation(text: string, parts: readonly TemplatePart[]): Evaluate {
  const pieces = parts.map((part) => {
    if (typeof part === 'string') return part;
    const source = text.slice(part.span.start, part.span.end);
    return compileInterpolated(part.expression, { template: text, source });
  });
  return (scope) => {
    let result = '';
    for (const piece of pieces) result += typeof piece === 'string' ? piece : piece(scope);
    return result;
  };
}

function compileArray(items: readonly Json[], depth: number): Node {
  const nodes = items.map((item) => compileNode(item, depth + 1));
  if (nodes.every(({ run }) => run === undefined)) return { value: unchanged(items, nodes) };
  const runs = nodes.map(evaluatorOf);
  return { value: items, run: (scope) => runs.map((run) => run(scope)) };
}

function unchanged(items: readonly Json[], nodes: readonly Node[]): readonly Json[] {
  return nodes.every(({ value }, index) => value === items[index]) ? items : nodes.map(({ value }) => value);
}

interface Entry {
  readonly key: NameNode;
  readonly node: Node;
}

function compileObject(object: JsonObject, depth: number): Node {
  const entries = Object.entries(object).map(([name, item]) => ({
    key: compileText(name),
    node: compileNode(item, depth + 1),
  }));
  if (entries.some(({ key }) => key.run)) return { value: object, run: buildEntries(entries) };
  const shape = Object.fromEntries(entries.map(({ key, node }) => [key.value, node.value]));
  const moving = entries.filter(({ node }) => node.run);
  if (moving.length > 0) return { value: object, run: fillShape(shape, moving) };
  const same = entries.every(({ key, node }, index) => {
    const name = Object.keys(object)[index];
    return key.value === name && node.value === object[name];
  });
  return { value: same ? object : shape };
}

/** A copy of what never changes, in the order as written, and then the values that were evaluated. */
function fillShape(shape: JsonObject, moving: readonly Entry[]): Evaluate {
  const fields = moving.map(({ key, node }) => ({ name: key.value, run: evaluatorOf(node) }));
  return (scope) => {
    const result: Record<string, Json> = { ...shape };
    // `name` is an own property of the copy already, so that even `__proto__` is assigned as a property.
    for (const { name, run } of fields) result[name] = run(scope);
    return result;
  };
}

function buildEntries(entries: readonly Entry[]): Evaluate {
  const fields = entries.map(({ key, node }) => ({ key: evaluatorOf(key), run: evaluatorOf(node) }));
  return (scope) => Object.fromEntries(fields.map(({ key, run }) => [nameOf(key(scope)), run(scope)]));
}

function nameOf(value: Json): string {
  if (typeof value === 'string') return value;
  throw new ExpressionError('InvalidArgument', 'The template is not valid: the name of a property must be a string.');
}
