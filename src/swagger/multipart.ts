// multipart/form-data (RFC 7578) on whole buffers: what a connector's operation sends fits in memory.
import { createHash } from 'node:crypto';
import { asBytes, type Content } from './content.js';

/** One field of a form. A part with a type is a file or other typed content. */
export interface Part {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly type?: string | undefined;
  readonly filename?: string;
}

/** The boundary is derived from the content, so that the same arguments always give the same bytes. */
export function encodeMultipart(parts: readonly Part[]): Content {
  const blocks = parts.map((part) => Buffer.concat([Buffer.from(headOf(part)), asBytes(part.body)]));
  const boundary = `dryflow-${createHash('sha256').update(Buffer.concat(blocks)).digest('hex').slice(0, 32)}`;
  const framed = blocks.flatMap((block) => [Buffer.from(`--${boundary}\r\n`), block, Buffer.from('\r\n')]);
  const body = new Uint8Array(Buffer.concat([...framed, Buffer.from(`--${boundary}--\r\n`)]));
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

function headOf({ name, filename, type }: Part): string {
  const file = filename === undefined ? '' : `; filename="${quote(filename)}"`;
  const typeLine = type === undefined ? '' : `Content-Type: ${type.replace(/[\r\n]/g, ' ')}\r\n`;
  return `Content-Disposition: form-data; name="${quote(name)}"${file}\r\n${typeLine}\r\n`;
}

/** As browsers and Logic Apps write names: a quote becomes %22. */
function quote(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** The parts of a multipart body; those without a name or an end are left out. */
export function decodeMultipart(contentType: string, content: Uint8Array): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return [];
  // latin1 keeps every byte, so that text search finds the boundaries and the bytes come out as they went in.
  const text = `\r\n${Buffer.from(content).toString('latin1')}`;
  return text.split(`\r\n--${boundary}`).slice(1, -1).flatMap(partOf);
}

function partOf(block: string): Part[] {
  const end = block.indexOf('\r\n\r\n');
  const head = block.slice(0, end);
  const name = /name="([^"]*)"/i.exec(head)?.[1];
  if (end < 0 || name === undefined) return [];
  const bytes = Buffer.from(block.slice(end + 4), 'latin1');
  const type = /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim();
  const body = type === undefined ? bytes.toString('utf8') : new Uint8Array(bytes);
  return [{ name: unquote(Buffer.from(name, 'latin1').toString('utf8')), body, type }];
}

function unquote(name: string): string {
  return name.replace(/%22/g, '"').replace(/%0D/g, '\r').replace(/%0A/g, '\n');
}
