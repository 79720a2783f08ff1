import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore, sqliteStore, type FileStore } from '../../src/emulator/index.js';
import { identity, storeContract } from '../contracts/store.js';

const scratch = mkdtempSync(join(tmpdir(), 'dryflow-store-'));
let files = 0;
const newPath = () => join(scratch, `${(files += 1)}`, 'emulator.db');

const stores: FileStore[] = [];
afterEach(() => stores.splice(0).forEach((store) => store.close()));

async function opened(path = newPath()): Promise<FileStore> {
  const store = await sqliteStore(path);
  stores.push(store);
  return store;
}

storeContract('memoryStore', memoryStore);
storeContract('sqliteStore', () => opened());

describe('a store in a file', () => {
  it('is there for the next process', async () => {
    const path = newPath();
    (await opened(path)).put(identity);
    const again = await opened(path);
    expect(again.get(identity.id)).toEqual(identity);
  });

  it('has all that was answered when its process is killed', async () => {
    const path = newPath();
    const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', keeper, path]);
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.split('\n').length > 20) resolve();
      });
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const store = await opened(path);
    const ids = said.split('\n').slice(0, -1);
    expect(ids.filter((id) => store.get(id) === undefined)).toEqual([]);
  }, 30_000);

  it('is not made of another file', async () => {
    await expect(opened(fileURLToPath(import.meta.url))).rejects.toMatchObject({
      name: 'DatabaseError',
      message: expect.stringContaining("holds something else than the emulator's data") as string,
    });
  });
});
