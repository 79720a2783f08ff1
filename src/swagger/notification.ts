// Webhooks: the input of an operation that takes the address to call back (`x-ms-notification-url`).
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Arguments } from './arguments.js';
import { resolve } from './document.js';
import type { Operation } from './operation.js';
import { propertiesOf } from './schema.js';
import type { Naming } from './place.js';

/** Where an operation takes the address to call back: the location, and inside a body the names that lead there. */
type Place = readonly [keyof Arguments, ...(readonly string[])];

/** Whether an operation is one to subscribe with. */
export function takesNotificationUrl(operation: Operation): boolean {
  return notificationPlace(operation) !== undefined;
}

/** Whether a service calls back for an operation: a trigger of any other is polled. */
export function callsBack(operation: Operation): boolean {
  return operation.notification !== undefined || takesNotificationUrl(operation);
}

/** The name by which an action gives the address to call back: `callbackUrl`, `hook/url`; undefined where there is none. */
export function notificationName(operation: Operation, naming: Naming): string | undefined {
  const [location, ...names] = notificationPlace(operation) ?? [];
  return location === 'body' ? naming.key(operation, names) : names[0];
}

/** The arguments with the address to call back in its place, where they do not name one already. */
export function withNotificationUrl(operation: Operation, given: Arguments, url: string): Arguments {
  const place = notificationPlace(operation);
  if (!place) return given;
  const [location, ...names] = place;
  return { ...given, [location]: filled(given[location] ?? null, names, url) };
}

/** The address to call back among the arguments of a call. */
export function notificationUrlIn(operation: Operation, given: Arguments): string | undefined {
  const [location, ...names] = notificationPlace(operation) ?? [];
  if (location === undefined) return undefined;
  const at = (value: Json, name: string) => (isObject(value) ? (own(value, name) ?? null) : null);
  const url = names.reduce(at, given[location] ?? null);
  return typeof url === 'string' && url !== '' ? url : undefined;
}

function notificationPlace({ parameters, body, document }: Operation): Place | undefined {
  const parameter = parameters.find(({ schema }) => isMarked(schema));
  if (parameter) return [parameter.in, parameter.name];
  const names = body && namesTo(document, body.schema, new Set());
  return names && ['body', ...names];
}

/** Whether a schema is that of an address to call back. */
export function isNotificationUrl(document: JsonObject, schema: JsonObject): boolean {
  return isMarked(schema) || isMarked(resolve(document, schema));
}

/** Whether a schema is that of an address to call back, or describes one inside. */
export function holdsNotificationUrl(document: JsonObject, schema: JsonObject): boolean {
  return namesTo(document, schema, new Set()) !== undefined;
}

function isMarked(schema: JsonObject): boolean {
  const mark = own(schema, 'x-ms-notification-url');
  return mark === true || mark === 'true';
}

/** Depth first; a definition that contains itself is entered once. */
function namesTo(document: JsonObject, schema: JsonObject, seen: Set<JsonObject>): string[] | undefined {
  if (isNotificationUrl(document, schema)) return [];
  const resolved = resolve(document, schema);
  if (seen.has(resolved)) return undefined;
  seen.add(resolved);
  for (const { name, schema: inner } of propertiesOf(document, schema).values()) {
    const rest = namesTo(document, inner, seen);
    if (rest) return [name, ...rest];
  }
  return undefined;
}

function filled(value: Json, [name, ...rest]: readonly string[], url: string): Json {
  if (name === undefined) return value === null || value === '' ? url : value;
  const object = isObject(value) ? value : {};
  return { ...object, [name]: filled(own(object, name) ?? null, rest, url) };
}
