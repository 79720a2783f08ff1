import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseError, openDatabase, type Database } from '../../src/sqlite/index.js';

const open: Database[] = [];
afterEach(() => open.splice(0).forEach((database) => database.close()));

const scratch = mkdtempSync(join(tmpdir(), 'dryflow-sqlite-'));
let files = 0;
const newPath = () => join(scratch, `${(files += 1)}`, 'things.db');

const kind = { what: 'The box', applicationId: 77, migrations: ['CREATE TABLE things (name TEXT)'] };

async function box(path: string, options: Partial<Parameters<typeof openDatabase>[0]> = {}): Promise<Database> {
  const database = await openDatabase({ ...kind, path, ...options });
  open.push(database);
  return database;
}

const namesIn = (database: Database) =>
  database
    .prepare('SELECT * FROM things')
    .all()
    .map(({ name }) => name);
const put = (database: Database, name: string) => database.prepare('INSERT INTO things VALUES (?)').run(name);

/** What the work fails with; its message has the path in it, whichever that is. */
function failure(work: () => unknown): DatabaseError {
  try {
    work();
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('a database', () => {
  it('is made with the folders on its way, for its user only, and keeps what was put into it', async () => {
    const path = newPath();
    const first = await box(path);
    expect(put(first, 'a')).toBe(1);
    first.close();
    open.length = 0;
    const again = await box(path);
    expect(namesIn(again)).toEqual(['a']);
    expect(again.prepare('SELECT 1 AS one WHERE 0').get()).toBeUndefined();
    const everybodyElse = process.platform === 'win32' ? 0 : 0o077; // Windows has no such modes
    expect(statSync(path).mode & everybodyElse).toBe(0);
  });

  it('takes all of a transaction or none of it', async () => {
    const database = await box(newPath());
    const broken = () =>
      database.transaction(() => {
        put(database, 'a');
        throw new Error('broken');
      });
    expect(broken).toThrow('broken');
    expect(database.transaction(() => put(database, 'b'))).toBe(1);
    expect(namesIn(database)).toEqual(['b']);
  });

  it('is brought up to date, with what was in it', async () => {
    const path = newPath();
    put(await box(path), 'a');
    const migrations = [...kind.migrations, "ALTER TABLE things ADD COLUMN colour TEXT DEFAULT 'red'"];
    const newer = await box(path, { migrations });
    expect(newer.prepare('SELECT * FROM things').all()).toEqual([{ name: 'a', colour: 'red' }]);
    await expect(box(path)).rejects.toMatchObject({
      code: 'OtherVersion',
      message: `The box ${path} was written by a newer dryflow.`,
    });
  });

  it('is left alone when a migration fails', async () => {
    const path = newPath();
    put(await box(path), 'a');
    await expect(box(path, { migrations: [...kind.migrations, 'NONSENSE'] })).rejects.toThrow('NONSENSE');
    expect(namesIn(await box(path))).toEqual(['a']);
  });

  it.each(['no database at all', 'no database at all'.repeat(1000)])('is not made of another file', async (text) => {
    const path = newPath();
    mkdirSync(dirname(path));
    writeFileSync(path, text);
    await expect(box(path)).rejects.toMatchObject({
      code: 'NotReadable',
      message: `${path} holds something else than the box.`,
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is not read where it is damaged', async () => {
    const path = newPath();
    mkdirSync(dirname(path));
    writeFileSync(path, `SQLite format 3\0${'damaged'.repeat(1000)}`);
    await expect(box(path)).rejects.toMatchObject({
      code: 'NotReadable',
      message: expect.stringContaining('damaged') as string,
    });
  });

  it('is not made of a database of another kind', async () => {
    const path = newPath();
    await box(path);
    await expect(box(path, { what: 'The bag', applicationId: 78 })).rejects.toMatchObject({
      code: 'NotReadable',
      message: `${path} holds something else than the bag.`,
    });
  });

  it('cannot be where a file is in the way', async () => {
    const path = newPath();
    await box(path);
    await expect(box(join(path, 'below.db'))).rejects.toMatchObject({
      code: 'NotReadable',
      advice: expect.stringContaining('folder') as string,
    });
  });

  it.each(['none', 'normal', 'full'] as const)('is as safe as it is told to be: %s', async (durability) => {
    const database = await box(newPath(), { durability });
    const { synchronous } = database.prepare('PRAGMA synchronous').get() ?? {};
    expect(synchronous).toBe({ none: 0, normal: 1, full: 2 }[durability]);
  });

  it('says that another process holds it', async () => {
    const path = newPath();
    const [one, two] = [await box(path), await box(path, { busyTimeout: 1 })];
    one.transaction(() => {
      const locked = failure(() => put(two, 'b'));
      expect(locked).toMatchObject({ code: 'Locked', message: `The box ${path} is locked by another process.` });
      expect(failure(() => two.transaction(() => 0)).code).toBe('Locked');
    });
    expect(put(two, 'b')).toBe(1);
  });

  it('says that the disk is full, with everything in it intact', async () => {
    const database = await box(newPath(), { maxPages: 10 });
    put(database, 'a');
    const full = failure(() =>
      database.transaction(() => {
        for (let i = 0; i < 100; i += 1) put(database, 'b'.repeat(1000));
      }),
    );
    expect(full).toMatchObject({ code: 'Full', message: expect.stringContaining('the disk is full') as string });
    expect(namesIn(database)).toEqual(['a']);
    expect(put(database, 'c')).toBe(1);
  });
});
