// Where runs are kept: a file in the project, `.dryflow/history.db` unless another is named.
import { join } from 'node:path';
import { historyKey, sqliteHistory, type History, type SqliteHistoryParts } from '../history/index.js';
import type { Secrets } from '../secrets.js';
import { configFolder } from './folders.js';

/** Where to keep runs, and how safely. */
export interface HistoryOptions {
  readonly file: string;
  /** `full`: on the disk before anything is done with it; `normal`: safe from a crash of the process; `none`: when it suits. */
  readonly durability?: SqliteHistoryParts['durability'];
}

/** The history of the current folder. */
export const defaultHistory = join('.dryflow', 'history.db');

/** Opens a history; what is secret is masked by value, and sealed with the user's own key. Rejects with HistoryError. */
export async function openHistory(
  { file, durability }: HistoryOptions,
  secrets: Secrets,
  env: { readonly [name: string]: string | undefined },
): Promise<History> {
  const key = () => historyKey(join(configFolder(env), 'history-key'), env);
  return sqliteHistory({ path: file, secrets, key, ...(durability && { durability }) });
}
