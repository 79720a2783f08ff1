import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { instantOf, localTime } from '../../src/cli/instant.js';
import { sqliteHistory, type History } from '../../src/history/index.js';
import { parseJson, type Json, type JsonObject } from '../../src/json.js';
import { applicationId } from '../../src/history/schema.js';
import { createSecrets } from '../../src/secrets.js';
import { openDatabase } from '../../src/sqlite/index.js';
import { actionEnded, ended, started } from '../contracts/history.js';
import { answersBy, eventsOf, play, startOf, workflowOf } from '../run/play.js';
import { dryflow } from './terminal.js';

const newPath = () => join(mkdtempSync(join(tmpdir(), 'dryflow-runs-')), '.dryflow', 'history.db');

/** A history in a file, filled and closed again. */
async function filled(fill: (history: History) => Promise<unknown>, path = newPath()): Promise<string> {
  const secrets = createSecrets();
  secrets.add('correct-horse');
  const history = await sqliteHistory({ path, durability: 'none', secrets, key: () => new Uint8Array(32) });
  await fill(history);
  await history.close();
  return path;
}

/** Runs `dryflow runs …` on a history. */
const runs = (path: string, ...args: readonly string[]) => dryflow(['runs', ...args, '--history', path]);

const http = (runAfter: Json = {}) => ({ type: 'Http', inputs: { method: 'GET', uri: 'http://x' }, runAfter });
const loop = (count: number, actions: Json) => ({ type: 'Foreach', foreach: `@range(0, ${count})`, actions });

/** What a run of these actions would have recorded. */
function eventsFor(actions: Json, answers: { readonly [name: string]: Json }) {
  const { turns } = play(workflowOf({ actions }), startOf({ runId: 'run-1' }), answersBy(answers));
  return eventsOf(turns);
}

const three = () =>
  filled(async (history) => {
    await history.append('run-a1', [started('run-a1', 'one'), ended('Failed')]);
    await history.append('run-a2', [
      started('run-a2', 'two', '2026-02-01T00:00:00.0000000Z'),
      actionEnded('Create', { trackedProperties: { user: '8:acs:u' } }),
      ended('Succeeded', '2026-02-01T00:00:01.5000000Z'),
    ]);
    await history.append('run-b', [started('run-b', 'one', '2026-03-01T00:00:00.0000000Z')]);
  });

describe('dryflow runs list', () => {
  it('shows runs in columns, the newest first', async () => {
    const { exit, out, err } = await runs(await three(), 'list');
    expect([exit, err]).toEqual([0, '']);
    const at = (instant: string) => localTime(`${instant}T00:00:00Z`);
    expect(out).toBe(
      [
        'RUN     WORKFLOW  STATUS     STARTED              DURATION',
        `run-b   one       Suspended  ${at('2026-03-01')}`,
        `run-a2  two       Succeeded  ${at('2026-02-01')}  1.5 s`,
        `run-a1  one       Failed     ${at('2026-01-01')}  9 s`,
        '',
      ].join('\n'),
    );
  });

  it.each([
    [
      ['--workflow', 'one'],
      ['run-b', 'run-a1'],
    ],
    [['--status', 'failed'], ['run-a1']],
    [['--status', 'suspended'], ['run-b']],
    [['--status', 'Suspended', '--limit', '1'], ['run-b']],
    [['--status', 'Running'], []],
    [
      ['--since', '2026-02-01T00:00:00Z'],
      ['run-b', 'run-a2'],
    ],
    [['--before', '2026-02-01T00:00:00Z'], ['run-a1']],
    [['--tracking', '8:acs:u'], ['run-a2']],
    [['--tracking', 'run-b'], ['run-b']],
    [['--limit', '1'], ['run-b']],
    [['--since', '1s'], []],
  ])('takes %j', async (flags, ids) => {
    const { exit, out } = await runs(await three(), 'list', ...flags, '--json');
    expect(exit).toBe(0);
    expect((parseJson(out) as unknown as { runId: string }[]).map(({ runId }) => runId)).toEqual(ids);
  });

  it('says when there is no more to see, and when there is', async () => {
    const path = await three();
    expect(await runs(path, 'list', '--limit', '3')).not.toMatchObject({
      out: expect.stringContaining('more') as string,
    });
    expect((await runs(path, 'list', '--limit', '2')).out).toMatch(/\n… and more: .*2 now\n$/);
    expect(await runs(path, 'list', '--workflow', 'nope')).toEqual({ exit: 0, out: '', err: 'No run matches.\n' });
    const empty = await filled(async () => undefined);
    expect(await runs(empty, 'list')).toEqual({ exit: 0, out: '', err: 'No run has been recorded yet.\n' });
    expect((await runs(empty, 'list', '--json')).out).toBe('[]\n');
  });

  it.each([
    [
      ['--status', 'Good'],
      "--status takes one of Succeeded, Failed, TimedOut, Cancelled, Running, Suspended, not 'Good'.\n",
    ],
    [['--status', 'canceled'], "Suspended, not 'canceled'. Did you mean 'Cancelled'?\n"],
    [['--status', 'timeout'], "Suspended, not 'timeout'. Did you mean 'TimedOut'?\n"],
    [['--since', 'yesterday'], '--since takes a date (2026-01-31, 2026-01-31T08:00) or an age (30m, 2h, 3d)'],
    [['--limit', '0'], "--limit takes a number from 1, not '0'."],
  ])('refuses %j', async (flags, message) => {
    const { exit, err } = await runs(await three(), 'list', ...flags);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });
});

