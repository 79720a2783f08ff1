import { TextDecoder } from 'node:util';

import { isObject, type Json, type JsonObject } from '../json.js';

/** Content that is not JSON, as a value: its media type and its bytes in base64. */
export interface Envelope extends JsonObject {
  readonly '$content-type': string;
  readonly $content: string;
}

/** The media type of bytes that nobody described. */
export const OCTET_STREAM = 'application/octet-stream';

export function envelope(type: string, base64: string): Envelope {
  return { '$content-type': type, $content: base64 };
}

/** Whether a value is content in an envelope. A form's envelope has more properties (`$formdata`, `$multipart`). */
export function isEnvelope(value: Json): value is Envelope {
  return (
    isObject(value) &&
    Object.hasOwn(value, '$content') &&
    Object.hasOwn(value, '$content-type') &&
    typeof value['$content'] === 'string' &&
    typeof value['$content-type'] === 'string'
  );
}

/** The bytes of base64 text, as .NET reads it: white space does not count, padding does. Undefined if it is none. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[ \t\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return Buffer.from(compact, 'base64');
}

export function base64OfText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** The media type without its parameters, in lower case. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** The charset that a content type names. */
export function charsetOf(contentType: string): string | undefined {
  const [, ...parameters] = contentType.split(';').map((part) => part.trim());
  return parameters.find((part) => /^charset=/i.test(part))?.slice('charset='.length);
}

/** Whether text in a charset can be read. */
export function isKnownCharset(charset: string): boolean {
  return decoderOf(charset) !== undefined;
}

/** The text of bytes in the charset of their content type, UTF-8 if it names none; undefined if it cannot be read. */
export function decodeText(bytes: Uint8Array, contentType: string): string | undefined {
  const [, ...parameters] = contentType.split(';');
  if (parameters.some((part) => !part.includes('='))) return undefined;
  return decoderOf(charsetOf(contentType) ?? 'utf-8')?.decode(bytes);
}

/** The text of an envelope; undefined if its content is not base64 or its charset is unknown. */
export function envelopeText(value: Envelope): string | undefined {
  const bytes = bytesOfBase64(value.$content);
  return bytes && decodeText(bytes, value['$content-type']);
}

function decoderOf(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset.replace(/^"(.*)"$/, '$1'), { ignoreBOM: true });
  } catch {
    return undefined;
  }
}
