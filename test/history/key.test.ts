import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { historyKey } from '../../src/history/index.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'dryflow-key-'));
const DRYFLOW_HISTORY_KEY = Buffer.alloc(32, 9).toString('base64');

describe("a history's key", () => {
  it('is made once, for nobody but the user', () => {
    const file = join(newFolder(), 'dryflow', 'history.key');
    const key = historyKey(file, {});
    expect(key).toHaveLength(32);
    expect(historyKey(file, {})).toEqual(key);
    const everybodyElse = process.platform === 'win32' ? 0 : 0o077; // Windows has no such modes
    expect(statSync(file).mode & everybodyElse).toBe(0);
    expect(historyKey(join(newFolder(), 'history.key'), {})).not.toEqual(key);
  });

  it('comes from the environment where that has one, and no file is made then', () => {
    const folder = newFolder();
    expect(historyKey(join(folder, 'history.key'), { DRYFLOW_HISTORY_KEY })).toEqual(Buffer.alloc(32, 9));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['', 'c2hvcnQ=', 'not a key'])('is not "%s"', (text) => {
    const file = join(newFolder(), 'history.key');
    writeFileSync(file, text);
    const message = `The file ${file} does not hold a key: 32 bytes in base64.`;
    expect(() => historyKey(file, {})).toThrow(expect.objectContaining({ code: 'OtherKey', message }) as Error);
  });

  it('is refused where the environment has something else', () => {
    expect(() => historyKey('', { DRYFLOW_HISTORY_KEY: 'short' })).toThrow(
      'The environment variable DRYFLOW_HISTORY_KEY',
    );
  });

  it('says where it cannot be kept', () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    expect(() => historyKey(join(file, 'history.key'), {})).toThrow(
      expect.objectContaining({
        code: 'OtherKey',
        advice: expect.stringContaining('DRYFLOW_HISTORY_KEY') as string,
      }) as Error,
    );
  });

  it.skipIf(process.platform !== 'linux')(
    'says so too below a folder that takes no other',
    async () => {
      const maker = fileURLToPath(new URL('key-maker.ts', import.meta.url));
      const made = promisify(execFile)(process.execPath, ['--import', 'tsx', maker, '/proc/dryflow/history.key'], {
        timeout: 10_000, // it would make folders forever
      });
      await expect(made).rejects.toThrow(
        'The key of the run history, /proc/dryflow/history.key, cannot be read or made.',
      );
    },
    20_000,
  );

  it('is one and the same for processes that begin at once', async () => {
    const file = join(newFolder(), 'new', 'history.key');
    const maker = fileURLToPath(new URL('key-maker.ts', import.meta.url));
    const run = promisify(execFile);
    const made = await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, ['--import', 'tsx', maker, file])));
    expect(new Set(made.map(({ stdout }) => stdout))).toEqual(
      new Set([Buffer.from(historyKey(file, {})).toString('hex')]),
    );
    expect(readdirSync(dirname(file))).toEqual(['history.key']);
  }, 30_000);
});
