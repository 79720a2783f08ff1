import { join } from 'node:path';
import { DatabaseError, openDatabase, type Database } from '../sqlite/index.js';
import { checkSigningKey } from './signing-key.js';
import { sqliteStore, type FileStore } from './sqlite-store.js';

/** What an emulator keeps in a folder so that it outlasts a restart; the store is to be closed after the emulator. */
export interface DataFolder {
  readonly store: FileStore;
  readonly settingsPath: string;
  readonly signingKeyPath: string;
}

/** Opens the data of an emulator, or makes it: identities, access keys and removals, and the key that tokens are signed with. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const signingKeyPath = join(path, 'signing-key.pem');
  await checkSigningKey(signingKeyPath);
  const unlock = await lock(path);
  try {
    const store = await sqliteStore(join(path, 'identities.db'));
    const close = (): void => {
      store.close();
      unlock();
    };
    return { store: { ...store, close }, settingsPath: join(path, 'resources.json'), signingKeyPath };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** `DFlo` in the header of the file: a lock. */
const applicationId = 0x44466c6f;

/**
 * Two emulators on one folder would each go on with keys and removals of its own, and the last one to write would win. A
 * transaction that stays open is a lock which ends with its process, however that ends; in a file of its own, since that of
 * the identities is written meanwhile.
 */
async function lock(path: string): Promise<() => void> {
  const database = await begun(join(path, 'lock.db')).catch((error: unknown) => {
    throw error instanceof DatabaseError && error.code === 'Locked' ? inUse(path, error) : error;
  });
  let held = true;
  return () => {
    if (!held) return; // an emulator may be closed twice
    held = false;
    database.exec('ROLLBACK');
    database.close();
  };
}

async function begun(path: string): Promise<Database> {
  const database = await openDatabase({ what: 'The lock', path, applicationId, migrations: [], busyTimeout: 100 });
  try {
    database.exec('BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function inUse(path: string, cause: DatabaseError): DatabaseError {
  const advice = 'Stop that one, or name another folder.';
  return new DatabaseError('Locked', `Another emulator uses the folder ${path}.`, advice, cause);
}
