// multipart/form-data (RFC 7578): the fields of a form as parts.
import { joinParts, splitParts, type Part as Raw } from '../multipart.js';
import { asBytes, type Content } from './content.js';

/** One field of a form. A part with a type is a file or other typed content. */
export interface Part {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly type?: string | undefined;
  readonly filename?: string;
}

/** The fields of a form as content; the same fields always give the same bytes. */
export function encodeMultipart(parts: readonly Part[]): Content {
  const { boundary, bytes } = joinParts(parts.map((part) => ({ headers: headersOf(part), bytes: asBytes(part.body) })));
  return { type: `multipart/form-data; boundary=${boundary}`, body: bytes };
}

function headersOf({ name, filename, type }: Part): Raw['headers'] {
  const file = filename === undefined ? '' : `; filename="${quote(filename)}"`;
  const disposition = `form-data; name="${quote(name)}"${file}`;
  return { 'Content-Disposition': disposition, ...(type !== undefined && { 'Content-Type': type }) };
}

/** As browsers and Logic Apps write names: a quote becomes %22. */
function quote(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** The fields of a multipart body; parts without a name or an end are left out. */
export function decodeMultipart(contentType: string, content: Uint8Array): Part[] {
  return splitParts(contentType, content).flatMap(partOf);
}

function partOf({ headers, bytes }: Raw): Part[] {
  const header = (name: string) => Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  const name = fieldName(header('content-disposition') ?? '');
  if (name === undefined) return [];
  const type = header('content-type');
  return [{ name, body: type === undefined ? new TextDecoder().decode(bytes) : bytes, type }];
}

/** The name of the field that a Content-Disposition is for. */
export function fieldName(disposition: string): string | undefined {
  const [, quoted, plain] = /;\s*name\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = quoted ?? plain;
  return name?.replace(/%22/g, '"').replace(/%0D/g, '\r').replace(/%0A/g, '\n');
}