describe('a history', () => {
  it.each(['list', 'show last', 'cancel last', 'delete last', 'export last'])('is not made by %s', async (command) => {
    const path = newPath();
    const { exit, err } = await runs(path, ...command.split(' '));
    expect([exit, err]).toEqual([2, `error: There is no history in ${path}. Another file is named with --history.\n`]);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('says what is wrong with it and what to do', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'dryflow-runs-')), 'text.db');
    writeFileSync(path, 'text');
    const { exit, err } = await runs(path, 'list');
    expect([exit, err]).toEqual([
      2,
      `error: ${path} holds something else than the run history.\n  → Name another file.\n`,
    ]);
  });
});

// Windows has no such modes.
describe.skipIf(process.platform === 'win32')('a history that may only be read', () => {
  // To root all is allowed; to nobody it is not.
  function asNobody<T>(work: () => Promise<T>): Promise<T> {
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65534);
    return work().finally(() => root && process.seteuid?.(0));
  }

  /** A copy of a history without the files that SQLite keeps beside it until this process has tidied its memory. */
  async function alone(path: string): Promise<string> {
    const database = await openDatabase({ what: '', path, applicationId, migrations: [''] });
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const copy = newPath();
    mkdirSync(dirname(copy));
    copyFileSync(path, copy);
    return copy;
  }

  it.each([
    ['file', 0o444, 0o755],
    ['folder', 0o666, 0o555],
    ['file and folder', 0o444, 0o555],
  ])('because of its %s is looked at all the same', async (_, file, folder) => {
    const all = (path: string) =>
      Promise.all(['list', 'show last', 'export last'].map((words) => runs(path, ...words.split(' '))));
    const original = await three();
    const before = await all(original);
    const path = await alone(original);
    chmodSync(path, file);
    chmodSync(dirname(path), folder);
    chmodSync(dirname(dirname(path)), 0o755);
    expect(await asNobody(() => all(path))).toEqual(before);
    expect(await asNobody(() => runs(path, 'cancel', 'last'))).toEqual({
      exit: 2,
      out: '',
      err: `error: The run history ${path} may only be read.\n  → Check that you may write to the file and to its folder.\n`,
    });
    chmodSync(dirname(path), 0o755);
    expect(readdirSync(dirname(path))).toEqual(['history.db']);
  });
});

