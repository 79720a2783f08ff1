// The bodies of messages as values: text stays text, JSON is read, everything else travels in an envelope.
import { isArray, isObject, own, ownAnyCase, parseJson, stringifyJson, type Json, type JsonObject } from './json.js';
import { boundaryOf, joinParts, splitParts, type Part } from './multipart.js';

/** What goes over the wire and how it is to be read. */
export interface Content {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Reads JSON text; throws where it is none. */
type ReadJson = (text: string) => Json;

const OCTET_STREAM = 'application/octet-stream';

/** The value of a body: undefined for an empty one. Throws what `read` throws for JSON that is none. */
export function valueOf(bytes: Uint8Array, type: string, read: ReadJson = parseJson): Json | undefined {
  if (bytes.length === 0) return undefined;
  const text = () => new TextDecoder(charset(type)).decode(bytes);
  if (isJsonType(type)) return read(text());
  if (/^text\//i.test(type)) return text();
  const envelope = envelopeOf(type || OCTET_STREAM, bytes);
  if (/^multipart\//i.test(type)) return { ...envelope, $multipart: splitParts(type, bytes).map(partValue) };
  return /^application\/x-www-form-urlencoded/i.test(type) ? { ...envelope, $formdata: formData(text()) } : envelope;
}

/** A part with its length told, as Logic Apps shows it (recorded on Logic Apps Standard); typed as a whole body is. */
function partValue({ headers, bytes }: Part): JsonObject {
  const type = textAnyCase(headers, 'content-type') ?? '';
  const length = textAnyCase(headers, 'content-length') === undefined ? { 'Content-Length': String(bytes.length) } : {};
  return { headers: { ...headers, ...length }, body: valueOrEnvelope(bytes, type) };
}

function valueOrEnvelope(bytes: Uint8Array, type: string): Json {
  const envelope = envelopeOf(type || OCTET_STREAM, bytes);
  try {
    return valueOf(bytes, type) ?? (/^text\//i.test(type) ? '' : envelope);
  } catch {
    return envelope; // JSON that is none
  }
}

/** The bytes of a value and their type; undefined where there is nothing to send. `type` wins over the value's own. */
export function contentOf(value: Json | undefined, type?: string): Content | undefined {
  if (value === undefined || value === null) return undefined;
  const encode = (text: string) => new TextEncoder().encode(text);
  if (typeof value === 'string') return { type: type ?? 'text/plain; charset=utf-8', bytes: encode(value) };
  const wrapped = envelopeBytes(value, type);
  if (wrapped) return wrapped;
  return { type: type ?? 'application/json; charset=utf-8', bytes: encode(stringifyJson(value)) };
}

/**
 * The bytes in an envelope: `{ "$content-type": …, "$content": base64 }`, or `"$multipart": [{ headers, body }]` in place of
 * the content; undefined for any other value. `type` wins over the envelope's own.
 */
export function envelopeBytes(value: Json, type?: string): Content | undefined {
  if (!isObject(value)) return undefined;
  const [said, content, parts] = [own(value, '$content-type'), own(value, '$content'), own(value, '$multipart')];
  if (typeof said === 'string' && typeof content === 'string')
    return { type: type ?? said, bytes: new Uint8Array(Buffer.from(content, 'base64')) };
  if (!isArray(parts)) return undefined;
  return multipart(parts, type ?? (typeof said === 'string' ? said : 'multipart/form-data'));
}

/** A type that names no boundary is given one: nobody could read the parts without it. */
function multipart(parts: readonly Json[], type: string): Content {
  const named = boundaryOf(type);
  const { boundary, bytes } = joinParts(parts.map(partOf), named);
  return { type: named === undefined ? `${type}; boundary=${boundary}` : type, bytes };
}

function partOf(value: Json): Part {
  const part = isObject(value) ? value : {};
  const given = ownAnyCase(part, 'headers');
  const headers = Object.entries(isObject(given) ? given : {})
    .filter(([name, header]) => header !== null && !/^content-length$/i.test(name))
    .map(([name, header]) => [name, typeof header === 'string' ? header : stringifyJson(header)] as const);
  const type = headers.find(([name]) => /^content-type$/i.test(name))?.[1];
  const content = contentOf(ownAnyCase(part, 'body'), type);
  const typed = content && type === undefined ? { 'Content-Type': content.type } : {};
  return { headers: { ...Object.fromEntries(headers), ...typed }, bytes: content?.bytes ?? new Uint8Array() };
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

function textAnyCase(headers: { readonly [name: string]: string }, name: string): string | undefined {
  const value = ownAnyCase(headers, name);
  return typeof value === 'string' ? value : undefined;
}

function charset(type: string): string {
  const named = /charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(named).encoding;
  } catch {
    return 'utf-8'; // an unknown name is not worth losing the body for
  }
}
