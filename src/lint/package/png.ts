// Enough of PNG to see an icon: its size, and the colour of each pixel. Interlaced pictures give their size only.
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** The colour of a pixel, 0 to 255 for each of red, green, blue and opacity; undefined where it cannot be told. */
  readonly pixel: ((x: number, y: number) => Color) | undefined;
  /** Whether the file ends too early, or its pixels cannot be unpacked. */
  readonly damaged: boolean;
}

export interface Color {
  readonly rgb: readonly [red: number, green: number, blue: number];
  readonly opacity: number;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** How many values a pixel has, by the kind of colour in the header. */
const channels: { readonly [kind: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A picture, or undefined where the bytes are no PNG. */
export function readPng(bytes: Uint8Array): Picture | undefined {
  if (!signature.every((byte, at) => bytes[at] === byte)) return undefined;
  const chunks = chunksOf(bytes);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header || header.length < 13) return undefined;
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth = 0, kind = 0, , , interlaced = 0] = header.subarray(8);
  const ended = chunks.some(({ type }) => type === 'IEND');
  if (width * height > mostPixels || interlaced !== 0) return { width, height, pixel: undefined, damaged: !ended };
  const pixel = pixelsOf({ width, height, depth, kind }, chunks);
  return { width, height, pixel, damaged: !ended || !pixel };
}

/** An icon has 230 × 230 pixels; a picture that claims to have millions is not unpacked. */
const mostPixels = 4_000_000;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly kind: number;
}

function pixelsOf(header: Header, chunks: readonly Chunk[]): Picture['pixel'] {
  const { width, height, depth, kind } = header;
  const count = channels[kind];
  if (count === undefined || ![1, 2, 4, 8, 16].includes(depth)) return undefined;
  const stride = Math.ceil((width * count * depth) / 8);
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const raw = unpack(packed, (stride + 1) * height);
  if (!raw) return undefined;
  const rows = unfilter(raw, stride, height, Math.max(1, (count * depth) / 8));
  const find = (type: string) => chunks.find((chunk) => chunk.type === type)?.data;
  const palette = { colors: find('PLTE'), opacities: find('tRNS') };
  return (x, y) => {
    const values = Array.from({ length: count }, (_, channel) => sample(rows, y * stride, x * count + channel, depth));
    return colorOf(kind, values, depth, palette);
  };
}

function unpack(packed: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const raw = inflateSync(packed, { maxOutputLength: size + 1024 });
    return raw.length >= size ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** Undoes the filters: each row is written as the difference from what stands to the left, above, or between. */
function unfilter(raw: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? (rows[at - step] ?? 0) : 0;
      const up = y > 0 ? (rows[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (rows[at - stride - step] ?? 0) : 0;
      rows[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return rows;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

/** The neighbour that is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** One value of a row: of 16 bits the upper 8, of fewer than 8 as they are. */
function sample(rows: Uint8Array, row: number, index: number, depth: number): number {
  if (depth >= 8) return rows[row + index * (depth / 8)] ?? 0;
  const bit = index * depth;
  return ((rows[row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

interface Palette {
  readonly colors: Uint8Array | undefined;
  readonly opacities: Uint8Array | undefined;
}

function colorOf(kind: number, values: readonly number[], depth: number, palette: Palette): Color {
  const [first = 0, second = 0, third = 0, fourth = 255] = values;
  if (kind === 3) {
    const [red = 0, green = 0, blue = 0] = palette.colors?.subarray(first * 3, first * 3 + 3) ?? [];
    return { rgb: [red, green, blue], opacity: palette.opacities?.[first] ?? 255 };
  }
  const gray = depth < 8 ? Math.round((first * 255) / ((1 << depth) - 1)) : first;
  if (kind === 0 || kind === 4) return { rgb: [gray, gray, gray], opacity: kind === 4 ? second : 255 };
  return { rgb: [first, second, third], opacity: kind === 6 ? fourth : 255 };
}