describe('dryflow runs show', () => {
  it('shows what ran in what, and what failed', async () => {
    const actions = {
      Try: { type: 'Scope', actions: { Few: loop(2, { Get: http() }) } },
      After: http({ Try: ['Succeeded'] }),
      Last: http({ After: ['Skipped'] }),
    };
    const events = eventsFor(actions, { 'Few[0]/Get': [503, 200], 'Few[1]/Get': 404, Last: 200 });
    const path = await filled((history) => history.append('run-1', events));
    const { exit, out } = await runs(path, 'show', 'run');
    expect(exit).toBe(0);
    expect(out.replace(/started .*/, 'started')).toBe(`test  Succeeded in 10.5 s
  run         run-1
  started
  trigger     manual

✗ Try        Failed         9.5 s
  ✗ Few      Failed         9.5 s  2 iterations: 1 succeeded, 1 failed
    ✓ [0]
      ✓ Get  Succeeded      9.5 s  1 retry
    ✗ [1]
      ✗ Get  Failed           1 s  NotFound
- After      Skipped
✓ Last       Succeeded        1 s

Few[1]/Get: NotFound

One action whole: dryflow runs show run-1 --action NAME
`);
  });

  it('sums up many iterations, and names some that failed', async () => {
    const inner = {
      Get: http(),
      Check: { type: 'If', expression: true, actions: { Note: http() }, runAfter: { Get: ['Succeeded'] } },
    };
    const events = eventsFor(
      { Each: loop(100, inner) },
      { Get: 200, Note: 200, 'Each[3]/Get': 404, 'Each[7]/Get': 403 },
    );
    const path = await filled((history) => history.append('run-1', events));
    const { out } = await runs(path, 'show', 'last');
    expect(out).toMatch(/✗ Each +Failed +\d+ s {2}100 iterations: 98 succeeded, 2 failed\n/);
    expect(out).toMatch(/\n {2}✗ Get +98 succeeded, 2 failed\n {4}✗ Each\[3\]\/Get +Failed +1 s {2}NotFound\n/);
    expect(out).toMatch(/\n {2}✓ Check +98 succeeded, 2 skipped\n {4}✓ Note +98 succeeded, 2 skipped\n/);
    expect(out.split('\n').length).toBeLessThan(20);
    const many = await runs(path, 'show', 'last', '--action', 'get');
    expect(many.out).toMatch(/^100 executions: 98 succeeded, 2 failed\n\n✗ Each\[3\]\/Get +Failed +1 s {2}NotFound\n/);
    expect(many.out).toMatch(/… and 80 more\n\nOne of them whole: --action 'Each\[3\]\/Get'\n$/);
  });

  it('shows one action whole, or one of its executions', async () => {
    const events = eventsFor({ Each: loop(2, { Get: http() }) }, { 'Each[0]/Get': 200, 'Each[1]/Get': [503, 404] });
    const path = await filled((history) =>
      history.append('run-1', [
        ...events,
        actionEnded('Put', { inputs: 'correct-horse', trackedProperties: { user: 'u' } }),
      ]),
    );
    expect((await runs(path, 'show', 'last', '--action', 'each[1]/GET')).out)
      .toBe(`Each[1]/Get  Http  Failed  9.5 s  NotFound

Attempts that failed
  1  1 s  ServiceUnavailable

Inputs
  method: GET
  uri: http://x

Outputs
  statusCode: 404
`);
    expect((await runs(path, 'show', 'last', '--action', 'Put')).out).toBe(
      'Put  Http  Succeeded  0 ms\n\nInputs\n  ••••••\n\nTracked properties\n  user: u\n',
    );
    const json = async (action: string) =>
      parseJson((await runs(path, 'show', 'last', '--json', '--action', action)).out);
    expect(await json('Each[0]/Get')).toMatchObject({
      path: 'Each[0]/Get',
      type: 'Http',
      outputs: { statusCode: 200 },
    });
    expect(await json('Get')).toMatchObject([{ path: 'Each[0]/Get' }, { path: 'Each[1]/Get' }]);
    const wrong = await runs(path, 'show', 'last', '--action', 'Eech');
    expect(wrong).toMatchObject({ exit: 2, err: "error: The run has no action 'Eech'. Did you mean 'Each'?\n" });
    expect((await runs(path, 'show', 'last', '--action', 'Nothing')).err).toContain('lists its actions');
  });

  it('shows one iteration of a loop, and of one in it', async () => {
    const inner = { Get: http(), In: loop(2, { Put: http() }) };
    const events = eventsFor({ Each: loop(7, inner) }, { Get: 200, Put: 200, 'Each[5]/In[1]/Put': 404 });
    const path = await filled((history) => history.append('run-1', events));
    const { exit, out } = await runs(path, 'show', 'last', '--action', 'each[5]');
    expect([exit, out]).toEqual([
      0,
      `Each[5]  Failed

✓ Get      Succeeded        1 s
✗ In       Failed           2 s  2 iterations: 1 succeeded, 1 failed
  ✓ [0]
    ✓ Put  Succeeded        1 s
  ✗ [1]
    ✗ Put  Failed           1 s  NotFound

One action whole: --action 'Each[5]/Get'
`,
    ]);
    expect((await runs(path, 'show', 'last', '--action', 'Each[5]/In[1]')).out).toMatch(
      /^Each\[5\]\/In\[1\] {2}Failed\n\n✗ Put {2}Failed .*NotFound\n/,
    );
    const json = await runs(path, 'show', 'last', '--action', 'Each[5]/In[0]', '--json');
    expect(parseJson(json.out)).toMatchObject([{ path: 'Each[5]/In[0]/Put', status: 'Succeeded' }]);
    expect(await runs(path, 'show', 'last', '--action', 'Each[7]')).toMatchObject({
      exit: 2,
      err: "error: The run has no iteration 'Each[7]': there are Each[0] to Each[6].\n",
    });
  });

  it('prints the run as JSON', async () => {
    const path = await three();
    const { out } = await runs(path, 'show', 'run-a2', '--json');
    expect(parseJson(out)).toMatchObject({
      runId: 'run-a2',
      status: 'Succeeded',
      actions: { Create: { type: 'Http' } },
    });
  });

  it.each([
    ['run-a', "Several runs begin with 'run-a'. Give more of the one that you mean:\n  run-a2\n  run-a1\n"],
    ['run-c', "There is no run 'run-c'."],
  ])('does not guess which run %s is', async (name, message) => {
    const { exit, err } = await runs(await three(), 'show', name);
    expect(exit).toBe(2);
    expect(err).toContain(message);
  });

  it('takes an id for itself though another one begins with it', async () => {
    const path = await filled(async (history) => {
      await history.append('run', [started('run', 'short')]);
      await history.append('run-2', [started('run-2', 'long')]);
    });
    expect((await runs(path, 'show', 'run')).out).toMatch(/^short {2}Suspended\n/);
  });
});

