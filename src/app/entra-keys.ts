import { readFile } from 'node:fs/promises';
import { createSend } from '../http/index.js';
import { isArray, isObject, own, parseJson, type Json } from '../json.js';

/** Whether keys come from an address, which may answer another time, and not from a file. */
export function isAddress(from: string): boolean {
  return /^https?:/i.test(from);
}

/** Fetches a JSON Web Key Set from an address or a file. */
export function entraKeys(from: string, signal?: AbortSignal): () => Promise<Json> {
  if (!isAddress(from)) return async () => parseJson(await readFile(from, 'utf8'));
  return async () => {
    const send = createSend();
    try {
      const { status, body } = await send(
        { method: 'GET', url: from, headers: { accept: 'application/json' } },
        signal,
      );
      if (status !== 200) throw new Error(`it answered ${status}`);
      return parseJson(Buffer.from(body).toString());
    } finally {
      send.close();
    }
  };
}

/** Why there are no keys at an address or in a file; undefined where there are. */
export async function entraKeysFault(from: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const set = await entraKeys(from, signal)();
    const keys = isObject(set) ? own(set, 'keys') : undefined;
    return isArray(keys) && keys.length > 0 ? undefined : `${from} holds no JSON Web Key Set.`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `There is no file ${from}.` : `No keys can be had from ${from}: ${message}`;
  }
}
