import { promisify } from 'node:util';
import type { Limits } from './limits.js';
import { tooLarge } from './limits.js';

/** The content that was packed as Content-Encoding says; undefined where the encoding is none that we know. */
export async function decompress(body: Buffer, encoding: string, limit: Limits): Promise<Uint8Array | undefined> {
  const zlib = await import('node:zlib');
  const options = { maxOutputLength: limit.body };
  try {
    switch (encoding.toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return await promisify<Buffer, typeof options, Buffer>(zlib.gunzip)(body, options);
      case 'deflate': {
        // Some servers leave out the frame that the standard asks for; it begins with the method's number, 8.
        const framed = ((body[0] ?? 0) & 15) === 8;
        return await promisify<Buffer, typeof options, Buffer>(framed ? zlib.inflate : zlib.inflateRaw)(body, options);
      }
      case 'br':
        return await promisify<Buffer, typeof options, Buffer>(zlib.brotliDecompress)(body, options);
      default:
        return undefined;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : error;
  }
}
