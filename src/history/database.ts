import type { RunEvent } from '../run/index.js';
import { DatabaseError, openDatabase, type Database } from '../sqlite/index.js';
import { eventsIn, type RunRow } from './events.js';
import { HistoryError, type History } from './history.js';
import { securedIn } from './mask.js';
import { runsIn } from './runs.js';
import { applicationId, migrations } from './schema.js';
import type { SqliteHistoryParts } from './sqlite.js';

/** A run that this process writes: what the next event needs, so that nothing has to be asked for it. */
interface Open extends RunRow {
  next: number;
  readonly secured: Set<string>;
}

/** Opens the history in a file, or makes it. */
export async function openHistory(parts: SqliteHistoryParts): Promise<History> {
  const options = { what: 'The run history', applicationId, migrations, ...parts };
  return over(await openDatabase(options).catch((error: unknown) => Promise.reject(historyError(error))), parts);
}

function over(database: Database, parts: SqliteHistoryParts): History {
  const runs = runsIn(database);
  const events = eventsIn(database, parts, parts.path);
  const open = new Map<string, Open>();

  function opened(runId: string): Open {
    const known = runs.find(runId);
    if (!known) return { ...runs.add(runId), next: 0, secured: new Set() };
    return { ...known, next: events.count(known), secured: events.secured(known) };
  }

  /** What is kept in memory changes when the transaction is through, and not before. */
  function append(runId: string, given: readonly RunEvent[]): void {
    const run = open.get(runId) ?? database.transaction(() => opened(runId));
    database.transaction(() => {
      for (const [at, event] of given.entries()) runs.note(run, put(run, at, event));
    });
    run.next += given.length;
    if (given.at(-1)?.kind === 'ended') open.delete(runId);
    else open.set(runId, run);
  }

  function put(run: Open, at: number, event: RunEvent): RunEvent {
    const path = securedIn(event);
    if (path !== undefined) run.secured.add(path);
    return events.put(run, run.next + at, event, run.secured);
  }

  function claim(runId: string): boolean {
    return database.transaction(() => {
      const run = runs.find(runId);
      if (!run || !runs.claim(run)) return false;
      open.set(runId, opened(runId));
      return true;
    });
  }

  function forget(runId: string): boolean {
    const run = runs.find(runId);
    open.delete(runId);
    if (!run) return false;
    events.forget(run);
    runs.forget(run);
    return true;
  }

  function read(runId: string, as: 'people' | 'resume'): readonly RunEvent[] | undefined {
    const run = runs.find(runId);
    return run && events.read(run, as);
  }

  return {
    append: (runId, given) => told(() => (given.length === 0 ? undefined : append(runId, given))),
    read: (runId) => told(() => read(runId, 'people')),
    journal: (runId) => told(() => read(runId, 'resume')),
    list: (query = {}) => told(() => runs.list(query)),
    delete: (runIds) =>
      told(() => {
        const forgotten = database.transaction(() => runIds.filter(forget).length);
        database.exec('PRAGMA incremental_vacuum');
        return forgotten;
      }),
    claim: (runId) => told(() => claim(runId)),
    requestCancel: (runId) => told(() => runs.requestCancel(runId)),
    cancelRequested: (runId) => told(() => runs.cancelRequested(runId)),
    close: () =>
      told(() => {
        for (const run of open.values()) runs.release(run);
        open.clear();
        database.close();
      }),
  };
}

/** Done at once, so that appends keep their order; told as a promise. */
async function told<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    throw historyError(error);
  }
}

function historyError(error: unknown): unknown {
  return error instanceof DatabaseError ? new HistoryError(error.code, error.message, error.advice, error) : error;
}
