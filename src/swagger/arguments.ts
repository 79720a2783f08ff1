// The values an operation is called with, sorted by where they go: the shape Logic Apps shows as an action's inputs, and
// the one that `build` and `match` speak.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { fillsItself } from './unasked.js';
import { isNotificationUrl } from './notification-url.js';
import type { Operation, Parameter } from './operation.js';
import { byName, type Naming, type Place } from './place.js';
import { propertiesOf } from './schema.js';

/** The values of one call by location; `body` is undefined when none is sent. */
export interface Arguments {
  readonly path: JsonObject;
  readonly query: JsonObject;
  readonly header: JsonObject;
  readonly formData: JsonObject;
  readonly body?: Json | undefined;
}

/** A name that has no place of its own. */
export type Misplaced = Extract<Place, { kind: 'ambiguous' | 'unknown' }>;

export const NO_ARGUMENTS: Arguments = { path: {}, query: {}, header: {}, formData: {} };

/** Sorts values into the places that their names have, or says which names have none. */
export function arrange(
  operation: Operation,
  values: JsonObject,
  naming = byName,
): { arguments: Arguments } | { problems: Misplaced[] } {
  const places = Object.entries(values).map(([name, value]) => ({ value, at: naming.place(operation, name) }));
  const problems = places.map(({ at }) => at).filter((at) => at.kind === 'ambiguous' || at.kind === 'unknown');
  if (problems.length > 0) return { problems };
  // The whole body first, so that single properties written beside it are laid over it whatever the order.
  const ordered = places.toSorted((a, b) => Number(b.at.kind === 'body') - Number(a.at.kind === 'body'));
  return { arguments: ordered.reduce((sum, { at, value }) => put(sum, at, value), NO_ARGUMENTS) };
}

function put(given: Arguments, at: Place, value: Json): Arguments {
  if (at.kind === 'parameter') return withParameter(given, at.parameter, value);
  if (at.kind === 'property') return { ...given, body: putAt(given.body, at.path, value) };
  return at.kind === 'body' ? { ...given, body: value } : given;
}

function withParameter(given: Arguments, parameter: Parameter, value: Json): Arguments {
  return { ...given, [parameter.in]: withEntry(given[parameter.in], parameter.name, value) };
}

function putAt(target: Json | undefined, path: readonly string[], value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (isArray(target) && /^\d+$/.test(name) && Number(name) <= target.length) {
    return [
      ...target.slice(0, Number(name)),
      putAt(target[Number(name)], rest, value),
      ...target.slice(Number(name) + 1),
    ];
  }
  const object = isObject(target) ? target : {};
  return withEntry(object, name, putAt(own(object, name), rest, value));
}

/** A copy with one more entry, also where the name is `__proto__`. */
function withEntry(object: JsonObject, name: string, value: Json): JsonObject {
  return Object.fromEntries([...Object.entries(object), [name, value]]);
}

/** Who calls an operation: how it names the inputs, and whether it is `waiting` to be called back. */
export interface Asker {
  readonly naming?: Naming;
  readonly waiting?: boolean;
}

/**
 * The inputs an operation requires that are not among the names given: parameters and top-level body properties, except
 * those with a default, which `build` fills in, and what is internal. An action that waits to be called back gives the
 * address by itself.
 */
export function missing(
  operation: Operation,
  names: readonly string[],
  { naming = byName, waiting = false }: Asker = {},
): string[] {
  const given = names.map((name) => naming.place(operation, name));
  const parameters = operation.parameters
    .filter((parameter) => parameter.required && parameter.default === undefined)
    .filter(({ schema }) => !(waiting && isNotificationUrl(operation.document, schema)))
    .filter((parameter) => !given.some((at) => at.kind === 'parameter' && at.parameter === parameter))
    .map((parameter) => parameter.name);
  return [...parameters, ...missingFromBody(operation, given, naming, waiting)];
}

function missingFromBody(operation: Operation, given: readonly Place[], naming: Naming, waiting: boolean): string[] {
  const { body, document } = operation;
  const started = given.some((at) => at.kind === 'property');
  if (!body || given.some((at) => at.kind === 'body') || (!body.required && !started)) return [];
  const properties = [...propertiesOf(document, body.schema).values()];
  if (properties.length === 0) return started ? [] : [naming === byName ? 'body' : body.name];
  return properties
    .filter(({ required, schema }) => required && !fillsItself(document, schema, waiting))
    .map(({ name }) => name)
    .filter((name) => !given.some((at) => at.kind === 'property' && at.path[0] === name))
    .map((name) => naming.key(operation, [name]));
}
