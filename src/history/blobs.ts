// Long parts of events, each stored once, whatever the number of events that hold it: an action's outputs stand in its
// recorded outcome and in its end, and what one action gives another one takes.
import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { Json } from '../json.js';
import type { Database } from '../sqlite/index.js';
import { quickly } from './compress.js';
import { fromText, toText, type Text } from './text.js';

export interface Blobs {
  /** Stores a value for a run and gives the name it has from now on. */
  put(run: number, value: Json): string;
  /** A reader that reads each value once. */
  reader(): (hash: string) => Json;
  /** Forgets what a run has stored, save what another one has stored too. */
  forget(run: number): void;
}

export function blobsIn(database: Database): Blobs {
  const find = database.prepare('SELECT encoding, plain, bytes FROM blobs WHERE hash = ?');
  const has = database.prepare('SELECT 1 FROM blobs WHERE hash = ?');
  const insert = database.prepare('INSERT INTO blobs (hash, encoding, plain, bytes) VALUES (?, ?, ?, ?)');
  const use = database.prepare('INSERT OR IGNORE INTO blob_uses (run, hash) VALUES (?, ?)');
  const used = database.prepare('SELECT hash FROM blob_uses WHERE run = ?');
  const unuse = database.prepare('DELETE FROM blob_uses WHERE run = ?');
  const drop = database.prepare(
    'DELETE FROM blobs WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM blob_uses WHERE blob_uses.hash = blobs.hash)',
  );
  // The same object comes again and again: as an outcome, as outputs, as the inputs of others.
  const hashes = new WeakMap<object, string>();

  function store(value: Json): string {
    const text = toText(value);
    const hash = createHash('sha256').update(text.text).digest('base64url');
    if (!has.get(hash)) insert.run(hash, ...packed(text));
    if (typeof value === 'object' && value !== null) hashes.set(value, hash);
    return hash;
  }

  return {
    put(run, value) {
      const known = typeof value === 'object' && value !== null ? hashes.get(value) : undefined;
      const hash = known !== undefined && has.get(known) ? known : store(value);
      use.run(run, hash);
      return hash;
    },
    reader() {
      const values = new Map<string, Json>();
      return (hash) => {
        const value = values.get(hash) ?? unpacked(find.get(hash));
        values.set(hash, value);
        return value;
      };
    },
    forget(run) {
      const mine = used.all(run);
      unuse.run(run);
      for (const { hash } of mine) drop.run(String(hash));
    },
  };
}

/** Compressed where that pays: not for what is compressed already, as a picture in base64 may be. */
function packed({ text, plain }: Text): readonly [encoding: string, plain: number, bytes: Uint8Array] {
  const bytes = Buffer.from(text);
  const small = brotliCompressSync(bytes, quickly);
  return small.length < bytes.length * 0.9 ? ['br', Number(plain), small] : ['', Number(plain), bytes];
}

function unpacked(row: ReturnType<ReturnType<Database['prepare']>['get']>): Json {
  const bytes = row?.['bytes'] as Uint8Array;
  const text = row?.['encoding'] === 'br' ? brotliDecompressSync(bytes) : Buffer.from(bytes);
  return fromText({ text: text.toString(), plain: row?.['plain'] === 1 });
}
