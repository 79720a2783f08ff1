// Reading a schema of the document: its properties across allOf and references, and whether one is required.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { resolve, textsOf } from './document.js';

/** A property of an object schema; `schema` may still be a `$ref`. */
export interface Property {
  readonly name: string;
  readonly schema: JsonObject;
  readonly required: boolean;
}

/** The properties of a schema by name, those of its `allOf` parts included. */
export function propertiesOf(document: JsonObject, schema: JsonObject): ReadonlyMap<string, Property> {
  const parts = partsOf(document, schema, new Set());
  const required = new Set(parts.flatMap((part) => textsOf(part, 'required')));
  const found = new Map<string, Property>();
  for (const part of parts) {
    const properties = own(part, 'properties');
    if (!isObject(properties)) continue;
    for (const [name, value] of Object.entries(properties)) {
      if (isObject(value)) found.set(name, { name, schema: value, required: required.has(name) });
    }
  }
  return found;
}

function partsOf(document: JsonObject, schema: JsonObject, seen: Set<JsonObject>): JsonObject[] {
  const resolved = resolve(document, schema);
  if (seen.has(resolved)) return [];
  seen.add(resolved);
  const allOf = own(resolved, 'allOf');
  const bases = isArray(allOf) ? allOf.filter(isObject).flatMap((base) => partsOf(document, base, seen)) : [];
  return [...bases, resolved];
}

/** The schema of the items of an array schema, or undefined. */
export function itemsOf(document: JsonObject, schema: JsonObject): JsonObject | undefined {
  const items = own(resolve(document, schema), 'items');
  return isObject(items) ? items : undefined;
}

/** The schema at a path of property names and array positions below another, or undefined where the document is silent. */
export function schemaAt(document: JsonObject, schema: JsonObject, path: readonly string[]): JsonObject | undefined {
  let at: JsonObject | undefined = schema;
  for (const name of path) {
    if (!at) return undefined;
    at = propertiesOf(document, at).get(name)?.schema ?? (/^\d+$/.test(name) ? itemsOf(document, at) : undefined);
  }
  return at;
}

/** The default of a schema, looked up through its references. */
export function defaultOf(document: JsonObject, schema: JsonObject): Json | undefined {
  return own(schema, 'default') ?? own(resolve(document, schema), 'default');
}

/**
 * Whether an object has the properties that the document names and no others: it names some, and leaves no door open. The
 * platform refuses any other where it stands in the inputs of an action ("does not contain a definition for parameter
 * 'item/…'", reported in public).
 */
export function isClosed(document: JsonObject, schema: JsonObject): boolean {
  const parts = partsOf(document, schema, new Set());
  const more = parts.map((part) => own(part, 'additionalProperties')).find((one) => one !== undefined);
  if (more !== undefined) return more === false;
  const isDynamic = parts.some((part) => openings.some((name) => Object.hasOwn(part, name)));
  return !isDynamic && propertiesOf(document, schema).size > 0;
}

const openings = ['x-ms-dynamic-schema', 'x-ms-dynamic-properties', 'discriminator'];
