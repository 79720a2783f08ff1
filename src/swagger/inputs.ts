// The inputs of an operation held to its swagger, as Power Automate does when a flow is saved and when its action runs.
import { equal, isArray, isNumber, isObject, own, type Json, type JsonObject } from '../json.js';
import type { Arguments } from './arguments.js';
import { boundsOf, isWithin, type Bounds } from './bounds.js';
import { fillsItself } from './unasked.js';
import { coerced, maximumLength, typeName } from './coerce.js';
import { bytesOf } from './content.js';
import { resolve, textOf } from './document.js';
import type { Location, Operation, Parameter } from './operation.js';
import { isClosed, itemsOf, propertiesOf, type Property } from './schema.js';

/** What is wrong with a value, and where: the names and positions that lead to it. */
export type InputFault = { readonly path: readonly string[] } & (
  | { readonly kind: 'type'; readonly value: Json; readonly expected: string }
  | { readonly kind: 'length'; readonly limit: number; readonly length: number }
  | { readonly kind: 'missing'; readonly isNull: boolean }
  /** A part of the address that is empty: another address would be asked. */
  | { readonly kind: 'empty' }
  /** The platform takes such a value or not, which is not known: no reason to refuse one. */
  | { readonly kind: 'choice'; readonly value: Json; readonly choices: readonly Json[] }
  /** As with a choice. */
  | ({ readonly kind: 'range'; readonly value: Json } & Bounds)
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
);

/** A value made into what its schema says, and what could not be made so. */
export interface Held {
  readonly value: Json;
  readonly faults: readonly InputFault[];
}

/** How inputs are held. */
export interface Holding {
  /** Whether a value is not known yet: an expression of a flow that has not run. */
  readonly isOpen?: (value: Json) => boolean;
  /** Whether the action waits to be called back, at an address that it gives by itself. */
  readonly waiting?: boolean;
}

/** The arguments of a call, made into what the swagger says, and what could not be made so. */
export interface HeldArguments {
  readonly given: Arguments;
  readonly faults: readonly InputFault[];
}

/** The arguments of a call in the types of the swagger, and what is wrong with them. */
export function holdArguments(operation: Operation, given: Arguments, holding: Holding = {}): HeldArguments {
  const { body, document } = operation;
  const parameters = operation.parameters.map((each) => ({
    ...each,
    held: holdParameter(each, own(given[each.in], each.name)),
  }));
  const valuesIn = (place: Location): JsonObject => {
    const here = parameters.filter((each) => each.in === place);
    const made = here.flatMap(({ name, held }) => (held.value === undefined ? [] : [[name, held.value] as const]));
    return { ...given[place], ...Object.fromEntries(made) };
  };
  const held =
    body && given.body !== undefined ? hold(document, body.schema, given.body, [body.name], holding) : undefined;
  return {
    given: {
      path: valuesIn('path'),
      query: valuesIn('query'),
      header: valuesIn('header'),
      formData: valuesIn('formData'),
      body: held ? held.value : given.body,
    },
    faults: [...parameters.flatMap((each) => each.held.faults), ...(held?.faults ?? [])],
  };
}

/**
 * A parameter's value; a text where a list is wanted is one with separators (LAUX validation). An empty value was seen refused
 * in the address alone; whether one of a required query or header is, too, is not known, and it is let through.
 */
export function holdParameter(
  { name, in: place, schema, default: preset }: Parameter,
  value: Json | undefined,
  holding: Holding = {},
): { readonly value: Json | undefined; readonly faults: readonly InputFault[] } {
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty && place === 'path' && preset === undefined) return { value, faults: [{ kind: 'empty', path: [name] }] };
  if (value === undefined || (typeof value === 'string' && textOf(schema, 'type') === 'array'))
    return { value, faults: [] };
  return hold({}, schema, value, [name], holding);
}

/** A value held to a schema. Walks the two side by side, so circular definitions end where the value does. */
export function hold(
  document: JsonObject,
  given: JsonObject,
  value: Json,
  path: readonly string[],
  holding: Holding = {},
): Held {
  const schema = resolve(document, given);
  if (value === null || holding.isOpen?.(value) || bytesOf(value) !== undefined) return { value, faults: [] };
  const made = coerced(schema, value);
  if (made === undefined) return { value, faults: [{ kind: 'type', path, value, expected: typeName(schema) }] };
  if (isArray(made)) return heldList(document, schema, made, path, holding);
  if (isObject(made)) return heldObject(document, schema, made, path, holding);
  return { value: made, faults: [tooLong, noChoice, outOfRange].flatMap((fault) => fault(schema, made, path)) };
}

function heldList(
  document: JsonObject,
  schema: JsonObject,
  value: readonly Json[],
  path: readonly string[],
  holding: Holding,
): Held {
  const items = itemsOf(document, schema);
  if (!items) return { value, faults: [] };
  const held = value.map((item, at) => hold(document, items, item, [...path, String(at)], holding));
  return { value: held.map((each) => each.value), faults: held.flatMap(({ faults }) => faults) };
}

function heldObject(
  document: JsonObject,
  schema: JsonObject,
  value: JsonObject,
  path: readonly string[],
  holding: Holding,
): Held {
  const { isOpen = () => false, waiting = false } = holding;
  const properties = propertiesOf(document, schema);
  const held = Object.entries(value).map(([name, each]): [string, Held] => {
    const property = properties.get(name);
    if (property) return [name, hold(document, property.schema, each, [...path, name], holding)];
    const isUnknown = isClosed(document, schema) && !isOpen(name);
    const known = [...properties.keys()];
    return [name, { value: each, faults: isUnknown ? [{ kind: 'unknown', path: [...path, name], known }] : [] }];
  });
  // A name that is not known yet may be any of those that seem to be missing.
  const due = Object.keys(value).some(isOpen) ? [] : [...properties.values()];
  const absent = due.filter((each) => isMissing(document, each, own(value, each.name), waiting));
  const faults = absent.map(({ name }): InputFault => ({
    kind: 'missing',
    path: [...path, name],
    isNull: own(value, name) === null,
  }));
  return {
    value: Object.fromEntries(held.map(([name, { value: made }]) => [name, made])),
    faults: [...held.flatMap(([, each]) => each.faults), ...faults],
  };
}

/** A null is missing, too, unless the swagger allows one. */
function isMissing(
  document: JsonObject,
  { schema, required }: Property,
  value: Json | undefined,
  waiting: boolean,
): boolean {
  if (!required || (value !== undefined && value !== null)) return false;
  if (value === null && own(resolve(document, schema), 'x-nullable') === true) return false;
  return !fillsItself(document, schema, waiting);
}

function tooLong(schema: JsonObject, value: Json, path: readonly string[]): InputFault[] {
  const limit = maximumLength(schema);
  if (typeof value !== 'string' || limit === undefined || value.length <= limit) return [];
  return [{ kind: 'length', path, limit, length: value.length }];
}

function noChoice(schema: JsonObject, value: Json, path: readonly string[]): InputFault[] {
  const choices = own(schema, 'enum');
  if (!isArray(choices) || choices.length === 0) return [];
  return choices.some((each) => equal(each, value)) ? [] : [{ kind: 'choice', path, value, choices }];
}

function outOfRange(schema: JsonObject, value: Json, path: readonly string[]): InputFault[] {
  const bounds = boundsOf(schema);
  return !isNumber(value) || isWithin(value, bounds) ? [] : [{ kind: 'range', path, value, ...bounds }];
}
