import { Decimal, float, integer, isNumber, type Json, primitive } from '../../json.js';
import {
  base64OfText,
  bytesOfBase64,
  decodeText,
  envelope,
  type Envelope,
  isEnvelope,
  mediaTypeOf,
  OCTET_STREAM,
} from '../content.js';
import { cultureOf } from '../culture.js';
import { type DataUri, dataUriText, isDataUri, parseDataUri } from '../data-uri.js';
import { readJson } from '../dotnet/json-reader.js';
import { decimalOfNumber, DecimalOverflow } from '../dotnet/decimal.js';
import { INVARIANT_NUMBERS } from '../dotnet/number-culture.js';
import { parseDecimal, parseDouble } from '../dotnet/number-parse.js';
import { decodeForm, escapeData } from '../dotnet/uri.js';
import { argumentKind, functionError, type FunctionRow, invalidParameter, pure } from '../function.js';
import { json } from './json.js';
import { stringOf } from '../text.js';

const NOT_CONVERTIBLE = 'The value cannot be converted to the target type.';
const NOT_BASE64 = 'The value cannot be decoded from base64 representation.';

/** The base64 of text, or of the bytes of content. */
function base64(value: string | Envelope): string {
  if (typeof value === 'string') return base64OfText(value);
  if (isEnvelope(value)) return value.$content;
  throw argumentKind('base64', 'expects its parameter to be a string.', 'Object');
}

function base64ToString(name: string, text: string): string {
  const bytes = bytesOfBase64(text);
  if (!bytes) throw invalidParameter(name, NOT_BASE64);
  return bytes.toString('utf8');
}

function base64ToBinary(text: string): Json {
  if (!bytesOfBase64(text)) throw invalidParameter('base64ToBinary', NOT_BASE64);
  return envelope(OCTET_STREAM, text);
}

function binary(value: Json): Json {
  if (value === null) throw invalidParameter('binary', NOT_CONVERTIBLE);
  return envelope(OCTET_STREAM, base64OfText(stringOf(value)));
}

function bool(value: Json): boolean {
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) return Number(primitive(value)) !== 0;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word === 'true' || word === 'false') return word === 'true';
  throw invalidParameter('bool', NOT_CONVERTIBLE);
}

/** A text is text/plain, content is what it says, anything else is JSON. */
function dataUri(value: Json): string {
  if (value === null) throw invalidParameter('dataUri', NOT_CONVERTIBLE);
  if (isEnvelope(value)) return `data:${value['$content-type']};base64,${value.$content}`;
  const type = typeof value === 'string' ? 'text/plain' : 'application/json';
  return `data:${type};charset=utf-8;base64,${base64OfText(stringOf(value))}`;
}

function readDataUri(name: string, text: string, valid: (uri: DataUri) => boolean): DataUri {
  const uri = parseDataUri(text);
  if (uri && valid(uri)) return uri;
  throw functionError(
    name,
    `expects its parameter to be formatted as a valid data URI. The provided value '${text}' was not formatted correctly.`,
  );
}

function dataUriToBinary(text: string): Json {
  const { contentType, base64: content } = readDataUri('dataUriToBinary', text, isDataUri);
  return envelope(contentType, content);
}

function dataUriToString(text: string): string {
  const uri = readDataUri('dataUriToString', text, ({ type }) => type !== '');
  const decoded = dataUriText(uri);
  if (decoded === undefined) throw invalidParameter('dataUriToString', NOT_BASE64);
  return decoded;
}

/** The content by its media type: text, JSON read, or bytes, whose charset is us-ascii unless named (measured). */
function decodeDataUri(text: string): Json {
  const { contentType, base64: content } = readDataUri('decodeDataUri', text, isDataUri);
  const type = mediaTypeOf(contentType);
  const isJson = type === 'application/json' || type.endsWith('+json');
  if (!isJson && !type.startsWith('text/')) {
    return envelope(/;\s*charset=/i.test(contentType) ? contentType : `${contentType};charset=us-ascii`, content);
  }
  const bytes = bytesOfBase64(content);
  const decoded = bytes && decodeText(bytes, contentType);
  if (decoded === undefined) throw invalidParameter('decodeDataUri', NOT_BASE64);
  return isJson ? (tryJson(decoded) ?? decoded) : decoded;
}

function tryJson(text: string): Json | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** Reads a decimal as text, without an exponent, with the zeros at its end. */
function decimal(value: Json): Json {
  let result: Decimal | undefined;
  try {
    result = typeof value === 'string' ? parseDecimal(value, INVARIANT_NUMBERS) : decimalOf(value);
  } catch (error) {
    if (!(error instanceof DecimalOverflow)) throw error;
  }
  if (result === undefined) throw invalidParameter('decimal', NOT_CONVERTIBLE);
  return result;
}

function decimalOf(value: Json): Decimal | undefined {
  if (value instanceof Decimal) return value;
  if (!isNumber(value)) return undefined;
  const number = primitive(value);
  if (typeof number === 'bigint' || Number.isSafeInteger(number)) return new Decimal(BigInt(number), 0);
  return decimalOfNumber(number);
}

