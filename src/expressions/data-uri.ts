import { base64OfText, bytesOfBase64, charsetOf, isKnownCharset } from './content.js';
import { decodeForm } from './dotnet/uri.js';

/** A data URI taken apart. What it holds as text is in base64 too. */
export interface DataUri {
  /** The media type with its parameters, as written; `text/plain` if there is none. */
  readonly contentType: string;
  /** The media type alone; empty where parameters stand without one. */
  readonly type: string;
  readonly base64: string;
}

/** Reads a data URI; undefined if it is none. */
export function parseDataUri(text: string): DataUri | undefined {
  const [, meta = '', data] = /^data:([^,]*),([\s\S]*)$/i.exec(text) ?? [];
  if (data === undefined) return undefined;
  const parts = meta.split(';');
  const encoded = parts.at(-1)?.toLowerCase() === 'base64';
  const content = encoded ? parts.slice(0, -1) : parts;
  const written = content.join(';');
  const contentType = written === '' && content.length < 2 ? 'text/plain' : written;
  return {
    contentType,
    type: contentType.split(';', 1)[0] ?? '',
    base64: encoded ? data : base64OfText(decodeForm(data)),
  };
}

/** Whether the media type and its parameters are well-formed; the content is not looked at (recorded). */
export function isDataUri({ contentType, type }: DataUri): boolean {
  const [, ...parameters] = contentType.split(';');
  const charset = charsetOf(contentType);
  return (
    type.split('/').length === 2 &&
    parameters.every((parameter) => parameter.split('=').length < 3) &&
    (charset === undefined || isKnownCharset(charset))
  );
}

/** The text that a data URI holds: UTF-8, which is the only charset this reads when it stands first. */
export function dataUriText({ contentType, base64 }: DataUri): string | undefined {
  const [, first = ''] = contentType.split(';');
  if (/^charset=/i.test(first) && !/^charset=utf-?8$/i.test(first)) return undefined;
  return bytesOfBase64(base64)?.toString('utf8');
}
