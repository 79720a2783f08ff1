import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { sqliteHistory, type History, type SqliteHistoryParts } from '../../src/history/index.js';
import type { RunEvent, StartRecord } from '../../src/run/index.js';
import { createSecrets } from '../../src/secrets.js';
import { openDatabase } from '../../src/sqlite/index.js';
import { actionEnded, ended, historyContract, recorded, started } from '../contracts/history.js';

const scratch = mkdtempSync(join(tmpdir(), 'dryflow-history-'));
let files = 0;
const newPath = () => join(scratch, `${(files += 1)}`, 'history.db');

const open: History[] = [];
afterEach(() => Promise.all(open.splice(0).map((history) => history.close())));

const noKey = () => {
  throw new Error('Nothing is to be sealed here.');
};

async function opened(path = newPath(), parts: Partial<SqliteHistoryParts> = {}): Promise<History> {
  const history = await sqliteHistory({ path, durability: 'none', secrets: createSecrets(), key: noKey, ...parts });
  open.push(history);
  return history;
}

historyContract('sqliteHistory', () => opened());

/** All that is on the disk, whatever file it is in. */
function onDisk(path: string): string {
  const folder = dirname(path);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');
}

const key = () => new Uint8Array(32).fill(7);

function secretsOf(...values: readonly string[]) {
  const secrets = createSecrets();
  secrets.add(values);
  return secrets;
}

/** An outcome with these outputs. */
const answered = (path: string, outputs: { [name: string]: string }, secrets?: readonly string[]): RunEvent => ({
  kind: 'recorded',
  seq: 0,
  key: `${path}#0.0`,
  at: '2026-01-01T00:00:01.0000000Z',
  outcome: { status: 'Succeeded', code: 'OK', outputs, ...(secrets && { secrets }) },
});

const begun = (path: string, secured?: readonly ('inputs' | 'outputs')[]): RunEvent => ({
  kind: 'action-started',
  at: '2026-01-01T00:00:01.0000000Z',
  path,
  name: path,
  type: 'Http',
  ...(secured && { secured }),
});

function startedWith(start: Partial<StartRecord>): RunEvent {
  const event = started('a');
  return event.kind === 'started' ? { ...event, start: { ...event.start, ...start } } : event;
}