function toFloat(value: Json, locale?: string | null): Json {
  if (isNumber(value)) return float(Number(primitive(value)));
  // Without a locale the names of infinity are no numbers (recorded).
  const named = typeof value !== 'string' || (locale === undefined && /infinity\s*$/i.test(value));
  const number = named ? undefined : parseDouble(value, cultureOf('float', locale, '').numbers);
  if (number === undefined) throw invalidParameter('float', NOT_CONVERTIBLE);
  return float(number);
}

/**
 * Reads a text as a double, which must be whole: so `1.0` is 1, and beyond 2^53 digits are lost, as they are in the service
 * (recorded: 100000000000000010 becomes …016).
 */
function int(value: Json): Json {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  const number = isNumber(value) ? Number(primitive(value)) : typeof value === 'string' ? doubleOf(value) : undefined;
  if (number === undefined || !Number.isInteger(number) || number >= 2 ** 63 || number < -(2 ** 63)) {
    throw invalidParameter('int', NOT_CONVERTIBLE);
  }
  return integer(BigInt(number));
}

/** The style Float with groups, which has no sign at the end. */
function doubleOf(text: string): number | undefined {
  return parseDouble(text, INVARIANT_NUMBERS, 'floatWithGroups');
}

function uriComponentToBinary(text: string): Json {
  return envelope(OCTET_STREAM, base64OfText(decodeForm(text)));
}

/** More than one value is joined to one text first (measured in Power Automate). */
function uriComponent(...values: Json[]): string {
  return escapeData(values.map(stringOf).join(''));
}

const ONE_STRING = { counted: 'parameters', must: ['to be a string'] } as const;

/** From one type to another. Content that is not JSON is an envelope: `{ "$content-type", "$content": base64 }`. */
export const conversions: readonly FunctionRow[] = [
  pure('array(value: any): array', (value: Json) => [value], {
    expects: 'expects one parameter: the value that is to be converted to an array',
    counted: 'parameters',
  }),
  pure('base64(value: string|object): string', base64, {
    ...ONE_STRING,
    expects: 'expects one parameter: the string to encode into base64 representation',
  }),
  pure('base64ToBinary(text: string): object', base64ToBinary, {
    ...ONE_STRING,
    expects: 'expects one parameter: the string to decode from base64 representation',
  }),
  pure('base64ToString(text: string): string', (text: string) => base64ToString('base64ToString', text), {
    ...ONE_STRING,
    expects: 'expects one parameter: the base64 string to decode',
  }),
  pure('binary(value: any): object', binary, {
    expects: 'expects one parameter: the value that is to be converted to binary',
    counted: 'parameters',
  }),
  pure('bool(value: any): boolean', bool, {
    expects: 'expects one parameter: the value that is to be converted to a boolean',
    counted: 'parameters',
  }),
  pure('createArray(...values: any): array', (...values: Json[]) => values, {
    expects: 'expects a comma separated list of parameters',
    counted: 'none',
  }),
  pure('dataUri(value: any): string', dataUri, {
    expects: 'expects one parameter: the value to be converted to a data URI',
    counted: 'parameters',
  }),
  pure('dataUriToBinary(uri: string): object', dataUriToBinary, {
    ...ONE_STRING,
    expects: 'expects one parameter: the data URI that is to be converted to binary',
  }),
  pure('dataUriToString(uri: string): string', dataUriToString, {
    ...ONE_STRING,
    expects: 'expects one parameter: the data URI that is to be converted to string',
  }),
  pure('decimal(value: any): number', decimal, {
    expects: 'expects one parameter: the value that is to be converted to a decimal number',
    counted: 'parameters',
  }),
  pure('decodeBase64(text: string): string', (text: string) => base64ToString('decodeBase64', text), {
    ...ONE_STRING,
    expects: 'expects one parameter: the string to decode from base64 representation',
  }),
  pure('decodeDataUri(uri: string): any', decodeDataUri, {
    ...ONE_STRING,
    expects: 'expects one parameter: the data URI',
  }),
  pure('decodeUriComponent(text: string): string', decodeForm, {
    ...ONE_STRING,
    expects: 'expects one parameter: the string to decode',
  }),
  pure('encodeBase64(value: string|object): string', base64, {
    ...ONE_STRING,
    expects: 'expects one parameter: the string to encode into base64 representation',
  }),
  pure('encodeUriComponent(...values: any): string', uriComponent, {
    expects: 'expects at least one parameter: the string to URL encode',
    counted: 'parameters',
  }),
  pure('float(value: any, locale?: string|null): number', toFloat, {
    expects: 'expects one parameter: the value that is to be converted to a floating point number',
    counted: 'parameters',
  }),
  pure('int(value: any): integer', int, {
    expects: 'expects one parameter: the value that is to be converted to an integer',
    counted: 'parameters',
  }),
  pure('json(value: any): any', json, { expects: 'expects one parameter: the string or XML to be parsed' }),
  pure('string(value: any): string', stringOf, {
    expects: 'expects one parameter: the value that is to be converted to a string',
    counted: 'parameters',
  }),
  pure('uriComponent(...values: any): string', uriComponent, {
    expects: 'expects at least one parameter: the value to convert to URI component',
    counted: 'parameters',
  }),
  pure('uriComponentToBinary(text: string): object', uriComponentToBinary, {
    ...ONE_STRING,
    expects: 'expects one parameter: the URI component to convert to binary',
  }),
  pure('uriComponentToString(text: string): string', decodeForm, {
    ...ONE_STRING,
    expects: 'expects one parameter: the URI component to convert to binary',
  }),
];
