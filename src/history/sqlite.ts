import type { Durability } from '../sqlite/index.js';
import type { Guard } from './events.js';
import type { History } from './history.js';

/** Where a history is kept, and how. */
export interface SqliteHistoryParts extends Guard {
  readonly path: string;
  /** How safe what is appended is against an outage of the power; a process may die at any time. `normal` where left out. */
  readonly durability?: Durability;
  /** How long another process's writing is waited for, in milliseconds. */
  readonly busyTimeout?: number;
  /** The size that counts as a full disk, in pages. */
  readonly maxPages?: number;
  /** Where the file may only be read, it can be looked at all the same, and not changed. */
  readonly orCopy?: boolean;
}

/** A history in a file, which several processes may use at once. What it is made of is loaded when one is asked for. */
export async function sqliteHistory(parts: SqliteHistoryParts): Promise<History> {
  const { openHistory } = await import('./database.js');
  return openHistory(parts);
}
