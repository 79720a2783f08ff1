// What the emulator remembers. Tokens are not stored: two numbers per identity say which of them are valid, so the state
// grows with identities only.
import { openDatabase } from '../sqlite/index.js';

/** A user of the resource. */
export interface Identity {
  /** The raw id: `8:acs:<resource>_<user>`. */
  readonly id: string;
  /** The `iat` of its youngest token, in epoch seconds; 0 when it has none. */
  readonly lastIssued: number;
  /** Tokens with an `iat` up to this one are revoked, in epoch seconds; 0 when none is. */
  readonly revokedUntil: number;
}

/** Where identities are kept. Synchronous, so that a request's reading and writing cannot be torn apart. */
export interface Store {
  get(id: string): Identity | undefined;
  put(identity: Identity): void;
  delete(id: string): void;
}

/** A store that lasts as long as the process. */
export function memoryStore(): Store {
  const identities = new Map<string, Identity>();
  return {
    get: (id) => identities.get(id),
    put: (identity) => void identities.set(identity.id, identity),
    delete: (id) => void identities.delete(id),
  };
}

/** A store in a file. */
export interface FileStore extends Store {
  close(): void;
}

/** `DFem` in the header of the file: the data of an emulator. */
const applicationId = 0x4446656d;

const migrations = [
  `CREATE TABLE identities (
    id TEXT PRIMARY KEY,
    last_issued INTEGER NOT NULL,
    revoked_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
];

/** A store that outlasts the process: what a request has changed is in the file when it is answered. */
export async function sqliteStore(path: string): Promise<FileStore> {
  const database = await openDatabase({ what: "The emulator's data", path, applicationId, migrations });
  const find = database.prepare('SELECT last_issued, revoked_until FROM identities WHERE id = ?');
  const put = database.prepare('INSERT OR REPLACE INTO identities (id, last_issued, revoked_until) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM identities WHERE id = ?');
  return {
    get(id) {
      const row = find.get(id);
      return row && { id, lastIssued: Number(row['last_issued']), revokedUntil: Number(row['revoked_until']) };
    },
    put: ({ id, lastIssued, revokedUntil }) => void put.run(id, lastIssued, revokedUntil),
    delete: (id) => void remove.run(id),
    close: () => database.close(),
  };
}