describe('a secret in the history', () => {
  const secret = 'correct-horse-battery';

  it('is covered for people, sealed for a resume, and nowhere in the clear', async () => {
    const path = newPath();
    const history = await opened(path, { secrets: secretsOf(secret), key });
    const events = [
      startedWith({ parameters: { pin: secret, note: `it is ${secret}` }, clientTrackingId: `of ${secret}` }),
      answered('A', { token: secret }),
      actionEnded('A', { outputs: { token: secret }, inputs: 'plain', trackedProperties: { pin: secret } }),
      ended('Succeeded'),
    ];
    await history.append('a', events);
    const covered = JSON.parse(JSON.stringify(events.slice(1)).replaceAll(secret, '••••••')) as RunEvent[];
    expect((await history.read('a'))?.slice(1)).toEqual(covered);
    expect((await history.journal('a'))?.slice(0, 2)).toEqual(events.slice(0, 2));
    const [run] = await history.list();
    expect(run).toMatchObject({ clientTrackingId: 'of ••••••', trackedProperties: { A: { pin: '••••••' } } });
    expect(onDisk(path)).toContain('plain');
    expect(onDisk(path)).not.toContain(secret);
  });

  it('is known from the moment an outcome names it', async () => {
    const path = newPath();
    const history = await opened(path, { key });
    const outputs = { id: 'user-1', token: secret };
    await history.append('a', [started('a'), answered('A', outputs, ['/token'])]);
    await history.append('a', [
      actionEnded('A', { outputs, secrets: ['/token'] }),
      actionEnded('B', { inputs: secret }),
    ]);
    expect(onDisk(path)).toContain('user-1');
    expect(onDisk(path)).not.toContain(secret);
    expect((await history.journal('a'))?.[1]).toEqual(answered('A', outputs, ['/token']));
  });

  it('is everything that the definition secures, from the outcome on, and after a resume', async () => {
    const path = newPath();
    const history = await opened(path, { key });
    const outputs = { body: secret };
    await history.append('a', [started('a'), begun('A', ['inputs', 'outputs']), begun('B', ['inputs'])]);
    await history.close();
    const later = await opened(path, { key });
    await later.append('a', [answered('A', outputs), answered('B', { body: 'shown' })]);
    await later.append('a', [actionEnded('A', { inputs: secret, outputs, secured: ['inputs', 'outputs'] })]);
    expect((await later.read('a'))?.slice(3)).toMatchObject([
      { outcome: { status: 'Succeeded', outputs: '••••••' } },
      { outcome: { outputs: { body: 'shown' } } },
      { inputs: '••••••', outputs: '••••••', status: 'Succeeded' },
    ]);
    expect((await later.journal('a'))?.[3]).toEqual(answered('A', outputs));
    expect(onDisk(path)).not.toContain(secret);
  });

  it('is what a webhook is called with, where its outputs are secured', async () => {
    const path = newPath();
    const history = await opened(path, { key });
    const steps = ['Hook~answer', 'Hook~unsubscribe#0.0', 'Hook#0.1'].map((name): RunEvent => {
      const event = answered('Hook', { body: secret });
      return { ...event, key: name } as RunEvent;
    });
    await history.append('a', [started('a'), begun('Hook', ['outputs']), ...steps]);
    for (const event of (await history.read('a'))?.slice(2) ?? [])
      expect(event).toMatchObject({ outcome: { outputs: '••••••' } });
    expect(onDisk(path)).not.toContain(secret);
  });

  it('may be any word without an event being one no more', async () => {
    const words = [
      'recorded',
      'started',
      'Succeeded',
      'outputs',
      'inputs',
      'outcome',
      'message',
      'Http',
      'A#0.0',
      'flow',
    ];
    const history = await opened(newPath(), { secrets: secretsOf(...words), key });
    const error = { code: 'Bad', message: 'message' };
    const events = [started('a'), answered('A', { outputs: 'x' }), actionEnded('A', { outputs: 'x', error })];
    await history.append('a', events);
    expect(await history.read('a')).toMatchObject([
      { kind: 'started', start: { runId: 'a', workflow: 'flow' } },
      { kind: 'recorded', key: 'A#0.0', outcome: { status: 'Succeeded', outputs: { '••••••': 'x' } } },
      {
        kind: 'action-ended',
        type: 'Http',
        status: 'Succeeded',
        outputs: 'x',
        error: { code: 'Bad', message: '••••••' },
      },
    ]);
    expect((await history.journal('a'))?.slice(0, 2)).toEqual(events.slice(0, 2));
  });

  it('cannot be unsealed with another key, or in another place', async () => {
    const path = newPath();
    const history = await opened(path, { secrets: secretsOf(secret), key });
    await history.append('a', [started('a'), answered('A', { token: secret }), answered('B', { token: secret })]);
    const other = await opened(path, { key: () => new Uint8Array(32) });
    const otherKey = {
      name: 'HistoryError',
      code: 'OtherKey',
      message: `The run a in ${path} is sealed with another key.`,
      advice: expect.stringContaining('DRYFLOW_HISTORY_KEY') as string,
    };
    await expect(other.journal('a')).rejects.toMatchObject(otherKey);
    expect(await other.read('a')).toHaveLength(3);
    await rewrite(path, 'UPDATE events SET sealed = (SELECT sealed FROM events WHERE n = 2) WHERE n = 1');
    await expect(history.journal('a')).rejects.toMatchObject(otherKey);
  });
});

/** Changes a history from outside. */
async function rewrite(path: string, sql: string): Promise<void> {
  const database = await openDatabase({ what: 'The run history', path, applicationId: 0x44467268, migrations: [''] });
  database.exec(sql);
  database.close();
}