describe('dryflow runs cancel', () => {
  it('ends a run that nobody carries, and says so of one that has ended', async () => {
    const path = await three();
    expect(await runs(path, 'cancel', 'run-b')).toMatchObject({ exit: 0, out: 'run-b is cancelled.\n' });
    expect((await runs(path, 'show', 'run-b')).out).toMatch(
      /^one {2}Cancelled in .*\n[^]*Cancelled: The workflow run was cancelled\./,
    );
    expect(await runs(path, 'cancel', 'run-b')).toMatchObject({
      exit: 1,
      err: 'run-b has ended already: Cancelled.\n',
    });
  });
});

describe('dryflow runs delete', () => {
  it('deletes the runs that are named', async () => {
    const path = await three();
    expect(await runs(path, 'delete', 'run-a1', 'run-b', 'run-b')).toMatchObject({ exit: 0, out: 'Deleted 2 runs.\n' });
    expect((await runs(path, 'list')).out.split('\n')).toHaveLength(3);
  });

  it('deletes those that match, once that is confirmed', async () => {
    const path = await three();
    const asked = await runs(path, 'delete', '--workflow', 'one');
    expect(asked).toMatchObject({
      exit: 2,
      err: 'error: That would delete 2 runs. Add --yes to do it; runs list shows them.\n',
    });
    expect(await runs(path, 'delete', '--workflow', 'one', '--yes')).toMatchObject({
      exit: 0,
      out: 'Deleted 2 runs.\n',
    });
    expect(await runs(path, 'delete', '--workflow', 'one', '--yes')).toMatchObject({
      exit: 0,
      out: 'Deleted 0 runs.\n',
    });
  });

  it.each([[[]], [['--yes']], [['run-a1', '--workflow', 'one']]])('refuses %j', async (args) => {
    const { exit, err } = await runs(await three(), 'delete', ...args);
    expect([exit, err]).toEqual([2, expect.stringContaining('Name the runs, or say which by --workflow')]);
  });
});

