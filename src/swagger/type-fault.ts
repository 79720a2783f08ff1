// The check that Power Automate makes of an answer before the flow gets it: each value has the type that the swagger says.
import { envelopeBytes } from '../content.js';
import { isArray, isObject, kindOf, own, type Json, type JsonObject } from '../json.js';
import { resolve, textOf } from './document.js';
import { responseOf, type Operation } from './operation.js';
import { itemsOf, propertiesOf } from './schema.js';

/** The first value of an answer's body that is not of its type, in the service's words (reported in public); or undefined. */
export function typeFault(operation: Operation, status: number, body: Json): string | undefined {
  const schema = responseOf(operation, status)?.schema;
  const found = schema && mismatch(operation.document, schema, body, 'body');
  if (!found) return undefined;
  const { at, expected, actual } = found;
  return `The API operation '${operation.id}' requires the property '${at}' to be of type '${expected}' but is of type '${actual}'.`;
}

interface Mismatch {
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

/** Walks the value beside its schema, so circular definitions end where the value does. */
function mismatch(document: JsonObject, given: JsonObject, value: Json, at: string): Mismatch | undefined {
  const schema = resolve(document, given);
  const [type, actual] = [textOf(schema, 'type'), kindOf(value)];
  const expected = type === undefined ? undefined : typeNames[type];
  // That a null is let through where the swagger says x-nullable is a guess.
  if (value === null && own(schema, 'x-nullable') === true) return undefined;
  if (type === 'string' && isContent(schema, value)) return undefined;
  if (expected && expected !== actual && !(expected === 'Number' && /^(?:Integer|Float|Decimal)$/.test(actual)))
    return { at, expected, actual };
  return first(inner(document, schema, value), ([name, each, item]) => mismatch(document, each, item, `${at}/${name}`));
}

/**
 * Whether a value is the content of a file: that is a string to the swagger, whatever the flow gets. Of formats nothing is
 * known to be checked but that a binary one takes any content, JSON as well (guessed).
 */
function isContent(schema: JsonObject, value: Json): boolean {
  return textOf(schema, 'format') === 'binary' || envelopeBytes(value) !== undefined;
}

/** The types of swagger, as the service's messages have them. */
export const typeNames: { readonly [type: string]: string } = {
  string: 'String',
  integer: 'Integer',
  number: 'Number',
  boolean: 'Boolean',
  object: 'Object',
  array: 'Array',
};

/** The parts of a value that the schema describes. */
function inner(
  document: JsonObject,
  schema: JsonObject,
  value: Json,
): readonly (readonly [string, JsonObject, Json])[] {
  const items = isArray(value) ? itemsOf(document, schema) : undefined;
  if (isArray(value) && items) return value.map((item, at) => [String(at), items, item] as const);
  if (!isObject(value)) return [];
  return [...propertiesOf(document, schema).values()].flatMap((property) => {
    const item = own(value, property.name);
    return item === undefined ? [] : [[property.name, property.schema, item] as const];
  });
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
