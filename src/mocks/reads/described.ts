// A schema that the definition gives, of a Parse JSON or a Request, and what the flow reads besides.
import { isArray, isObject, keyAnyCase, own, type Json, type JsonObject } from '../../json.js';

/** Whether a schema says what stands in a value. */
export function isStructured(schema: JsonObject): boolean {
  return ['properties', 'items', 'anyOf', 'oneOf', 'allOf', '$ref'].some((name) => own(schema, name) !== undefined);
}

/** A description, filled in by what is read where it is vague: designers write `{}` where their example had nothing. */
export function described(given: JsonObject, read?: JsonObject): JsonObject {
  const kind = kindOf(given);
  if (kind === 'vague') return { ...given, ...(read ?? text) };
  if (kind === 'combined') return given;
  const readKind = read ? kindOf(read) : 'vague';
  // What a value is used for tells more than what a description that nobody checks says of it.
  if (read && readKind !== kind && (readKind === 'object' || readKind === 'array')) return read;
  if (kind === 'object') return { ...given, properties: propertiesOf(given, read) };
  if (kind === 'array') return itemsOf(given, read);
  return { ...(read && fitting(read, given)), ...given };
}

const text: JsonObject = { type: 'string' };

function kindOf(schema: JsonObject): 'object' | 'array' | 'scalar' | 'combined' | 'vague' {
  const given = own(schema, 'type') ?? null;
  const types = isArray(given) ? given : [given];
  if (types.includes('object') || own(schema, 'properties') !== undefined) return 'object';
  if (types.includes('array') || own(schema, 'items') !== undefined) return 'array';
  if (isStructured(schema)) return 'combined';
  return given === null && own(schema, 'enum') === undefined ? 'vague' : 'scalar';
}

function propertiesOf(given: JsonObject, read: JsonObject = {}): JsonObject {
  const [known, more] = [objectAt(given, 'properties'), objectAt(read, 'properties')];
  const filled = Object.entries(known).map(([name, schema]): [string, Json] => {
    const found = keyAnyCase(more, name);
    return [
      name,
      isObject(schema) ? described(schema, found === undefined ? undefined : objectAt(more, found)) : schema,
    ];
  });
  const others = Object.entries(more).filter(([name]) => keyAnyCase(known, name) === undefined);
  return Object.fromEntries(own(given, 'additionalProperties') === false ? filled : [...filled, ...others]);
}

function itemsOf(given: JsonObject, read: JsonObject = {}): JsonObject {
  const [known, more] = [own(given, 'items'), own(read, 'items')];
  const items = isObject(known) ? described(known, isObject(more) ? more : undefined) : (known ?? more);
  return items === undefined ? given : { ...given, items };
}

/** What is read of a value, without choices of another type than the description's. */
function fitting(read: JsonObject, given: JsonObject): JsonObject {
  const [choices, type] = [own(read, 'enum') ?? null, own(given, 'type') ?? null];
  if (!isArray(choices)) return read;
  const { enum: _, ...others } = read;
  const types = isArray(type) ? type : [type];
  const fits = choices.filter(
    (each) => types.includes(each === null ? 'null' : typeof each) || typeof each === 'number',
  );
  return fits.length > 0 ? { ...others, enum: fits } : others;
}

function objectAt(schema: JsonObject, name: string): JsonObject {
  const value = own(schema, name);
  return isObject(value) ? value : {};
}

/** A schema as it is once it has been evaluated: `@@odata.type` in a definition is `@odata.type`. */
export function unescaped(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('@@') ? value.slice(1) : value;
  if (isArray(value)) return value.map(unescaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [unescaped(name) as string, unescaped(each)]));
}
