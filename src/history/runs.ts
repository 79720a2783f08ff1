// The runs in the database: their summaries, and who carries them.
import { parseJson, stringifyJson, type JsonObject } from '../json.js';
import type { RunEvent } from '../run/index.js';
import type { Database } from '../sqlite/index.js';
import type { RunRow } from './events.js';
import type { RunQuery, RunSummary } from './history.js';
import { isLive, thisProcess } from './owner.js';
import { trackedTexts } from './tracked.js';

export interface Runs {
  find(runId: string): RunRow | undefined;
  add(runId: string): RunRow;
  /** Keeps what an event says about its run. */
  note(run: RunRow, event: RunEvent): void;
  list(query: RunQuery): readonly RunSummary[];
  claim(run: RunRow): boolean;
  release(run: RunRow): void;
  requestCancel(runId: string): void;
  cancelRequested(runId: string): boolean;
  forget(run: RunRow): void;
}

type Started = Extract<RunEvent, { kind: 'started' }>;
type Ended = Extract<RunEvent, { kind: 'ended' }>;

export function runsIn(database: Database): Runs {
  const sql = (text: string) => database.prepare(text);
  const find = sql('SELECT id FROM runs WHERE run_id = ?');
  const add = sql('INSERT INTO runs (run_id, owner) VALUES (?, ?) RETURNING id');
  const begin = sql(
    "UPDATE runs SET workflow = ?, status = 'Running', start_time = ?, client_tracking_id = ? WHERE id = ?",
  );
  const end = sql('UPDATE runs SET status = ?, end_time = ?, owner = NULL WHERE id = ?');
  const owner = sql('SELECT owner FROM runs WHERE id = ?');
  const own = sql('UPDATE runs SET owner = ? WHERE id = ?');
  const release = sql('UPDATE runs SET owner = NULL WHERE id = ? AND owner = ?');
  const cancel = sql('UPDATE runs SET cancel_requested = 1 WHERE run_id = ?');
  const cancelled = sql('SELECT cancel_requested AS asked FROM runs WHERE run_id = ?');
  const track = sql('INSERT OR REPLACE INTO tracked_properties (run, action, properties) VALUES (?, ?, ?)');
  const trackValue = sql('INSERT OR IGNORE INTO tracked_values (value, run) VALUES (?, ?)');
  const tracked = sql('SELECT action, properties FROM tracked_properties WHERE run = ?');
  const remove = ['tracked_properties', 'tracked_values'].map((table) => sql(`DELETE FROM ${table} WHERE run = ?`));
  const removeRun = sql('DELETE FROM runs WHERE id = ?');

  function began({ id }: RunRow, { at, start }: Started): void {
    begin.run(start.workflow, at, start.clientTrackingId, id);
  }

  function ended({ id }: RunRow, { at, result }: Ended): void {
    end.run(result.status, at, id);
  }

  function trackedIn({ id }: RunRow, action: string, properties: JsonObject): void {
    track.run(id, action, stringifyJson(properties));
    for (const value of trackedTexts(properties)) trackValue.run(value, id);
  }

  function summary(row: ReturnType<typeof find.all>[number]): RunSummary {
    const properties = tracked.all(row['id'] ?? null);
    return {
      runId: String(row['run_id']),
      workflow: String(row['workflow']),
      status: row['status'] as RunSummary['status'],
      startTime: String(row['start_time']),
      ...(row['end_time'] !== null && { endTime: String(row['end_time']) }),
      ...(row['status'] === 'Running' && !isCarried(row['owner']) && { suspended: true as const }),
      clientTrackingId: String(row['client_tracking_id']),
      trackedProperties: Object.fromEntries(
        properties.map((each) => [String(each['action']), parseJson(String(each['properties'])) as JsonObject]),
      ),
    };
  }

  return {
    find(runId) {
      const row = find.get(runId);
      return row && { id: Number(row['id']), runId };
    },
    add: (runId) => ({ id: Number(add.get(runId, thisProcess)?.['id']), runId }),
    note(run, event) {
      if (event.kind === 'started') began(run, event);
      else if (event.kind === 'ended') ended(run, event);
      else if (event.kind === 'action-ended' && event.trackedProperties)
        trackedIn(run, event.name, event.trackedProperties);
    },
    list(query) {
      const { where, values } = conditions(query);
      const { status, limit } = query;
      const all = (most = -1) =>
        sql(`SELECT * FROM runs WHERE ${where} ORDER BY id DESC LIMIT ?`)
          .all(...values, most)
          .map(summary);
      if (status !== 'Running' && status !== 'Suspended') return all(limit);
      // Whether a process is alive is not for the database to say. Few runs have not ended.
      const suspended = status === 'Suspended';
      return all()
        .filter((run) => (run.suspended ?? false) === suspended)
        .slice(0, limit);
    },
    claim({ id }) {
      const before = owner.get(id)?.['owner'] ?? null;
      if (before !== thisProcess && isCarried(before)) return false;
      return own.run(thisProcess, id) > 0;
    },
    release: ({ id }) => void release.run(id, thisProcess),
    requestCancel: (runId) => void cancel.run(runId),
    cancelRequested: (runId) => cancelled.get(runId)?.['asked'] === 1,
    forget({ id }) {
      for (const each of [...remove, removeRun]) each.run(id);
    },
  };
}

function isCarried(owner: unknown): boolean {
  return typeof owner === 'string' && isLive(owner);
}

/** A query as SQL, with its values apart. */
function conditions(query: RunQuery): { where: string; values: readonly string[] } {
  const { workflow, status, since, before, tracking, idPrefix } = query;
  const parts: readonly (readonly [string | undefined, string, number?])[] = [
    [workflow, 'workflow = ?'],
    [status === 'Suspended' ? 'Running' : status, 'status = ?'],
    [since, 'start_time >= ?'],
    [before, 'start_time < ?'],
    [tracking, '(client_tracking_id = ? OR id IN (SELECT run FROM tracked_values WHERE value = ?))', 2],
    [idPrefix, 'substr(run_id, 1, length(?)) = ?', 2],
  ];
  const asked = parts.flatMap(([value, sql, times = 1]) => (value === undefined ? [] : [{ value, sql, times }]));
  return {
    where: ['workflow IS NOT NULL', ...asked.map(({ sql }) => sql)].join(' AND '),
    values: asked.flatMap(({ value, times }) => Array.from({ length: times }, () => value)),
  };
}
