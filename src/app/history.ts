// Where runs are kept: a file in the project, `.dryflow/history.db` unless another is named.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { historyKey, sqliteHistory, type History, type SqliteHistoryParts } from '../history/index.js';
import { createSecrets, type Secrets } from '../secrets.js';
import { configFolder } from '../folders.js';

/** Where to keep runs, and how safely. */
export interface HistoryOptions {
  readonly file: string;
  /** `full`: on the disk before anything is done with it; `normal`: safe from a crash of the process; `none`: when it suits. */
  readonly durability?: SqliteHistoryParts['durability'];
}

type Env = { readonly [name: string]: string | undefined };

/** The history that is meant where none is named: that of the environment (`none`: no history), else the folder's. */
export function defaultHistory(env: Env): string {
  return env['DRYFLOW_HISTORY'] || join('.dryflow', 'history.db');
}

/** Opens the history in a file, or makes it. What is secret in it is masked by value, and sealed with the user's key. */
export function openHistory(options: HistoryOptions, env: Env, secrets: Secrets = createSecrets()): Promise<History> {
  return sqliteHistory(partsOf(options, env, secrets));
}

function partsOf({ file, durability }: HistoryOptions, env: Env, secrets: Secrets): SqliteHistoryParts {
  return { path: file, secrets, key: () => userKey(env), ...(durability && { durability }) };
}

/** The user's key, which is made when it is asked for; throws HistoryError where there can be none. */
export function userKey(env: Env): Uint8Array {
  return historyKey(join(configFolder(env), 'history.key'), env);
}

/** Opens a history that is there, also where it may only be read; undefined where none is, and none is made. */
export async function existingHistory(options: HistoryOptions, env: Env): Promise<History | undefined> {
  if (!existsSync(options.file)) return undefined;
  return sqliteHistory({ ...partsOf(options, env, createSecrets()), orCopy: true });
}
