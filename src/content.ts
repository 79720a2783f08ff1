// The bodies of messages as values: text stays text, JSON is read, everything else travels in an envelope.
import { isObject, own, parseJson, stringifyJson, type Json, type JsonObject } from './json.js';

/** What goes over the wire and how it is to be read. */
export interface Content {
  readonly type: string;
  readonly bytes: Uint8Array;
}

const OCTET_STREAM = 'application/octet-stream';

/** The value of a body: undefined for an empty one. Throws SyntaxError for JSON that is none. */
export function valueOf(bytes: Uint8Array, type: string): Json | undefined {
  if (bytes.length === 0) return undefined;
  const text = () => new TextDecoder(charset(type)).decode(bytes);
  if (isJsonType(type)) return parseJson(text());
  if (/^text\//i.test(type)) return text();
  const envelope = envelopeOf(type || OCTET_STREAM, bytes);
  return /^application\/x-www-form-urlencoded/i.test(type) ? { ...envelope, $formdata: formData(text()) } : envelope;
}

/** The bytes of a value and their type; undefined where there is nothing to send. `type` wins over the value's own. */
export function contentOf(value: Json | undefined, type?: string): Content | undefined {
  if (value === undefined || value === null) return undefined;
  const encode = (text: string) => new TextEncoder().encode(text);
  if (typeof value === 'string') return { type: type ?? 'text/plain; charset=utf-8', bytes: encode(value) };
  const wrapped = envelopeBytes(value);
  if (wrapped) return { type: type ?? wrapped.type, bytes: wrapped.bytes };
  return { type: type ?? 'application/json; charset=utf-8', bytes: encode(stringifyJson(value)) };
}

/** The bytes in an envelope `{ "$content-type": …, "$content": base64 }`; undefined for any other value. */
export function envelopeBytes(value: Json): Content | undefined {
  if (!isObject(value)) return undefined;
  const [type, content] = [own(value, '$content-type'), own(value, '$content')];
  if (typeof type !== 'string' || typeof content !== 'string') return undefined;
  return { type, bytes: new Uint8Array(Buffer.from(content, 'base64')) };
}

/** Bytes in an envelope. */
export function envelopeOf(type: string, bytes: Uint8Array): JsonObject {
  return { '$content-type': type, $content: Buffer.from(bytes).toString('base64') };
}

/** `application/json`, `text/json`, `application/problem+json; charset=utf-8`, … */
export function isJsonType(type: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(type);
}

function formData(text: string): readonly JsonObject[] {
  return [...new URLSearchParams(text)].map(([key, value]) => ({ key, value }));
}

function charset(type: string): string {
  const named = /charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return 'utf-8'; // an unknown name is not worth losing the body for
  }
}
