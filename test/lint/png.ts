import { deflateSync } from 'node:zlib';

/** How a picture is written: kinds of colour 0, 2, 3, 4 and 6, and one of the five filters for each row in turn. */
export interface PngOptions {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly kind: number;
  /** The rows as they are packed, before a filter. */
  readonly rows: readonly Uint8Array[];
  readonly filters: readonly number[];
  readonly palette?: Uint8Array;
  readonly opacities?: Uint8Array;
}

/** A PNG file. */
export function writePng({ width, height, depth, kind, rows, filters, palette, opacities }: PngOptions): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kind], 8);
  const step = Math.max(1, (({ 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[kind] ?? 1) * depth) / 8);
  const filtered = rows.map((row, at) => filter(row, rows[at - 1], filters[at % filters.length] ?? 0, step));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    ...(opacities ? [chunk('tRNS', opacities)] : []),
    chunk('IDAT', deflateSync(Buffer.concat(filtered))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A picture of one colour. */
export function plainPng(width: number, height: number, color: string, opacity = 255): Buffer {
  const pixel = [...Buffer.from(color.slice(1), 'hex'), opacity];
  const row = Uint8Array.from(Array.from({ length: width }, () => pixel).flat());
  return writePng({
    width,
    height,
    depth: 8,
    kind: 6,
    rows: Array.from({ length: height }, () => row),
    filters: [0, 1, 2, 3, 4],
  });
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]); // nobody reads the checksum
}

function filter(row: Uint8Array, above: Uint8Array | undefined, kind: number, step: number): Uint8Array {
  const written = row.map((value, at) => {
    const [left, up, corner] = [row[at - step] ?? 0, above?.[at] ?? 0, above?.[at - step] ?? 0];
    return value - ([0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)][kind] ?? 0);
  });
  return Uint8Array.from([kind, ...written]);
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [number, number, number];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
