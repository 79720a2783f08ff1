// Where in a body the address stands that a service is to call.
import { own, type JsonObject } from '../json.js';
import { propertiesOf, resolve } from '../swagger/index.js';

/** A schema on the way down from a body, and whether what it is part of requires it. */
export interface Link {
  readonly schema: JsonObject;
  readonly required: boolean;
}

/** Whether a property takes the address of the notification. The extension is a flag, published as true or as text. */
export function isNotificationUrl(schema: JsonObject): boolean {
  const flag = own(schema, 'x-ms-notification-url');
  return flag !== undefined && flag !== false && flag !== 'false';
}

/** The shortest way from a body to each property that takes an address, the body first. */
export function chainsTo(root: JsonObject, body: JsonObject): readonly (readonly Link[])[] {
  const seen = new Set<JsonObject>();
  const open: (readonly Link[])[] = [[{ schema: body, required: true }]];
  const found: (readonly Link[])[] = [];
  for (const chain of open) {
    const target = resolve(root, chain.at(-1)?.schema ?? body);
    if (seen.has(target)) continue;
    seen.add(target);
    if (isNotificationUrl(target)) found.push(chain.map((link) => ({ ...link, schema: whole(root, link.schema) })));
    for (const property of propertiesOf(root, target).values()) open.push([...chain, property]);
  }
  return found;
}

/** A reference may carry a visibility of its own beside it; what counts is either. */
function whole(root: JsonObject, schema: JsonObject): JsonObject {
  return { ...schema, ...resolve(root, schema) };
}
