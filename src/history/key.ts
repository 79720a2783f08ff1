// The key that a history is sealed with: the user's, not a project's, so that a copied history gives nothing away.
import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { HistoryError } from './history.js';

const keyLength = 32;
const variable = 'DRYFLOW_HISTORY_KEY';

/** The key in the environment variable, else the one in the file, which is made when there is none. */
export function historyKey(file: string, env: { readonly [name: string]: string | undefined }): Uint8Array {
  const given = env[variable];
  if (given) return keyOf(given, `The environment variable ${variable}`);
  return keyOf(readKey(file) ?? createKey(file), `The file ${file}`);
}

function keyOf(text: string, where: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === keyLength) return key;
  const advice = `Put the key back that the history was written with. A new one is made with: openssl rand -base64 ${keyLength}`;
  throw new HistoryError('OtherKey', `${where} does not hold a key: ${keyLength} bytes in base64.`, advice);
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw noKey(file, error);
  }
}

/** Written beside and linked to its name, which succeeds for one process only: all others read that one's key. */
function createKey(file: string): string {
  const draft = `${file}.${randomUUID()}`;
  try {
    makeFolder(dirname(file), 0o700);
    writeFileSync(draft, `${randomBytes(keyLength).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    linkUnlessThere(draft, file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw noKey(file, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function noKey(file: string, cause: unknown): HistoryError {
  const message = `The key of the run history, ${file}, cannot be read or made.`;
  return new HistoryError('OtherKey', message, `Make that folder writable, or set ${variable}.`, cause);
}
