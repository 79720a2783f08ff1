// A swagger schema as draft-04 JSON Schema, which a validator understands.
import { isArray, isNumber, isObject, own, primitive, type Json, type JsonObject } from '../json.js';
import { lookUp, textOf } from './document.js';

/** The keywords of a schema that hold other schemas by name. Those in `NESTED` hold one, or a list of them. */
const MAPS = new Set(['properties', 'patternProperties']);
const NESTED = new Set(['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf']);

// prettier-ignore
const CONSTRAINTS = new Set([
  'type', 'enum', 'format', 'pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'required',
  'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minProperties', 'maxProperties',
]);

/** A schema of the document as JSON Schema, with the document's definitions at hand for its references. */
export function jsonSchema(document: JsonObject, schema: JsonObject): JsonObject {
  const definitions = own(document, 'definitions');
  return {
    definitions: isObject(definitions) ? mapped(document, definitions) : {},
    allOf: [standard(document, schema)],
  };
}

/**
 * Only keywords that constrain are kept, so that an `id` inside an example is not taken for the name of a schema; `file`
 * allows anything; `x-nullable` allows null.
 */
function standard(document: JsonObject, schema: Json): JsonObject {
  if (!isObject(schema)) return schema === false ? { not: {} } : {};
  const ref = textOf(schema, '$ref');
  if (ref !== undefined) return reference(document, ref);
  if (own(schema, 'type') === 'file') return {};
  const kept = Object.entries(schema).flatMap(([name, value]) => keyword(document, name, value));
  const result = Object.fromEntries(kept);
  return own(schema, 'x-nullable') === true ? { anyOf: [{ type: 'null' }, result] } : result;
}

function keyword(document: JsonObject, name: string, value: Json): [string, Json][] {
  if (MAPS.has(name)) return isObject(value) ? [[name, mapped(document, value)]] : [];
  if (name === 'additionalProperties' && typeof value === 'boolean') return [[name, value]];
  if (NESTED.has(name)) {
    return [[name, isArray(value) ? value.map((one) => standard(document, one)) : standard(document, value)]];
  }
  return CONSTRAINTS.has(name) && isUsable(name, value) ? [[name, plain(value)]] : [];
}

/** Published documents hold `"required": false` in schemas, and empty texts where a keyword needs more. */
function isUsable(name: string, value: Json): boolean {
  if (name === 'required' || name === 'enum') return isArray(value) && value.length > 0;
  return value !== '' && value !== null;
}

/** References point at definitions (the platform's validator sees to it); others are looked up here. */
function reference(document: JsonObject, ref: string): JsonObject {
  const target = lookUp(document, ref);
  if (!isObject(target)) return {};
  if (/^#\/definitions\/[^/]+$/.test(ref)) return { $ref: ref };
  return textOf(target, '$ref') === undefined ? standard(document, target) : {};
}

function mapped(document: JsonObject, schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, one]) => [name, standard(document, one)]));
}

/** A value as a validator knows values: wrapped and wide numbers become JavaScript's. */
export function plain(value: Json): Json {
  if (isNumber(value)) return Number(primitive(value));
  if (isArray(value)) return value.map(plain);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)])) : value;
}
