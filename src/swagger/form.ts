// Form content: multipart where a file is sent or the document consumes it, urlencoded otherwise.
import { envelopeOf } from '../content.js';
import { isArray, isObject, own, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { asBytes, asText, bytesOf, type Content } from './content.js';
import { percentDecode, textOf } from './document.js';
import { decodeMultipart, encodeMultipart, fieldName, type Part } from './multipart.js';
import type { Operation, Parameter } from './operation.js';
import { isMulti, joined, taken, takenEach, textValue } from './values.js';

/** The content of a form; undefined when no field has a value. */
export function encodeForm(
  operation: Operation,
  fields: readonly Parameter[],
  values: JsonObject,
): Content | undefined {
  const parts = fields.flatMap((field) => partsOf(field, own(values, field.name) ?? null));
  if (parts.length === 0) return undefined;
  return isMultipart(operation, fields) ? encodeMultipart(parts) : encodeUrl(parts);
}

function isMultipart({ consumes }: Operation, fields: readonly Parameter[]): boolean {
  if (fields.some((field) => textOf(field.schema, 'type') === 'file')) return true;
  return consumes.some((type) => /^multipart\//i.test(type)) && !consumes.some((type) => /urlencoded/i.test(type));
}

/** Lists are joined, by commas unless the document says otherwise (Power Fx does so in multipart too), or given one by one. */
function partsOf(field: Parameter, value: Json): Part[] {
  if (value === null) return [];
  if (isArray(value) && isMulti(field)) return value.map((item) => ({ name: field.name, body: textValue(item) }));
  if (isArray(value)) return [{ name: field.name, body: joined(field, value) }];
  const bytes = bytesOf(value);
  const isFile = bytes !== undefined || textOf(field.schema, 'type') === 'file';
  const content = bytes ?? { type: undefined, body: textValue(value) };
  return [{ name: field.name, ...content, ...(isFile ? { filename: field.name } : {}) }];
}

/** An object as a form, the way Power Fx writes it: lists repeat their name, inner names follow a dot. */
export function encodeFlat(value: JsonObject): Content {
  return encodeUrl(Object.entries(value).flatMap(([name, one]) => flatten(name, one)));
}

function flatten(name: string, value: Json): Part[] {
  if (value === null) return [];
  if (isArray(value)) return value.flatMap((item) => flatten(name, item));
  if (!isObject(value)) return [{ name, body: textValue(value) }];
  return Object.entries(value).flatMap(([inner, one]) => flatten(`${name}.${inner}`, one));
}

function encodeUrl(parts: readonly Part[]): Content {
  const pairs = parts.map(({ name, body }): [string, string] => [name, asText(body)]);
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(pairs).toString() };
}

/** The fields in a body as the Logic Apps designer writes a form: `{ "$multipart": [{ headers, body }] }`. */
export function fieldsOf(body: Json): JsonObject {
  const parts = isObject(body) ? own(body, '$multipart') : undefined;
  const named = (isArray(parts) ? parts : []).flatMap((part): [string, Json][] => {
    const headers = isObject(part) ? ownAnyCase(part, 'headers') : undefined;
    const disposition = headers && isObject(headers) ? ownAnyCase(headers, 'content-disposition') : undefined;
    const name = typeof disposition === 'string' ? fieldName(disposition) : undefined;
    return name === undefined || !isObject(part) ? [] : [[name, ownAnyCase(part, 'body') ?? null]];
  });
  return Object.fromEntries(named);
}

/** The fields that a form holds, typed as the document says; what cannot be read is left out. */
export function decodeForm(fields: readonly Parameter[], type: string, content: string | Uint8Array): JsonObject {
  const parts = /^multipart\//i.test(type) ? decodeMultipart(type, asBytes(content)) : decodeUrl(asText(content));
  const found = fields.flatMap((field): [string, Json][] => {
    const mine = parts.filter((part) => part.name === field.name);
    const [first] = mine;
    return first === undefined ? [] : [[field.name, valueOf(field, first, mine)]];
  });
  return Object.fromEntries(found);
}

function valueOf(field: Parameter, first: Part, all: readonly Part[]): Json {
  if (first.type !== undefined) return envelopeOf(first.type, asBytes(first.body));
  return isMulti(field)
    ? takenEach(
        field,
        all.map((part) => asText(part.body)),
      )
    : taken(field, asText(first.body));
}

function decodeUrl(text: string): Part[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => pair.replace(/\+/g, '%20').split('='))
    .map(([name = '', ...value]) => ({ name: percentDecode(name), body: percentDecode(value.join('=')) }));
}
