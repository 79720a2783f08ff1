import { join } from 'node:path';
import { sqliteStore, type FileStore } from './sqlite-store.js';

/** What an emulator keeps in a folder so that it outlasts a restart; the store is to be closed after the emulator. */
export interface DataFolder {
  readonly store: FileStore;
  readonly settingsPath: string;
  readonly signingKeyPath: string;
}

/** Opens the data of an emulator, or makes it: identities, access keys and removals, and the key that tokens are signed with. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  return {
    store: await sqliteStore(join(path, 'identities.db')),
    settingsPath: join(path, 'resources.json'),
    signingKeyPath: join(path, 'signing-key.pem'),
  };
}
