// Multipart content (RFC 2046): parts with headers of their own between boundaries, on whole buffers.

/** One part: its headers as they were written, and its bytes. */
export interface Part {
  readonly headers: { readonly [name: string]: string };
  readonly bytes: Uint8Array;
}

/** The bytes of parts with a boundary between them: the one asked for, else one that is in none of them. */
export function joinParts(parts: readonly Part[], wanted?: string): { boundary: string; bytes: Uint8Array } {
  const blocks = parts.map((part) => Buffer.concat([Buffer.from(headOf(part)), part.bytes]));
  const boundary = wanted ?? freeBoundary(blocks);
  const framed = blocks.flatMap((block) => [Buffer.from(`--${boundary}\r\n`), block, Buffer.from('\r\n')]);
  return { boundary, bytes: new Uint8Array(Buffer.concat([...framed, Buffer.from(`--${boundary}--\r\n`)])) };
}

/** Counted, not random: the same parts always give the same bytes. */
function freeBoundary(blocks: readonly Buffer[]): string {
  for (let count = 0; ; count++) {
    const boundary = `dryflow-boundary-${count}`;
    if (!blocks.some((block) => block.includes(boundary))) return boundary;
  }
}

function headOf({ headers }: Part): string {
  const lines = Object.entries(headers).map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}\r\n`);
  return `${lines.join('')}\r\n`;
}

/** A line end in a header would begin another one. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}

/** The boundary that a content type names. */
export function boundaryOf(type: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^;\s"]+))/i.exec(type) ?? [];
  return quoted ?? plain;
}

/** The parts of multipart content; a part without an end is left out. */
export function splitParts(type: string, content: Uint8Array): Part[] {
  const boundary = boundaryOf(type);
  if (boundary === undefined) return [];
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const parts: Part[] = [];
  let start = afterDelimiter(buffer, boundary, 0)?.next;
  while (start !== undefined) {
    const end = afterDelimiter(buffer, boundary, start);
    if (end) parts.push(partOf(buffer.subarray(start, Math.max(end.at, start))));
    start = end?.next;
  }
  return parts;
}

/** The next line that is the boundary: where the content before it ends, and where the next part begins, if one does. */
function afterDelimiter(buffer: Buffer, boundary: string, from: number): { at: number; next?: number } | undefined {
  const delimiter = `--${boundary}`;
  for (let at = buffer.indexOf(delimiter, from); at >= 0; at = buffer.indexOf(delimiter, at + 1)) {
    const begins = at === 0 || buffer.toString('latin1', at - 2, at) === '\r\n';
    const rest = buffer.toString('latin1', at + delimiter.length, at + delimiter.length + 80);
    const [line] = /^--|^[ \t]*\r\n/.exec(rest) ?? [];
    if (!begins || line === undefined) continue; // a longer text that begins alike
    return line === '--' ? { at: at - 2 } : { at: at - 2, next: at + delimiter.length + line.length };
  }
  return undefined;
}

function partOf(block: Buffer): Part {
  const bare = block.toString('latin1', 0, 2) === '\r\n';
  const end = bare ? 0 : block.indexOf('\r\n\r\n');
  if (end < 0) return { headers: headersOf(block.toString()), bytes: new Uint8Array() };
  return {
    headers: headersOf(block.toString('utf8', 0, end)),
    bytes: new Uint8Array(block.subarray(end + (bare ? 2 : 4))),
  };
}

function headersOf(head: string): { readonly [name: string]: string } {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const pairs = lines.map((line) => /^([^:\s]+)\s*:\s*(.*)$/.exec(line)).filter((pair) => pair !== null);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.trim()]));
}
