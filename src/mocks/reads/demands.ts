// What functions take for granted of their arguments.
import { findFunction, signatureOf, type Expression } from '../../expressions/index.js';
import { isArray, isNumber, isObject, type Json, type JsonObject } from '../../json.js';
import { nameIn, originOf } from './origin.js';
import { fold } from '../../workflow/index.js';
import { type Scope } from './scope.js';
import type { Claim } from './schema.js';

type Argument = Expression | undefined;

/** What a function takes for granted of its argument at a position. */
export function demand(name: string, args: readonly Argument[], at: number, scope: Scope): Claim | undefined {
  const others = args.filter((_, index) => index !== at);
  const other = constantAmong(others, scope);
  if (name === 'equals') return other === undefined ? asCompared(others, scope) : looksFor(other);
  if (orders.has(name))
    return other !== undefined && isNumber(other) ? { schema: { type: 'integer' } } : asCompared(others, scope);
  if (name === 'empty') return { schema: { enum: [''] }, absent: true };
  if (at === 0 && positions.has(name) && typeof other === 'string' && other !== '') return { separators: [other] };
  if (at === 0 && searches.has(name)) return typeof other === 'string' && other !== '' ? looksFor(other) : undefined;
  if (at === 1 && name === 'contains') return isOneOf(args[0], scope);
  if (at === 0 && name === 'substring') return { schema: { minLength: lengthTaken(others, scope) } };
  if (lists.has(name)) return { schema: { type: 'array' }, guessed: true };
  const schema = (at === 0 ? byFunction.get(name) : undefined) ?? bySignature(name, at);
  return schema && { schema };
}

/** The value of an expression that is the same in every run: a literal, a parameter's default, what is set once. */
export function constantOf(expression: Argument, scope: Scope): Json | undefined {
  if (expression?.kind === 'literal') return expression.value;
  if (expression?.kind !== 'call') return undefined;
  return scope.constants.get(`${fold(expression.name)} ${nameIn(expression.args[0])}`);
}

function constantAmong(args: readonly Argument[], scope: Scope): Json | undefined {
  return args.map((each) => constantOf(each, scope)).find((each) => each !== undefined);
}

/** A value that is looked for; of an empty one, that nothing may be there. */
function looksFor(value: Json): Claim | undefined {
  if (isArray(value) || isObject(value)) return undefined;
  return { schema: { enum: [value] }, ...((value === null || value === '') && { absent: true }) };
}

/** What is compared with a date is one; with another answer, the same: a list is searched for what stands in another. */
function asCompared([other]: readonly Argument[], scope: Scope): Claim | undefined {
  if (other?.kind === 'call' && dates.test(other.name)) return { schema: { format: 'date-time' } };
  const origin = other && originOf(other, scope);
  return origin?.kind === 'read' ? { alike: true } : undefined;
}

const dates =
  /^(?:utcNow|startOf\w+|add(?:Days|Hours|Minutes|Seconds|ToTime)|get(?:Past|Future)Time|formatDateTime|convert\w*Utc|convertTimeZone)$/i;

/** `contains(createArray('a', 'b'), x)` */
function isOneOf(list: Argument, scope: Scope): Claim | undefined {
  if (list?.kind !== 'call' || fold(list.name) !== 'createarray') return undefined;
  const choices = list.args.map((each) => constantOf(each, scope)).filter((each) => each !== undefined);
  return choices.length > 0 ? { schema: { enum: choices } } : undefined;
}

/** Where it cannot be told how much of a text is taken, enough for most. */
function lengthTaken(args: readonly Argument[], scope: Scope): number {
  const [start = 0, length = 20] = args.map((each) => constantOf(each, scope));
  return (typeof start === 'number' ? start : 0) + (typeof length === 'number' ? length : 20);
}

const orders = new Set(['greater', 'greaterorequals', 'less', 'lessorequals']);
const searches = new Set(['contains', 'startswith', 'endswith']);
/** Functions that tell where something stands in a text. */
const positions = new Set(['indexof', 'lastindexof', 'nthindexof']);
/** Functions that take texts or objects as well, and are given lists most of the time. */
const lists = new Set(['length', 'union', 'intersection', 'take', 'skip']);

const dataUri: JsonObject = { example: 'data:text/plain,example' };

/** What the signatures do not say: a text that reads as something else. */
const byFunction: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  ['int', { example: '42' }],
  ['float', { example: '42.5' }],
  ['decimal', { example: '42.5' }],
  ['bool', { type: 'boolean' }],
  ['base64tobinary', { format: 'byte' }],
  ['datauritostring', dataUri],
  ['datauritobinary', dataUri],
  ['decodedatauri', dataUri],
  ['xml', { example: '<example/>' }],
  ['uritostring', { format: 'uri' }],
  ['urihost', { format: 'uri' }],
]);

function bySignature(name: string, at: number): JsonObject | undefined {
  const row = findFunction(name);
  const { parameters, rest } = row ? signatureOf(row) : { parameters: [], rest: undefined };
  const parameter = parameters[at] ?? rest;
  const [type, ...others] = (parameter?.types ?? []).filter((each) => each !== 'null');
  if (type === undefined || others.length > 0) return undefined;
  if (type === 'string' && /^(?:timestamp|start|end)$/.test(parameter?.name ?? '')) return { format: 'date-time' };
  return type === 'any' ? undefined : { type: type === 'number' ? 'integer' : type };
}
