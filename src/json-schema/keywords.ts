// How each keyword of a schema is read. What a schema must not hold is worded as Newtonsoft's reader words it.
import { isArray, isNumber, isObject, kindOf, primitive, type Json, type JsonNumber } from '../json.js';
import { canonical } from './numbers.js';
import type { Draft, JsonType, Schema } from './schema.js';
import { child } from '../pointer.js';

/** A schema that cannot be read; the message says where. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** What a keyword's reader can do beside looking at its value. */
export interface Reading {
  /** Where the keyword stands, for errors: `properties.a.minimum`. */
  readonly path: string;
  readonly name: string;
  readonly draft4: boolean;
  /** Reads a schema inside this one, at a pointer from here: `/items/0`. */
  schema(value: Json, pointer: string): Schema;
}

type Keyword = (value: Json, draft: Draft, at: Reading) => void;

const types: readonly JsonType[] = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

type Keywords = ReadonlyMap<string, Keyword>;

/** The keywords of draft 4 that mean something to a value. */
export const keywords: Keywords = new Map(
  Object.entries<Keyword>({
    type: (value, draft, at) => readTypes(value, draft, at),
    enum: (value, draft, at) => void (draft.enum = new Set(list(value, at).map(canonical))),

    maxLength: (value, draft, at) => void (draft.maxLength = integer(value, at)),
    minLength: (value, draft, at) => void (draft.minLength = integer(value, at)),
    format: (value, draft, at) => void (draft.format = text(value, at)),

    maximum: (value, draft, at) => void (draft.maximum = number(value, at)),
    minimum: (value, draft, at) => void (draft.minimum = number(value, at)),
    multipleOf: (value, draft, at) => void (draft.multipleOf = number(value, at)),
    exclusiveMaximum(value, draft, at) {
      if (!at.draft4 && isNumber(value)) draft.maximum = value;
      draft.exclusiveMaximum = isBound(value, at) || boolean(value, at);
    },
    exclusiveMinimum(value, draft, at) {
      if (!at.draft4 && isNumber(value)) draft.minimum = value;
      draft.exclusiveMinimum = isBound(value, at) || boolean(value, at);
    },

    properties: (value, draft, at) =>
      void (draft.properties = map(value, at, (item, pointer) => at.schema(item, pointer))),
    additionalProperties: (value, draft, at) => void (draft.additionalProperties = schemaOrFalse(value, at)),
    required: (value, draft, at) => void (draft.required = list(value, at).map((name) => text(name, at))),
    maxProperties: (value, draft, at) => void (draft.maxProperties = integer(value, at)),
    minProperties: (value, draft, at) => void (draft.minProperties = integer(value, at)),
    dependencies: (value, draft, at) => void (draft.dependencies = map(value, at, dependency(at))),

    items(value, draft, at) {
      draft.items = isArray(value) ? schemas(value, at) : at.schema(value, '/items');
    },
    additionalItems: (value, draft, at) => void (draft.additionalItems = schemaOrFalse(value, at)),
    uniqueItems: (value, draft, at) => void (draft.uniqueItems = boolean(value, at)),
    maxItems: (value, draft, at) => void (draft.maxItems = integer(value, at)),
    minItems: (value, draft, at) => void (draft.minItems = integer(value, at)),

    allOf: (value, draft, at) => void (draft.allOf = schemas(value, at)),
    anyOf: (value, draft, at) => void (draft.anyOf = schemas(value, at)),
    oneOf: (value, draft, at) => void (draft.oneOf = schemas(value, at)),
    not: (value, draft, at) => void (draft.not = at.schema(value, '/not')),
  }),
);

/** Those that came with drafts 6 and 7. */
export const laterKeywords: Keywords = new Map<string, Keyword>([
  ['const', (value, draft) => void (draft.const = canonical(value))],
  ['contains', (value, draft, at) => void (draft.contains = at.schema(value, '/contains'))],
  ['propertyNames', (value, draft, at) => void (draft.propertyNames = at.schema(value, '/propertyNames'))],
  ['if', (value, draft, at) => void (draft.condition = at.schema(value, '/if'))],
  ['then', (value, draft, at) => void (draft.whenTrue = at.schema(value, '/then'))],
  ['else', (value, draft, at) => void (draft.whenFalse = at.schema(value, '/else'))],
]);

function readTypes(value: Json, draft: Draft, at: Reading): void {
  if (typeof value !== 'string' && !isArray(value)) unexpected(value, 'StartArray, String', at);
  const names = (isArray(value) ? value : [value]).map((name) => text(name, at));
  if (names.includes('any')) return; // draft 3 has this word for no type at all
  const unknown = names.find((name) => !types.some((type) => type === name));
  if (unknown !== undefined) fail(`Invalid JSON schema type: ${unknown}.`, at);
  draft.types = types.filter((type) => names.includes(type));
}

function schemas(value: Json, at: Reading): readonly Schema[] {
  return list(value, at).map((item, index) => at.schema(item, `/${at.name}/${index}`));
}

function schemaOrFalse(value: Json, at: Reading): Schema | false {
  return value === false ? false : at.schema(value, `/${at.name}`);
}

function map<T>(value: Json, at: Reading, read: (item: Json, pointer: string) => T): ReadonlyMap<string, T> {
  if (!isObject(value)) return unexpected(value, 'StartObject', at);
  return new Map(
    Object.entries(value).map(([name, item]): [string, T] => [name, read(item, child(`/${at.name}`, name))]),
  );
}

function dependency(at: Reading): (value: Json, pointer: string) => Schema | readonly string[] {
  return (value, pointer) => {
    if (typeof value === 'string') return [value]; // draft 3
    return isArray(value) ? value.map((name) => text(name, at)) : at.schema(value, pointer);
  };
}

/** Draft 6 wrote the bound itself where draft 4 had `true` beside it. */
function isBound(value: Json, at: Reading): boolean {
  return !at.draft4 && isNumber(value);
}

function list(value: Json, at: Reading): readonly Json[] {
  return isArray(value) ? value : unexpected(value, 'StartArray', at);
}

function text(value: Json, at: Reading): string {
  return typeof value === 'string' ? value : unexpected(value, 'String', at);
}

function boolean(value: Json, at: Reading): boolean {
  return typeof value === 'boolean' ? value : unexpected(value, 'Boolean', at);
}

function number(value: Json, at: Reading): JsonNumber {
  return isNumber(value) ? value : unexpected(value, 'Integer, Float', at);
}

function integer(value: Json, at: Reading): number {
  const count = isNumber(value) ? Number(primitive(value)) : Number.NaN;
  return Number.isInteger(count) ? count : unexpected(value, 'Integer', at);
}

function unexpected(value: Json, expected: string, at: Reading): never {
  const kind = kindOf(value);
  const token = kind === 'Object' || kind === 'Array' ? `Start${kind}` : kind;
  return fail(
    `Unexpected token encountered when reading value for '${at.name}'. Expected ${expected}, got ${token}.`,
    at,
  );
}

function fail(message: string, { path }: { readonly path: string }): never {
  throw new SchemaError(`${message} Path '${path}'.`);
}
