// What the expressions of a definition take for granted of the values they read.
import { findFunction, signatureOf, type Expression, type Literal } from '../../expressions/index.js';
import { isArray, isNumber, isObject, type Json, type JsonObject } from '../../json.js';
import { fold, originOf, originOfWritten, templateOf, type Origin, type Place, type Scope } from './origin.js';

/** A place that is read, and what is taken for granted of its value: a schema. */
export interface Fact extends Place {
  readonly schema?: JsonObject;
  /** A loop would not end without it. */
  readonly decisive?: boolean;
}

/** What all the templates in a structure take for granted. */
export function factsIn(value: Json, scope: Scope): readonly Fact[] {
  if (isArray(value)) return value.flatMap((each) => factsIn(each, scope));
  if (isObject(value))
    return Object.entries(value).flatMap(([name, each]) => [...factsIn(name, scope), ...factsIn(each, scope)]);
  return typeof value === 'string' ? expressionsIn(value).flatMap((each) => factsOf(each, scope)) : [];
}

/** A condition: a template, or Logic Apps' objects (`{ equals: [a, b] }`), which say the same as functions. */
export function factsOfCondition(condition: Json, scope: Scope): readonly Fact[] {
  if (!isObject(condition)) return factsIn(condition, scope);
  return Object.entries(condition).flatMap(([name, given]) => {
    const operands = isArray(given) ? given : [given];
    const inner = operands.flatMap((each) => factsOfCondition(each, scope));
    const facts = [...inner, ...demands(name, operands.map(asOperand), scope)];
    return fold(name) === 'not' ? facts.filter(isNoChoice) : facts;
  });
}

/** Says something of the place that a written value comes from. */
export function factOf(value: Json, schema: JsonObject, scope: Scope): readonly Fact[] {
  return factAt(originOfWritten(value, scope), schema);
}

function expressionsIn(text: string): readonly Expression[] {
  const template = templateOf(text);
  if (template?.kind === 'expression') return [template.expression];
  if (template?.kind !== 'interpolation') return [];
  return template.parts.flatMap((part) => (typeof part === 'string' ? [] : [part.expression]));
}

function asOperand(value: Json): Expression | undefined {
  const whole = typeof value === 'string' ? templateOf(value) : undefined;
  if (whole?.kind === 'expression') return whole.expression;
  if (isArray(value) || isObject(value) || whole?.kind === 'interpolation') return undefined;
  return { kind: 'literal', value: value as Literal['value'], span: { start: 0, end: 0 } };
}

function factsOf(expression: Expression, scope: Scope): readonly Fact[] {
  if (expression.kind === 'literal') return [];
  const read = factAt(originOf(expression, scope));
  if (expression.kind === 'access')
    return [...read, ...factsOf(expression.target, scope), ...factsOf(expression.key, scope)];
  const { name, args } = expression;
  const inner = args.flatMap((arg) => factsOf(arg, scope));
  return [...read, ...(fold(name) === 'not' ? inner.filter(isNoChoice) : inner), ...demands(name, args, scope)];
}

/** What a value must not equal is no choice for it. */
function isNoChoice({ schema }: Fact): boolean {
  return schema === undefined || !('enum' in schema);
}

/** What a function takes for granted of its arguments. */
function demands(name: string, args: readonly (Expression | undefined)[], scope: Scope): readonly Fact[] {
  return args.flatMap((arg, at) => {
    const schema = demand(fold(name), args, at);
    return arg && schema ? factAt(originOf(arg, scope), schema) : [];
  });
}

function factAt(origin: Origin | undefined, schema?: JsonObject): readonly Fact[] {
  if (origin?.kind !== 'read') return [];
  return [{ source: origin.source, path: origin.path, ...(schema && { schema }) }];
}

function demand(name: string, args: readonly (Expression | undefined)[], at: number): JsonObject | undefined {
  const other = literalAmong(args.filter((_, index) => index !== at));
  if (name === 'equals') return other === undefined || other === null || other === '' ? undefined : { enum: [other] };
  if (orders.has(name)) return other !== undefined && isNumber(other) ? { type: 'integer' } : undefined;
  if (at === 0 && searches.has(name)) return typeof other === 'string' && other !== '' ? { enum: [other] } : undefined;
  return (at === 0 ? byFunction[name] : undefined) ?? bySignature(name, at);
}

function literalAmong(args: readonly (Expression | undefined)[]): Json | undefined {
  return args.find((each): each is Literal => each?.kind === 'literal')?.value;
}

const orders = new Set(['greater', 'greaterorequals', 'less', 'lessorequals']);
const searches = new Set(['contains', 'startswith', 'endswith']);

/** What the signatures do not say: a text that reads as something else. */
const byFunction: { readonly [name: string]: JsonObject } = {
  int: { example: '42' },
  float: { example: '42.5' },
  decimal: { example: '42.5' },
  bool: { type: 'boolean' },
  base64tostring: { format: 'byte' },
  base64tobinary: { format: 'byte' },
  decodebase64: { format: 'byte' },
  datauritostring: { example: 'data:text/plain,example' },
  datauritobinary: { example: 'data:text/plain,example' },
  decodedatauri: { example: 'data:text/plain,example' },
  xml: { example: '<example/>' },
  uritostring: { format: 'uri' },
  urihost: { format: 'uri' },
};

function bySignature(name: string, at: number): JsonObject | undefined {
  const row = findFunction(name);
  const { parameters, rest } = row ? signatureOf(row) : { parameters: [], rest: undefined };
  const parameter = parameters[at] ?? rest;
  const [type, ...others] = (parameter?.types ?? []).filter((each) => each !== 'null');
  if (type === undefined || others.length > 0) return undefined;
  if (type === 'string' && /^(?:timestamp|start|end)$/.test(parameter?.name ?? '')) return { format: 'date-time' };
  return type === 'any' ? undefined : { type: type === 'number' ? 'integer' : type };
}
