import { openDatabase } from '../sqlite/index.js';
import { resourceOf, type Identity, type Revocation, type Store } from './store.js';

export { DatabaseError as StoreError } from '../sqlite/index.js';

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
    revoked_until INTEGER NOT NULL,
    revocations TEXT,
    resource TEXT NOT NULL,
    custom_id TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX identities_by_custom_id ON identities (resource, custom_id) WHERE custom_id IS NOT NULL`,
];

type Row = NonNullable<ReturnType<ReturnType<Awaited<ReturnType<typeof openDatabase>>['prepare']>['get']>>;

/** A store that outlasts the process: what a request has changed is in the file when it is answered. */
export async function sqliteStore(path: string): Promise<FileStore> {
  const database = await openDatabase({ what: "The emulator's data", path, applicationId, migrations });
  const find = database.prepare('SELECT * FROM identities WHERE id = ?');
  const findCustom = database.prepare('SELECT * FROM identities WHERE resource = ? AND custom_id = ?');
  const put = database.prepare('INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, ?, ?)');
  const remove = database.prepare('DELETE FROM identities WHERE id = ?');
  const identityOf = (row: Row | undefined) => row && read(row);
  return {
    get: (id) => identityOf(find.get(id)),
    findCustom: (resourceId, customId) => identityOf(findCustom.get(resourceId, customId)),
    put({ id, lastIssued, revokedUntil, revocations, customId }) {
      const underWay = revocations === undefined ? null : JSON.stringify(revocations);
      put.run(id, lastIssued, revokedUntil, underWay, resourceOf(id), customId ?? null);
    },
    delete: (id) => void remove.run(id),
    close: () => database.close(),
  };
}

function read(row: Row): Identity {
  const { id, last_issued, revoked_until, revocations, custom_id } = row;
  return {
    id: String(id),
    lastIssued: Number(last_issued),
    revokedUntil: Number(revoked_until),
    ...(typeof revocations === 'string' && { revocations: JSON.parse(revocations) as readonly Revocation[] }),
    ...(typeof custom_id === 'string' && { customId: custom_id }),
  };
}
