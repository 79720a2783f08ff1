// Zip archives, from their central directory. Own lines over node:zlib rather than a library: the size guard, the checksum
// and the words for an encrypted archive are what matters here, and no library brings all three. Names inside are keys of a
// map and never paths of this machine.
import { inflateRawSync } from 'node:zlib';

/** A file in an archive; it is unpacked when it is asked for. */
export interface ZipEntry {
  /** As the archive has it, with `/` between the parts. */
  readonly name: string;
  /** The content, or why it cannot be had. */
  read(): Uint8Array | ZipFault;
}

export interface ZipFault {
  readonly code: 'BrokenZip' | 'EncryptedZip' | 'ZipTooLarge' | 'UnsupportedZip';
  readonly message: string;
  readonly advice?: string;
}

/** What an archive may be unpacked to: real packages are a few hundred kilobytes, and a bomb is not worth waiting for. */
const zipLimits = { entry: 64 * 2 ** 20, total: 256 * 2 ** 20, entries: 20_000 } as const;

/** Whether bytes begin as a zip archive does; an empty archive has only its end. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, third, fourth] = bytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

export function isZipFault(result: Uint8Array | readonly ZipEntry[] | ZipFault): result is ZipFault {
  return 'code' in result;
}

/** The files of an archive. Never throws. */
export function readZip(bytes: Uint8Array): readonly ZipEntry[] | ZipFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined) return broken('its end is missing, as after an interrupted download');
  const count = view.getUint16(end + 10, true);
  if (count > zipLimits.entries) return tooLarge(`it holds ${count} files`);
  const budget = { left: zipLimits.total };
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    const header = headerAt(view, at);
    if ('code' in header) return header;
    at += header.length;
    if (!header.name.endsWith('/')) entries.push({ name: header.name, read: () => unpack(view, header, budget) });
  }
  return entries;
}

/** Where the end record begins; a comment of up to 64 KiB may stand behind it. */
function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return undefined;
}

/** What the central directory says of a file. */
interface Header {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  /** Of the header itself. */
  readonly length: number;
}

function headerAt(view: DataView, at: number): Header | ZipFault {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50)
    return broken('its list of files is damaged');
  const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as Three;
  const length = 46 + nameLength + extra + comment;
  if (at + length > view.byteLength) return broken('its list of files is damaged');
  const [packed, size, offset] = [20, 24, 42].map((field) => view.getUint32(at + field, true)) as Three;
  if ([packed, size, offset].includes(0xffffffff)) return tooLarge('it is in the format for more than 4 GB');
  return {
    name: new TextDecoder().decode(bytesOf(view, at + 46, nameLength)).replaceAll('\\', '/'),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packed,
    size,
    offset,
    length,
  };
}

type Three = [number, number, number];

function bytesOf(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

function unpack(view: DataView, header: Header, budget: { left: number }): Uint8Array | ZipFault {
  const { name, flags, method, size } = header;
  if (flags & 1) {
    const advice = 'Unpack it with its password, and name the file inside.';
    return { code: 'EncryptedZip', message: `'${name}' is encrypted.`, advice };
  }
  if (size > Math.min(zipLimits.entry, budget.left)) return tooLarge(`'${name}' unpacks to ${size} bytes`);
  const packed = packedBytes(view, header);
  if (!packed) return broken(`'${name}' is not all there`);
  if (method !== 0 && method !== 8)
    return { code: 'UnsupportedZip', message: `'${name}' is packed in a way that is not Deflate.` };
  const content = method === 0 ? packed : inflate(packed, size);
  if (content?.length !== size || crc32(content) !== header.checksum) return broken(`'${name}' is damaged`);
  budget.left -= size;
  return content;
}

/** The packed content: it stands behind a header of its own, whose length may differ from that in the directory. */
function packedBytes(view: DataView, { offset, packed }: Header): Uint8Array | undefined {
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== 0x04034b50) return undefined;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  return start + packed > view.byteLength ? undefined : bytesOf(view, start, packed);
}

/** No more is unpacked than was announced. */
function inflate(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return undefined;
  }
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of the format; node:zlib has it only from Node 22 on. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
}

function broken(why: string): ZipFault {
  const message = `This zip archive cannot be read: ${why}.`;
  return { code: 'BrokenZip', message, advice: 'Export or download it again.' };
}

function tooLarge(why: string): ZipFault {
  const advice = 'Unpack it, and name the file inside.';
  return { code: 'ZipTooLarge', message: `This zip archive is larger than a package of flows: ${why}.`, advice };
}