describe('a history in a file', () => {
  it('is there for the next process, its runs free to be claimed', async () => {
    const path = newPath();
    const first = await opened(path);
    await first.append('a', [started('a'), recorded(0)]);
    await first.append('b', [started('b'), ended('Failed')]);
    expect((await first.list()).map(({ suspended }) => suspended)).toEqual([undefined, undefined]);
    await first.close();
    const second = await opened(path);
    expect((await second.list()).map(({ suspended }) => suspended)).toEqual([undefined, true]);
    expect(await second.claim('a')).toBe(true);
    expect((await second.list()).map(({ suspended }) => suspended)).toEqual([undefined, undefined]);
    await second.append('a', [recorded(1), ended('Succeeded')]);
    expect(await second.read('a')).toEqual([started('a'), recorded(0), recorded(1), ended('Succeeded')]);
  });

  it('holds a long value once, and no longer than a run needs it', async () => {
    const path = newPath();
    const history = await opened(path);
    const body = Array.from({ length: 20_000 }, (_, at) => `${at} ${(at * 2654435761) % 2 ** 32}`);
    const events = (id: string) => [
      started(id),
      answered('A', { body: body.join() }),
      ...[0, 1, 2].map((at) =>
        actionEnded(`L[${at}]/A`, { inputs: { body: [...body] }, outputs: { body: [...body] } }),
      ),
    ];
    const size = async (runs: readonly string[]) => {
      for (const id of runs) await history.append(id, events(id));
      await rewrite(path, 'PRAGMA wal_checkpoint(TRUNCATE)');
      return statSync(path).size;
    };
    const once = await size(['a']);
    expect(once).toBeLessThan(JSON.stringify(body).length * 2);
    expect(await size(['b', 'c'])).toBeLessThan(once * 1.1);
    await history.delete(['a', 'c']);
    expect(await history.read('b')).toEqual(events('b'));
    await history.delete(['b']);
    expect(await size([])).toBeLessThan(once / 2);
  });

  it('is a prefix of what was appended when its process is killed, whose runs are then free', async () => {
    const path = newPath();
    const child = spawn(process.execPath, [
      '--import',
      'tsx',
      fileURLToPath(new URL('appender.ts', import.meta.url)),
      path,
      'a',
    ]);
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.split('\n').length > 50) resolve();
      });
    });
    const history = await opened(path);
    expect(await history.claim('a')).toBe(false);
    expect((await history.list())[0]).not.toHaveProperty('suspended');
    await history.requestCancel('a');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const confirmed = said.split('\n').length - 1;
    const events = (await history.read('a')) ?? [];
    expect(events.length).toBeGreaterThan(confirmed);
    expect(events).toEqual([started('a'), ...events.slice(1).map((_, seq) => recorded(seq))]);
    expect((await history.list())[0]).toMatchObject({ status: 'Running', suspended: true });
    expect(await history.claim('a')).toBe(true);
    expect(await history.cancelRequested('a')).toBe(true);
  }, 30_000);

  it('refuses what it cannot write while another process does, and nothing is torn', async () => {
    const path = newPath();
    const history = await opened(path, { busyTimeout: 1 });
    await history.append('a', [started('a')]);
    const database = await openDatabase({ what: 'x', path, applicationId: 0x44467268, migrations: [''] });
    database.exec('BEGIN IMMEDIATE');
    await expect(history.append('a', [recorded(0), recorded(1)])).rejects.toMatchObject({
      name: 'HistoryError',
      code: 'Locked',
      message: `The run history ${path} is locked by another process.`,
    });
    const other = await opened(path, { busyTimeout: 1 });
    expect(await other.read('a')).toEqual([started('a')]);
    database.exec('ROLLBACK');
    database.close();
    await history.append('a', [recorded(0), recorded(1)]);
    expect(await history.read('a')).toEqual([started('a'), recorded(0), recorded(1)]);
  });

  it('refuses what there is no room for, and keeps what it has', async () => {
    const history = await opened(newPath(), { maxPages: 40 });
    const kept = [started('a'), recorded(0)];
    await history.append('a', kept);
    const long = Array.from({ length: 100 }, (_, at) => actionEnded('A', { outputs: `${at}`.repeat(500) }));
    await expect(history.append('a', long)).rejects.toMatchObject({ name: 'HistoryError', code: 'Full' });
    await expect(history.append('b', [started('b'), ...long])).rejects.toMatchObject({ code: 'Full' });
    expect(await history.read('a')).toEqual(kept);
    expect(await history.list()).toHaveLength(1);
    await history.append('a', [recorded(1)]);
    await history.append('b', [started('b')]);
    expect(await history.read('a')).toEqual([...kept, recorded(1)]);
    expect(await history.read('b')).toEqual([started('b')]);
  });

  it('is not made of another file', async () => {
    await expect(opened(fileURLToPath(import.meta.url))).rejects.toMatchObject({
      name: 'HistoryError',
      code: 'NotReadable',
    });
  });
});
