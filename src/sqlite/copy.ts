// A database that may only be read. SQLite reads one in WAL mode only where it may write beside it, and the way around that
// (`immutable`) overlooks what is in the log: so a copy is read.
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy in a folder of its own, for nobody but the user. */
export interface Copy {
  readonly path: string;
  remove(): void;
}

/** Copies a database with its log. */
export function copyOf(path: string): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'dryflow-copy-'));
  const copy = join(folder, 'copy.db');
  const remove = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows keeps a file that is open; the system clears such folders.
    }
  };
  try {
    for (const ending of ['', '-wal']) {
      if (!existsSync(path + ending)) continue;
      copyFileSync(path + ending, copy + ending);
      chmodSync(copy + ending, 0o600);
    }
    return { path: copy, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
