// PNG as far as the icon needs it: 8 bits for each of red, green and blue, no transparency, lines without a filter.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture, three bytes a pixel, line by line. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Depth 8, colour type RGB, and the only compression, filter method and order of lines that count here. */
const FORMAT = Buffer.from([8, 2, 0, 0, 0]);

/** The bytes of a PNG file. */
export function writePng({ width, height, rgb }: Image): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const lines = Array.from({ length: height }, (_, row) => [
    Buffer.from([0]), // no filter
    rgb.subarray(row * width * 3, (row + 1) * width * 3),
  ]);
  const data = deflateSync(Buffer.concat(lines.flat()), { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', Buffer.concat([size, FORMAT])),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The picture in a file that `writePng` has made. */
export function readPng(file: Buffer): Image {
  const chunks = new Map(chunksOf(file));
  const header = chunks.get('IHDR');
  const data = chunks.get('IDAT');
  if (!header?.subarray(8).equals(FORMAT) || !data) throw new Error('This is not a PNG file of the kind written here.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const lines = inflateSync(data);
  const line = 1 + width * 3;
  const rows = Array.from({ length: height }, (_, row) => lines.subarray(row * line + 1, (row + 1) * line));
  return { width, height, rgb: Buffer.concat(rows) };
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

function chunksOf(file: Buffer): [name: string, data: Buffer][] {
  const found: [string, Buffer][] = [];
  for (let at = SIGNATURE.length; at < file.length;) {
    const length = file.readUInt32BE(at);
    found.push([file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  return found;
}
