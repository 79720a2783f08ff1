import { closeSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { copyOf, type Copy } from './copy.js';
import { loadDriver, type Connect, type Connection, type Row, type SqlValue } from './driver.js';
import { DatabaseError, explained, isDenied, type Place } from './error.js';

/** An open database. Whatever fails, fails with a DatabaseError that names the file. */
export interface Database {
  prepare(sql: string): Statement;
  /** All of the work or none of it; no other process writes meanwhile. */
  transaction<T>(work: () => T): T;
  exec(sql: string): void;
  /** Closing twice is closing once. */
  close(): void;
}

export interface Statement {
  /** How many rows it changed. */
  run(...values: readonly SqlValue[]): number;
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): readonly Row[];
}

/**
 * How safe a committed transaction is. Each survives the death of the process; `normal` and `full` an outage of the power
 * without damage to the file, and `full` without losing the last transactions.
 */
export type Durability = 'full' | 'normal' | 'none';

export interface DatabaseOptions extends Place {
  /** The number in the file's header that tells this kind of file from any other database. */
  readonly applicationId: number;
  /** The steps that led to the schema, the oldest first, as SQL. What has been published is never changed, only added to. */
  readonly migrations: readonly string[];
  readonly durability?: Durability;
  /** How long another process's transaction is waited for, in milliseconds. */
  readonly busyTimeout?: number;
  /** The size that counts as a full disk, in pages. */
  readonly maxPages?: number;
  /** Where the file or its folder may only be read, a copy is opened, which nobody can change. */
  readonly orCopy?: boolean;
}

const synchronous: { readonly [durability in Durability]: string } = { full: 'FULL', normal: 'NORMAL', none: 'OFF' };

/** Opens a database, or makes it, with all folders on the way; brings an older one up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const connect = await connectFor(options);
  return guarded(options, () => {
    try {
      return over(opened(connect, options.path, options), options);
    } catch (error) {
      if (!options.orCopy || !isDenied(error)) throw error;
      return lookedAt(connect, options);
    }
  });
}

/** A copy of a database, open, that nobody can change. */
function lookedAt(connect: Connect, options: DatabaseOptions): Database {
  const copy = copyOf(options.path);
  try {
    const connection = opened(connect, copy.path, options);
    connection.exec('PRAGMA query_only = ON');
    return over(connection, options, copy);
  } catch (error) {
    copy.remove();
    throw error;
  }
}

function opened(connect: Connect, path: string, options: DatabaseOptions): Connection {
  const { durability = 'normal', busyTimeout = 5000, maxPages } = options;
  touch({ ...options, path });
  const connection = connect(path);
  try {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    checkKind(connection, options);
    // It writes to the file, even where it changes nothing: so only to a new one, lest a reader wait for a writer.
    if (pragma(connection, 'schema_version') === 0) connection.exec('PRAGMA auto_vacuum = INCREMENTAL');
    connection.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous[durability]}`);
    migrate(connection, options);
    if (maxPages !== undefined) connection.exec(`PRAGMA max_page_count = ${maxPages}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

async function connectFor({ what, path }: Place): Promise<Connect> {
  try {
    return await loadDriver();
  } catch (error) {
    const advice = 'Use Node.js 22.13 or newer, or install the package @photostructure/sqlite.';
    throw new DatabaseError('NotReadable', `${what} ${path} needs SQLite, which is not installed.`, advice, error);
  }
}

/**
 * Makes the file if there is none, for nobody but the user: what flows do with people's data is not for all to read. A
 * file that holds something else is not touched; SQLite would take a short one for empty.
 */
function touch(place: Place): void {
  makeFolder(dirname(place.path));
  const file = openSync(place.path, 'a+', 0o600);
  try {
    const begin = Buffer.alloc(16);
    const length = readSync(file, begin, 0, 16, 0);
    if (length > 0 && begin.toString('latin1') !== 'SQLite format 3\0') throw notOurs(place);
  } finally {
    closeSync(file);
  }
}

function over(connection: Connection, place: Place, copy?: Copy): Database {
  const guard = <T>(work: () => T): T => guarded(place, work);
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) => connection.prepare(sql));
  let closed = false;
  return {
    exec: (sql) => guard(() => connection.exec(sql)),
    prepare(sql) {
      const statement = guard(() => connection.prepare(sql));
      return {
        run: (...values) => guard(() => Number(statement.run(...values).changes)),
        get: (...values) => guard(() => statement.get(...values)),
        all: (...values) => guard(() => [...statement.iterate(...values)]),
      };
    },
    transaction<T>(work: () => T): T {
      guard(() => begin?.run());
      try {
        const result = work();
        guard(() => commit?.run());
        return result;
      } catch (error) {
        undo(() => rollback?.run());
        throw error;
      }
    },
    close() {
      if (!closed) connection.close();
      if (!closed) copy?.remove();
      closed = true;
    },
  };
}

/** A full disk ends the transaction by itself, and there is nothing to roll back any more. */
function undo(rollback: () => void): void {
  try {
    rollback();
  } catch {
    // The error that led here is the one to tell.
  }
}

/** A file that is not empty and not ours is left alone. */
function checkKind(connection: Connection, { what, path, applicationId }: DatabaseOptions): void {
  const [id, schema] = [pragma(connection, 'application_id'), pragma(connection, 'schema_version')];
  if (id === applicationId || (id === 0 && schema === 0)) return;
  throw notOurs({ what, path });
}

function notOurs({ what, path }: Place): DatabaseError {
  const message = `${path} holds something else than ${what.toLowerCase()}.`;
  return new DatabaseError('NotReadable', message, 'Name another file.');
}

function migrate(connection: Connection, { what, path, applicationId, migrations }: DatabaseOptions): void {
  const version = pragma(connection, 'user_version');
  if (version > migrations.length) {
    const message = `${what} ${path} was written by a newer dryflow.`;
    throw new DatabaseError('OtherVersion', message, 'Use that version, or name another file.');
  }
  if (version === migrations.length) return;
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have done it while this one waited.
    for (const step of migrations.slice(pragma(connection, 'user_version'))) connection.exec(step);
    connection.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (error) {
    undo(() => connection.exec('ROLLBACK'));
    throw error;
  }
}

function pragma(connection: Connection, name: string): number {
  return Number(Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}

function guarded<T>(place: Place, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explained(error, place);
  }
}
