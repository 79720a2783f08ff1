// A parameter's value as text and back. The document's type decides how a text is read, so that what was built is found
// again by `match`.
import {
  Decimal,
  Float,
  integer,
  isArray,
  isNumber,
  isObject,
  numberText,
  own,
  stringifyJson,
  type Json,
  type JsonObject,
} from '../json.js';
import { percentDecode, textOf, wellFormed } from './document.js';
import type { Parameter } from './operation.js';

/** A value as it stands in a URL, header or form: texts as they are, numbers as .NET prints them, all else as JSON. */
export function textValue(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (value instanceof Float) return numberText(value.value);
  return value instanceof Decimal ? value.toString() : stringifyJson(value);
}

/** The separators of `collectionFormat`, as they stand in a URL. `multi` repeats the parameter instead. */
const SEPARATORS: Readonly<Record<string, string>> = { csv: ',', ssv: '%20', tsv: '%09', pipes: '%7C' };

export function isMulti(parameter: Parameter): boolean {
  return textOf(parameter.schema, 'collectionFormat') === 'multi';
}

function separatorOf(parameter: Parameter): string {
  return SEPARATORS[textOf(parameter.schema, 'collectionFormat') ?? 'csv'] ?? ',';
}

/** A list as one plain text, as a header or form has it. */
export function joined(parameter: Parameter, items: readonly Json[]): string {
  return items.map(textValue).join(decodeURIComponent(separatorOf(parameter)));
}

/** A plain text as the value that the document types; a list is taken apart. */
export function taken(parameter: Parameter, text: string): Json {
  if (textOf(parameter.schema, 'type') !== 'array') return typed(parameter.schema, text);
  const items = text === '' ? [] : text.split(decodeURIComponent(separatorOf(parameter)));
  return items.map((item) => typed(itemSchema(parameter), item.trim()));
}

/** The plain texts of a value that is given several times. */
export function takenEach(parameter: Parameter, texts: readonly string[]): Json {
  return texts.map((text) => typed(itemSchema(parameter), text));
}

/** A value percent-encoded for a path or query; the items of a list one by one, so that a comma in an item stays its own. */
export function encodeValue(parameter: Parameter, value: Json): string {
  if (!isArray(value)) return encodeText(textValue(value), parameter.encodings);
  return value.map((item) => encodeText(textValue(item), parameter.encodings)).join(separatorOf(parameter));
}

/** Reads a raw piece of a path or query as the document types it. */
export function decodeValue(parameter: Parameter, raw: string): Json {
  const list = textOf(parameter.schema, 'type') === 'array' && !isMulti(parameter);
  if (!list) return typed(parameter.schema, decodeText(raw, parameter.encodings));
  const items = raw === '' ? [] : raw.split(new RegExp(separatorOf(parameter), 'i'));
  return items.map((item) => typed(itemSchema(parameter), decodeText(item, parameter.encodings)));
}

/** The values of a repeated query parameter. */
export function decodeMulti(parameter: Parameter, raw: readonly string[]): Json {
  return raw.map((item) => typed(itemSchema(parameter), decodeText(item, parameter.encodings)));
}

/** Reads a text as the schema types it; a text that does not fit stays a text, for a validator to complain about. */
function typed(schema: JsonObject, text: string): Json {
  const type = textOf(schema, 'type');
  if (type === 'integer') return /^-?(0|[1-9]\d{0,17})$/.test(text) && text !== '-0' ? integer(BigInt(text)) : text;
  if (type === 'number') return isNumberText(text) ? Number(text) : text;
  return type === 'boolean' && /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
}

function isNumberText(text: string): boolean {
  return /^-?(0|[1-9]\d*)(\.\d+)?(E[+-]?\d+)?$/i.test(text) && isNumber(Number(text)) && Number.isFinite(Number(text));
}

function itemSchema(parameter: Parameter): JsonObject {
  const items = own(parameter.schema, 'items');
  return isObject(items) ? items : {};
}

function encodeText(text: string, times: 1 | 2): string {
  const once = encodeURIComponent(wellFormed(text));
  return times === 2 ? encodeURIComponent(once) : once;
}

function decodeText(raw: string, times: 1 | 2): string {
  const once = percentDecode(raw);
  return times === 2 ? percentDecode(once) : once;
}
