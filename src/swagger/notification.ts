// Webhooks: the input of an operation that takes the address to call back (`x-ms-notification-url`).
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Arguments } from './arguments.js';
import { resolve } from './document.js';
import type { Operation } from './operation.js';
import { propertiesOf } from './schema.js';

/** Where an operation takes the address to call back: the location, and inside a body the names that lead there. */
type Place = readonly [keyof Arguments, ...(readonly string[])];

/** Whether an operation is one to subscribe with. */
export function takesNotificationUrl(operation: Operation): boolean {
  return notificationPlace(operation) !== undefined;
}

/** The arguments with the address to call back in its place, where they do not name one already. */
export function withNotificationUrl(operation: Operation, given: Arguments, url: string): Arguments {
  const place = notificationPlace(operation);
  if (!place) return given;
  const [location, ...names] = place;
  return { ...given, [location]: filled(given[location] ?? null, names, url) };
}

/** The name, parameter or property of the body, below which an operation takes the address to call back. */
export function notificationInput(operation: Operation): string | undefined {
  const [location, name] = notificationPlace(operation) ?? [];
  return location === 'body' && name === undefined ? 'body' : name;
}

function notificationPlace({ parameters, body, document }: Operation): Place | undefined {
  const parameter = parameters.find(({ schema }) => isMarked(schema));
  if (parameter) return [parameter.in, parameter.name];
  const names = body && namesTo(document, body.schema, new Set());
  return names && ['body', ...names];
}

function isMarked(schema: JsonObject): boolean {
  const mark = own(schema, 'x-ms-notification-url');
  return mark === true || mark === 'true';
}

/** Depth first; a definition that contains itself is entered once. */
function namesTo(document: JsonObject, schema: JsonObject, seen: Set<JsonObject>): string[] | undefined {
  const resolved = resolve(document, schema);
  if (isMarked(schema) || isMarked(resolved)) return [];
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
