// Webhooks: the input of an operation that takes the address to call back (`x-ms-notification-url`).
import { isObject, own, type Json } from '../json.js';
import type { Arguments } from './arguments.js';
import { isNotificationUrl, namesToNotificationUrl } from './notification-url.js';
import type { Operation } from './operation.js';
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
  const parameter = parameters.find(({ schema }) => isNotificationUrl(document, schema));
  if (parameter) return [parameter.in, parameter.name];
  const names = body && namesToNotificationUrl(document, body.schema, new Set());
  return names && ['body', ...names];
}

function filled(value: Json, [name, ...rest]: readonly string[], url: string): Json {
  if (name === undefined) return value === null || value === '' ? url : value;
  const object = isObject(value) ? value : {};
  return { ...object, [name]: filled(own(object, name) ?? null, rest, url) };
}
