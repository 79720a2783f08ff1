// Content with a type: what a request or response carries, and the envelope in which the workflow language holds bytes.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import { textOf } from './document.js';

/** What goes over the wire and how it is to be read. */
export interface Content {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** The bytes in an envelope `{ "$content-type": …, "$content": base64 }`; undefined for any other value. */
export function bytesOf(value: Json): Content | undefined {
  if (!isObject(value)) return undefined;
  const content = own(value, '$content');
  if (typeof content !== 'string') return undefined;
  const type = textOf(value, '$content-type') ?? 'application/octet-stream';
  return { type, body: new Uint8Array(Buffer.from(content, 'base64')) };
}

/** Bytes in an envelope. */
export function envelopeOf(type: string, content: Uint8Array): JsonObject {
  return { '$content-type': type, $content: Buffer.from(content).toString('base64') };
}

/** `application/json`, `text/json`, `application/problem+json; charset=utf-8`, … */
export function isJsonType(type: string): boolean {
  return /^[^;]*[/+]json\s*(;|$)/i.test(type);
}

export function asText(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

export function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
