import { readFile } from 'node:fs/promises';
import { createSend } from '../http/index.js';
import { parseJson, type Json } from '../json.js';

/** Fetches a JSON Web Key Set from an address or a file. */
export function entraKeys(from: string): () => Promise<Json> {
  if (!/^https?:/i.test(from)) return async () => parseJson(await readFile(from, 'utf8'));
  return async () => {
    const send = createSend();
    try {
      const { status, body } = await send({ method: 'GET', url: from, headers: { accept: 'application/json' } });
      if (status !== 200) throw new Error(`${from} answered ${status}`);
      return parseJson(Buffer.from(body).toString());
    } finally {
      send.close();
    }
  };
}
