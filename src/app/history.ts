import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { historyKey, sqliteHistory, type History } from '../history/index.js';
import { createSecrets, type Secrets } from '../secrets.js';
import { configFolder } from './folders.js';

/** Where runs are kept unless a file is named: in the folder that the user is in. */
export const defaultHistory = join('.dryflow', 'history.db');

type Env = { readonly [name: string]: string | undefined };

/** Opens the history in a file, or makes it. What is secret in it is sealed with the user's key. */
export function openHistory(path: string, env: Env, secrets: Secrets = createSecrets()): Promise<History> {
  return sqliteHistory({ path, secrets, key: () => historyKey(join(configFolder(env), 'history.key'), env) });
}

/** Opens a history that is there; undefined where none is, and none is made. */
export async function existingHistory(path: string, env: Env): Promise<History | undefined> {
  return existsSync(path) ? openHistory(path, env) : undefined;
}
