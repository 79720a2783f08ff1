// Sealed text: AES-256-GCM, bound to its place, so that nothing sealed can be read elsewhere or moved to another event.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { quickly } from './compress.js';

const [nonceLength, tagLength] = [12, 16];
const cipher = 'aes-256-gcm';

/** Nonce, tag, then the text, compressed and encrypted. */
export function seal(text: string, key: Uint8Array, place: string): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(place));
  const sealed = [sealing.update(brotliCompressSync(text, quickly)), sealing.final()];
  return Buffer.concat([nonce, sealing.getAuthTag(), ...sealed]);
}

/** Throws where the key or the place is another, or a bit has changed. */
export function unseal(bytes: Uint8Array, key: Uint8Array, place: string): string {
  const nonce = bytes.subarray(0, nonceLength);
  const tag = bytes.subarray(nonceLength, nonceLength + tagLength);
  const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength });
  opening.setAAD(Buffer.from(place)).setAuthTag(tag);
  const text = Buffer.concat([opening.update(bytes.subarray(nonceLength + tagLength)), opening.final()]);
  return brotliDecompressSync(text).toString();
}