describe('a run that another process carries', () => {
  it('is asked to cancel, and not deleted', async () => {
    const path = newPath();
    const appender = fileURLToPath(new URL('../history/appender.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', appender, path, 'run-a']);
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    const running = await runs(path, 'list', '--status', 'Running', '--json');
    const suspended = await runs(path, 'list', '--status', 'Suspended', '--json');
    const deleted = await runs(path, 'delete', 'run-a');
    const cancelled = await runs(path, 'cancel', 'run-a');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    expect([JSON.parse(running.out), JSON.parse(suspended.out)]).toMatchObject([[{ runId: 'run-a' }], []]);
    expect(deleted).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('Cancel it first') as string });
    expect(cancelled).toMatchObject({ exit: 0, out: 'run-a: its process was asked to cancel it.\n' });
    await filled(async (history) => expect(await history.cancelRequested('run-a')).toBe(true), path);
  }, 30_000);
});

describe('dryflow runs export', () => {
  it('gives all that is kept of a run for people', async () => {
    const events = [
      started('run-a'),
      actionEnded('Get', { outputs: { key: 'correct-horse', wide: 2n ** 63n } }),
      ended('Succeeded'),
    ];
    const path = await filled((history) => history.append('run-a', events));
    const { exit, out } = await runs(path, 'export', 'last');
    const exported = parseJson(out) as JsonObject;
    expect(exit).toBe(0);
    expect(exported).toMatchObject({ run: { runId: 'run-a', status: 'Succeeded' }, events: [{}, {}, {}] });
    expect(out).toContain('{"key":"••••••","wide":9223372036854775808}');
    const file = join(dirname(path), 'run.json');
    expect(await runs(path, 'export', 'last', '--output', file)).toMatchObject({ exit: 0, out: '' });
    expect(readFileSync(file, 'utf8')).toBe(out);
    const nowhere = join(file, 'run.json');
    expect(await runs(path, 'export', 'last', '--output', nowhere)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('cannot be written') as string,
    });
  });
});

describe('an instant on the command line', () => {
  const now = Date.parse('2026-03-10T12:00:00Z');
  it.each([
    ['30m', '2026-03-10T11:30:00.0000000Z'],
    ['2h', '2026-03-10T10:00:00.0000000Z'],
    ['1.5 d', '2026-03-09T00:00:00.0000000Z'],
    ['1w', '2026-03-03T12:00:00.0000000Z'],
    ['2026-03-01T08:00:00Z', '2026-03-01T08:00:00.0000000Z'],
    ['2026-03-01T08:00:00.5+01:00', '2026-03-01T07:00:00.5000000Z'],
  ])('%s', (text, instant) => expect(instantOf(text, '--since', now)).toBe(instant));

  it('is local where it has no zone', () => {
    expect(localTime(instantOf('2026-03-01', '--since', now))).toBe('2026-03-01 00:00:00');
    expect(localTime(instantOf('2026-03-01T08:30', '--since', now))).toBe('2026-03-01 08:30:00');
  });

  it.each(['', 'now', '2', '2y', '-1h', '2026-13-01', '1e9d', '99999999999w'])('is not %j', (text) => {
    expect(() => instantOf(text, '--since', now)).toThrow('--since takes a date');
  });
});
