// The events of runs in the database: written as they come, one transaction an append, and read in one pass.
import type { Json } from '../json.js';
import type { RunEvent } from '../run/index.js';
import type { Secrets } from '../secrets.js';
import type { Database } from '../sqlite/index.js';
import { blobsIn } from './blobs.js';
import { HistoryError } from './history.js';
import { forPeople, learnSecrets, securedIn } from './mask.js';
import { putTogether, takeApart } from './parts.js';
import { seal, unseal } from './seal.js';
import { fromText, toText } from './text.js';

/** A run as the database knows it. */
export interface RunRow {
  readonly id: number;
  readonly runId: string;
}

/** What is secret, and the key that what a resume needs is sealed with; it is asked for when there is something to seal. */
export interface Guard {
  readonly secrets: Secrets;
  readonly key: () => Uint8Array;
}

export interface Events {
  /** How many events a run has. */
  count(run: RunRow): number;
  /** Stores the n-th event of a run, and gives it as people may see it. `secured` are executions with secured outputs. */
  put(run: RunRow, n: number, event: RunEvent, secured: ReadonlySet<string>): RunEvent;
  /** All events of a run, as people may see them or as a resume needs them. */
  read(run: RunRow, as: 'people' | 'resume'): readonly RunEvent[];
  /** The executions of a run whose outputs are secured. */
  secured(run: RunRow): Set<string>;
  forget(run: RunRow): void;
}

export function eventsIn(database: Database, { secrets, key }: Guard, path: string): Events {
  const blobs = blobsIn(database);
  const insert = database.prepare(
    'INSERT INTO events (run, n, kind, data, plain, blobs, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const all = database.prepare('SELECT n, data, plain, blobs, sealed FROM events WHERE run = ? ORDER BY n');
  const count = database.prepare('SELECT coalesce(max(n) + 1, 0) AS n FROM events WHERE run = ?');
  const beginnings = database.prepare(
    `SELECT data, plain FROM events WHERE run = ? AND kind = 'action-started' AND data LIKE '%"secured":%'`,
  );
  const remove = database.prepare('DELETE FROM events WHERE run = ?');

  function blobsOf(run: RunRow, parts: ReadonlyMap<string, Json>): string | null {
    if (parts.size === 0) return null;
    return JSON.stringify(Object.fromEntries([...parts].map(([place, part]) => [place, blobs.put(run.id, part)])));
  }

  function original(run: RunRow, n: number, sealed: Uint8Array): RunEvent {
    try {
      return fromText({ text: unseal(sealed, key(), placeOf(run, n)), plain: false }) as unknown as RunEvent;
    } catch (error) {
      throw error instanceof HistoryError ? error : otherKey(run, path, error);
    }
  }

  return {
    count: ({ id }) => Number(count.get(id)?.['n']),
    put(run, n, event, secured) {
      learnSecrets(event, secrets);
      const seen = forPeople(event, secrets, secured);
      const { rest, parts } = takeApart(event.kind, seen as unknown as Json);
      const { text, plain } = toText(rest);
      const whole = seen === event || !isResumed(event) ? undefined : toText(event as unknown as Json).text;
      const sealed = whole === undefined ? null : seal(whole, key(), placeOf(run, n));
      insert.run(run.id, n, event.kind, text, Number(plain), blobsOf(run, parts), sealed);
      return seen;
    },
    read(run, as) {
      const blob = blobs.reader();
      return all.all(run.id).map(({ n, data, plain, blobs: named, sealed }) => {
        if (sealed && as === 'resume') return original(run, Number(n), sealed as Uint8Array);
        const rest = fromText({ text: String(data), plain: plain === 1 });
        if (named === null) return rest as unknown as RunEvent;
        const parts = Object.entries(JSON.parse(String(named)) as { readonly [place: string]: string });
        return putTogether(
          rest,
          parts.map(([place, hash]) => [place, blob(hash)]),
        ) as unknown as RunEvent;
      });
    },
    secured(run) {
      const found = beginnings
        .all(run.id)
        .map(({ data, plain }) => fromText({ text: String(data), plain: plain === 1 }));
      return new Set((found as unknown as readonly RunEvent[]).flatMap((event) => securedIn(event) ?? []));
    },
    forget(run) {
      remove.run(run.id);
      blobs.forget(run.id);
    },
  };
}

/** A resume replays these and no others. */
function isResumed({ kind }: RunEvent): boolean {
  return kind === 'started' || kind === 'recorded';
}

/** What a sealed event is bound to. */
function placeOf({ runId }: RunRow, n: number): string {
  return `${runId}\n${n}`;
}

function otherKey({ runId }: RunRow, path: string, cause: unknown): HistoryError {
  const message = `The run ${runId} in ${path} is sealed with another key.`;
  const advice =
    'Set DRYFLOW_HISTORY_KEY to the key it was written with. Without that key it can be looked at, but not resumed.';
  return new HistoryError('OtherKey', message, advice, cause);
}
