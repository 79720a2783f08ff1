// Zip archives for tests, with the faults that real ones have.
import { deflateRawSync } from 'node:zlib';

/** How an entry differs from what every program writes. */
export interface Quirks {
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  readonly method?: number;
  /** What the archive claims the entry unpacks to. */
  readonly size?: number;
  readonly checksum?: number;
}

/** An archive of these files. */
export function zip(
  files: { readonly [name: string]: string | Uint8Array },
  quirks: { readonly [name: string]: Quirks } = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const { stored = false, encrypted = false, method = stored ? 0 : 8, size, checksum } = quirks[name] ?? {};
    const packed = stored ? bytes : deflateRawSync(bytes);
    const sizes = [checksum ?? crc32(bytes), packed.length, size ?? bytes.length];
    const common = Buffer.concat([u16(20, encrypted ? 1 : 0x800, method, 0, 0), u32(...sizes)]);
    const nameBytes = Buffer.from(name);
    const local = Buffer.concat([u32(0x04034b50), common, u16(nameBytes.length, 0), nameBytes, packed]);
    directory.push(
      Buffer.concat([u32(0x02014b50), u16(20), common, u16(nameBytes.length, 0, 0, 0, 0), u32(0, offset), nameBytes]),
    );
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const count = directory.length;
  const end = Buffer.concat([u32(0x06054b50), u16(0, 0, count, count), u32(list.length, offset), u16(0)]);
  return new Uint8Array(Buffer.concat([...locals, list, end]));
}

function u16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) buffer.writeUInt16LE(value, at * 2);
  return buffer;
}

function u32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) buffer.writeUInt32LE(value, at * 4);
  return buffer;
}

function crc32(bytes: Uint8Array): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
