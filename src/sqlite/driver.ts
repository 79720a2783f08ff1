// Which SQLite: Node's own where it has one, else a package with the same API and built for every system.

/** What SQLite takes and gives. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** A row, by the names of its columns. */
export interface Row {
  readonly [column: string]: SqlValue;
}

/**
 * The part of the API that is used here. With the package, a closed connection lets go of its file when its statements are
 * collected as garbage, or with the process: it cannot end them before.
 */
export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): {
    run(...values: readonly SqlValue[]): { readonly changes: number | bigint };
    get(...values: readonly SqlValue[]): Row | undefined;
    iterate(...values: readonly SqlValue[]): Iterable<Row>;
  };
  close(): void;
}

/** Opens a connection. */
export type Connect = (path: string) => Connection;

interface Driver {
  readonly DatabaseSync: new (path: string) => Connection;
}

export async function loadDriver(): Promise<Connect> {
  const { DatabaseSync }: Driver = builtIn() ?? (await import('@photostructure/sqlite'));
  return (path) => new DatabaseSync(path);
}

/** Node's own SQLite, from 22.13 on. It works, so nobody has to read at every start that it is experimental. */
function builtIn(): Driver | undefined {
  const emitWarning = process.emitWarning; // oxlint-disable-line typescript/unbound-method -- it is only put back
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite') as Driver | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
