// What a request or response of an operation carries: text where it is text, so that it can be read while debugging.
import { envelopeBytes } from '../content.js';
import type { Json } from '../json.js';

/** What goes over the wire and how it is to be read. */
export interface Content {
  readonly type: string;
  readonly body: string | Uint8Array;
}

/** The bytes in an envelope; undefined for any other value. */
export function bytesOf(value: Json): Content | undefined {
  const content = envelopeBytes(value);
  return content && { type: content.type, body: content.bytes };
}

export function asText(content: string | Uint8Array): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

export function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
