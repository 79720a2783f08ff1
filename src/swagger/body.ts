// The content of a request: JSON, text, bytes or a form, as the document's `consumes` and the body's schema ask for.
import { envelopeOf, isJsonType } from '../content.js';
import { isObject, parseJson, stringifyJson, type Json } from '../json.js';
import type { Arguments } from './arguments.js';
import { asText, bytesOf, type Content } from './content.js';
import { resolve, textOf } from './document.js';
import { decodeForm, encodeFlat, encodeForm } from './form.js';
import type { Operation } from './operation.js';

/** The content of a request, or undefined when it has none. */
export function encodeBody(operation: Operation, values: Arguments): Content | undefined {
  const fields = operation.parameters.filter((parameter) => parameter.in === 'formData');
  if (fields.length > 0) return encodeForm(operation, fields, values.formData);
  const value = values.body;
  if (!operation.body || value === undefined || value === null) return undefined;
  const bytes = bytesOf(value);
  if (bytes) return bytes;
  const type = headerType(values) ?? mediaTypeOf(operation, value);
  if (/urlencoded/i.test(type) && isObject(value)) return encodeFlat(value);
  return { type, body: typeof value === 'string' && !isJsonType(type) ? value : stringifyJson(value) };
}

/** A header parameter `Content-Type` decides, where an operation has one (700 published ones do). */
function headerType(values: Arguments): string | undefined {
  const name = Object.keys(values.header).find((one) => one.toLowerCase() === 'content-type');
  const value = name === undefined ? undefined : values.header[name];
  return typeof value === 'string' && /^[\w.+-]+\/[\w.+-]+/.test(value) ? value : undefined;
}

/** The platform's order (Power Fx): JSON where it is consumed, else the first type named. A text may go as text. */
function mediaTypeOf(operation: Operation, value: Json): string {
  const { consumes, body, document } = operation;
  const text = typeof value === 'string' && textOf(resolve(document, body?.schema), 'type') === 'string';
  const wanted = (text ? consumes.find((type) => !isJsonType(type)) : undefined) ?? consumes.find(isJsonType);
  return wanted ?? consumes[0] ?? 'application/json';
}

/** Reads the content of a request back into arguments; JSON that does not parse is left out. */
export function decodeBody(
  operation: Operation,
  contentType: string | undefined,
  content: string | Uint8Array | undefined,
): Partial<Arguments> {
  if (content === undefined || content.length === 0) return {};
  const type = contentType ?? operation.consumes[0] ?? 'application/json';
  const fields = operation.parameters.filter((parameter) => parameter.in === 'formData');
  if (fields.length > 0) return { formData: decodeForm(fields, type, content) };
  const value = operation.body && decodeContent(type, content);
  return value === undefined ? {} : { body: value };
}

function decodeContent(type: string, content: string | Uint8Array): Json | undefined {
  if (isJsonType(type)) return tryJson(asText(content));
  if (typeof content === 'string' || /^text\/|[/+]xml/i.test(type)) return asText(content);
  return envelopeOf(type, content);
}

function tryJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
