// The schema of an address to call back (`x-ms-notification-url`).
import { own, type JsonObject } from '../json.js';
import { resolve } from './document.js';
import { propertiesOf } from './schema.js';

/** Whether a schema is that of an address to call back. */
export function isNotificationUrl(document: JsonObject, schema: JsonObject): boolean {
  return isMarked(schema) || isMarked(resolve(document, schema));
}

/** Whether a schema is that of an address to call back, or describes one inside. */
export function holdsNotificationUrl(document: JsonObject, schema: JsonObject): boolean {
  return namesToNotificationUrl(document, schema, new Set()) !== undefined;
}

/** The names that lead from a schema to an address to call back. Depth first; a definition that contains itself is entered once. */
export function namesToNotificationUrl(
  document: JsonObject,
  schema: JsonObject,
  seen: Set<JsonObject>,
): string[] | undefined {
  if (isNotificationUrl(document, schema)) return [];
  const resolved = resolve(document, schema);
  if (seen.has(resolved)) return undefined;
  seen.add(resolved);
  for (const { name, schema: inner } of propertiesOf(document, schema).values()) {
    const rest = namesToNotificationUrl(document, inner, seen);
    if (rest) return [name, ...rest];
  }
  return undefined;
}

/** Whether a schema itself is marked so, whatever it refers to. */
function isMarked(schema: JsonObject): boolean {
  const mark = own(schema, 'x-ms-notification-url');
  return mark === true || mark === 'true';
}
