// Which properties of a body nobody has to give: what the document hides, what has a default, and the address to call back.
import { own, type JsonObject } from '../json.js';
import { resolve } from './document.js';
import { holdsNotificationUrl, isNotificationUrl } from './notification-url.js';
import { defaultOf, propertiesOf } from './schema.js';
import { isInternal } from './visibility.js';

/** Whether a maker does not see a property: it is internal, an address to call back, or holds nothing but such. */
export function isHidden(document: JsonObject, schema: JsonObject, open: ReadonlySet<JsonObject> = new Set()): boolean {
  if (isNotificationUrl(document, schema) || isInternal(document, schema)) return true;
  const resolved = resolve(document, schema);
  if (open.has(resolved)) return false;
  const inner = [...propertiesOf(document, schema).values()];
  const within = new Set([...open, resolved]);
  return inner.length > 0 && inner.every((each) => isHidden(document, each.schema, within));
}

/**
 * Whether a required property has its value without being given: a default, one that is none of the maker's business or that
 * only answers have, or an object whose required properties are all such. The address to call back has one where an action
 * waits (`waiting`).
 */
export function fillsItself(
  document: JsonObject,
  schema: JsonObject,
  waiting: boolean,
  open: ReadonlySet<JsonObject> = new Set(),
): boolean {
  if (defaultOf(document, schema) !== undefined) return true;
  if (isNotificationUrl(document, schema)) return waiting;
  if (isInternal(document, schema)) return true;
  const resolved = resolve(document, schema);
  if (own(resolved, 'readOnly') === true) return true;
  if (open.has(resolved)) return false;
  const within = new Set([...open, resolved]);
  const due = [...propertiesOf(document, schema).values()].filter(({ required }) => required);
  const isMade = due.length > 0 || (waiting && holdsNotificationUrl(document, schema));
  return isMade && due.every((each) => fillsItself(document, each.schema, waiting, within));
}
