// One value of an input made into the type that the swagger says, as Power Automate does it before it sends anything. Known
// from what people reported: a text that is no number, date or address is refused, and a text where an object is wanted.
// That numbers and booleans become texts, a text that reads as one the other way round, and an object or a list no text, is a
// guess.
import { float, integer, isNumber, kindOf, own, type Json, type JsonObject } from '../json.js';
import { textOf } from './document.js';
import { typeNames } from './type-fault.js';
import { textValue } from './values.js';

/** The value as its type; undefined where it cannot be made one. What the schema says nothing about stays as it is. */
export function coerced(schema: JsonObject, value: Json): Json | undefined {
  const type = textOf(schema, 'type') ?? '';
  const kind = kindOf(value);
  // The content of a file may be anything: an object becomes its JSON.
  if (/^(?:binary|byte)$/i.test(textOf(schema, 'format') ?? '')) return value;
  switch (type) {
    case 'string':
      return kind === 'Object' || kind === 'Array' ? undefined : ofFormat(schema, textOfScalar(value));
    case 'integer':
      return toInteger(value);
    case 'number':
      return toNumber(value);
    case 'boolean':
      return toBoolean(value);
    case 'object':
    case 'array':
      return kind === typeNames[type] ? value : undefined;
    default:
      return value;
  }
}

/** A type with its format, as the platform's messages have it: `String/date`, `Number/double`. */
export function typeName(schema: JsonObject): string {
  const [type = '', format] = [textOf(schema, 'type'), textOf(schema, 'format')];
  return `${typeNames[type] ?? type}${format === undefined ? '' : `/${format}`}`;
}

function textOfScalar(value: Json): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return textValue(value);
}

function toInteger(value: Json): Json | undefined {
  if (kindOf(value) === 'Integer') return value;
  const text = typeof value === 'string' || isNumber(value) ? textValue(value).trim() : '';
  return /^[+-]?\d{1,19}(?:\.0*)?$/.test(text) ? integer(BigInt(text.replace(/^\+|\..*$/g, ''))) : undefined;
}

function toNumber(value: Json): Json | undefined {
  if (isNumber(value)) return value;
  const text = typeof value === 'string' ? value.trim() : '';
  if (/^[+-]?\d{1,19}$/.test(text)) return toInteger(text);
  const isOne = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
  return isOne ? float(Number(text)) : undefined;
}

function toBoolean(value: Json): Json | undefined {
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' && /^\s*(?:true|false)\s*$/i.test(value) ? /true/i.test(value) : undefined;
}

/** The formats that the platform was seen to hold texts to; the others say nothing about what may be written. */
function ofFormat(schema: JsonObject, text: string): string | undefined {
  const format = textOf(schema, 'format')?.toLowerCase();
  // A JavaScript date takes a lone number for a year; seen refused was the '44378' of a spreadsheet.
  if (format === 'date' || format === 'date-time' || format === 'date-no-tz')
    return /^\s*\d*\s*$/.test(text) || Number.isNaN(Date.parse(text)) ? undefined : text;
  // Seen refused: an address with a line break behind it, and none at all. Several stand in one text, with semicolons.
  if (format === 'email') return /@/.test(text) && !/[\r\n]/.test(text) ? text : undefined;
  return text;
}

/** The longest text that a schema allows; undefined where it does not say. */
export function maximumLength(schema: JsonObject): number | undefined {
  const limit = own(schema, 'maxLength');
  return typeof limit === 'number' ? limit : undefined;
}
