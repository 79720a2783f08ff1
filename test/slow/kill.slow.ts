// Runs that are killed at random moments and resumed until they are done: every one ends as an undisturbed one does, and
// nothing that was recorded is done again.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { historyKey, sqliteHistory } from '../../src/history/index.js';
import { createSecrets } from '../../src/secrets.js';

const runs = Number(process.env['DRYFLOW_KILL_RUNS'] ?? 200);
const atOnce = 4;
// A run takes about two seconds, of which one is its wait; starting a process takes a fifth of one.
const latest = 1800;
const mostKills = 6;

const call = (step: string) => ({
  type: 'Http',
  inputs: { method: 'POST', uri: `@{parameters('base')}/?step=@{encodeUriComponent('${step}')}`, body: step },
});

const definition = {
  parameters: { base: { type: 'string' } },
  actions: {
    First: call('First'),
    Loop: {
      type: 'Foreach',
      foreach: '@range(0, 6)',
      runtimeConfiguration: { concurrency: { repetitions: 2 } },
      actions: {
        Call: {
          type: 'Http',
          inputs: {
            method: 'POST',
            uri: "@{parameters('base')}/?step=@{encodeUriComponent(concat('Loop[', item(), ']/Call'))}",
            body: '@item()',
          },
        },
        Double: { type: 'Compose', inputs: "@mul(int(body('Call')?['said']), 2)", runAfter: { Call: ['Succeeded'] } },
      },
      runAfter: { First: ['Succeeded'] },
    },
    Later: { type: 'Wait', inputs: { interval: { count: 1, unit: 'Second' } } },
    Beside: { ...call('Beside'), runAfter: { Later: ['Succeeded'] } },
    Poll: {
      type: 'Until',
      expression: "@greaterOrEquals(iterationIndexes('Poll'), 2)",
      actions: {
        Look: {
          type: 'Http',
          inputs: {
            method: 'POST',
            uri: "@{parameters('base')}/?step=@{encodeUriComponent(concat('Poll[', iterationIndexes('Poll'), ']/Look'))}",
            body: 'x',
          },
        },
      },
    },
    Last: {
      type: 'Compose',
      inputs: { doubles: "@outputs('Double')", beside: "@body('Beside')?['said']", look: "@body('Look')?['said']" },
      runAfter: { Loop: ['Succeeded'], Beside: ['Succeeded'], Poll: ['Succeeded'] },
    },
  },
  outputs: { all: { type: 'object', value: "@outputs('Last')" } },
};

const wanted = { all: { doubles: [0, 2, 4, 6, 8, 10], beside: 'Beside', look: 'x' } };

const folder = mkdtempSync(join(tmpdir(), 'dryflow-kill-'));
const env = { ...process.env, XDG_CONFIG_HOME: folder, APPDATA: folder };
const hits: { readonly run: number; readonly step: string }[] = [];
let base = '';

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://x');
  let body = '';
  request.on('data', (chunk: Buffer) => (body += String(chunk)));
  request.on('end', () => {
    hits.push({ run: Number(url.pathname.split('/')[1]), step: url.searchParams.get('step') ?? '' });
    const said = body.startsWith('"') ? (JSON.parse(body) as string) : body;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ said }));
  });
});

beforeAll(async () => {
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(definition));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

interface Ended {
  readonly killed: boolean;
  readonly out: string;
}

/** Starts dryflow, and kills it after some time if it has not ended by then. */
async function dryflow(args: readonly string[], killAfter: number): Promise<Ended> {
  const child: ChildProcess = spawn(process.execPath, ['dist/cli.js', ...args], { env });
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr?.on('data', (chunk: Buffer) => (out += String(chunk)));
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfter);
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, by) => resolve(by)));
  clearTimeout(timer);
  return { killed: signal === 'SIGKILL', out };
}

/** The run in a history, and the steps whose outcomes are recorded; undefined where nothing was recorded. */
async function recordedIn(history: string) {
  const key = () => historyKey(join(folder, 'dryflow', 'history-key'), env);
  const kept = await sqliteHistory({ path: history, secrets: createSecrets(), key });
  const [run] = await kept.list();
  const events = run && (await kept.journal(run.runId));
  await kept.close();
  const steps = events?.flatMap((event) => (event.kind === 'recorded' ? [event.key.split('#')[0] ?? ''] : [])) ?? [];
  const end = events?.at(-1);
  return run && { runId: run.runId, steps: new Set(steps), result: end?.kind === 'ended' ? end.result : undefined };
}

async function oneRun(number: number): Promise<{ kills: number; faults: readonly string[] }> {
  const history = join(folder, `history-${number}.db`);
  const start = ['run', join(folder, 'flow.json'), '--json', '--history', history, '--param', `base=${base}/${number}`];
  const faults: string[] = [];
  let ended = await dryflow(start, Math.random() * latest);
  let kills = 0;
  while (ended.killed) {
    kills += 1;
    // oxlint-disable-next-line no-await-in-loop -- a resume follows a kill
    const recorded = await recordedIn(history);
    // It was killed after its end had been recorded.
    if (recorded?.result) return { kills, faults: [...faults, ...faultsOf(number, JSON.stringify(recorded.result))] };
    const before = hits.length;
    const args = recorded ? ['run', '--resume', recorded.runId, '--json', '--history', history] : start;
    // oxlint-disable-next-line no-await-in-loop
    ended = await dryflow(args, kills < mostKills ? Math.random() * latest : 60_000);
    const again = hits.slice(before).filter(({ run, step }) => run === number && recorded?.steps.has(step));
    faults.push(...again.map(({ step }) => `run ${number}: '${step}' was recorded and done again`));
  }
  return { kills, faults: [...faults, ...faultsOf(number, ended.out)] };
}

function faultsOf(number: number, out: string): string[] {
  try {
    const { status, outputs } = JSON.parse(out.slice(out.indexOf('{'))) as { status: string; outputs: unknown };
    expect({ status, outputs }).toEqual({ status: 'Succeeded', outputs: wanted });
    return [];
  } catch (error) {
    return [`run ${number}: ${(error as Error).message}\n${out.slice(0, 2000)}`];
  }
}

test(`${runs} runs, killed and resumed until they are done`, { timeout: 1_200_000 }, async () => {
  const left = Array.from({ length: runs }, (_, at) => at);
  const results: { kills: number; faults: readonly string[] }[] = [];
  const worker = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) results.push(await oneRun(next)); // oxlint-disable-line no-await-in-loop -- one after the other
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const kills = results.reduce((sum, each) => sum + each.kills, 0);
  // oxlint-disable-next-line no-console -- how much it has shown
  console.log(`${runs} runs were killed ${kills} times`);
  expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  expect(kills).toBeGreaterThan(runs / 2);
});
