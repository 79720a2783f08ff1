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

/** The ways from a body to each property that takes an address, the body first. */
export function chainsTo(root: JsonObject, body: JsonObject): readonly (readonly Link[])[] {
  return descend(root, { schema: body, required: true }, []);
}

function descend(root: JsonObject, link: Link, above: readonly Link[]): readonly (readonly Link[])[] {
  const target = resolve(root, link.schema);
  // A reference may carry a visibility of its own beside it; what counts is either.
  const chain = [...above, { ...link, schema: { ...link.schema, ...target } }];
  if (isNotificationUrl(target)) return [chain];
  if (above.length > mostLevels) return [];
  return [...propertiesOf(root, target).values()].flatMap((property) => descend(root, property, chain));
}

/** Addresses stand one or two levels deep in published connectors; circles must end. */
const mostLevels = 6;
