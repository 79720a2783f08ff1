// How fast the engine is: actions per second for a straight line, a loop and parallel branches, in memory and with a history
// on disk. Run with `npm run bench:engine`. Each figure is that of a fresh process, since a warm heap would tell another.
//
// What is claimed: time grows linearly (the last lines: time per action at 1,000, 10,000 and 100,000, as ratios), and a
// history on disk costs a small multiple of memory.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localEngine, systemClock } from '../src/engines/index.js';
import { memoryHistory, sqliteHistory, type History } from '../src/history/index.js';
import type { Json } from '../src/json.js';
import { createSecrets } from '../src/secrets.js';
import { parseWorkflow } from '../src/workflow/index.js';

const shapes: { readonly [name: string]: (count: number) => Json } = {
  line: (count) => named(count, (at) => (at === 0 ? {} : { [`A${at - 1}`]: ['Succeeded'] })),
  parallel: (count) => named(count, () => ({})),
  foreach: (count) => ({
    Each: {
      type: 'Foreach',
      foreach: `@range(0, ${count})`,
      actions: { Add: { type: 'Compose', inputs: '@add(item(), 1)' } },
    },
  }),
};

function named(count: number, runAfter: (at: number) => { readonly [name: string]: readonly string[] }): Json {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`A${at}`, { type: 'Compose', inputs: at, runAfter: runAfter(at) }]),
  );
}

type Kept = 'memory' | 'none' | 'normal' | 'full';

interface Figure {
  readonly ms: number;
  readonly rss: number;
}

async function measure(shape: string, count: number, kept: Kept): Promise<Figure> {
  const parsed = parseWorkflow({ actions: shapes[shape]?.(count) ?? {} }, { name: 'bench' });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const folder = mkdtempSync(path.join(tmpdir(), 'dryflow-bench-'));
  const history = await historyOf(kept, folder);
  const action = () => {
    throw new Error('No action of the bench touches the world.');
  };
  const engine = localEngine({ action, history, clock: systemClock() });
  const { workflow } = parsed;
  const start = performance.now();
  const run = engine.start({ workflow, trigger: { name: 'manual' }, parameters: {}, appSettings: {} });
  const { status } = await run.result;
  const ms = performance.now() - start;
  if (status !== 'Succeeded') throw new Error(`The run ended ${status}.`);
  await history.close();
  rmSync(folder, { recursive: true });
  return { ms, rss: process.resourceUsage().maxRSS / 1024 };
}

async function historyOf(kept: Kept, folder: string): Promise<History> {
  if (kept === 'memory') return memoryHistory();
  const parts = { path: path.join(folder, 'history.db'), secrets: createSecrets(), key: () => new Uint8Array(32) };
  return sqliteHistory({ ...parts, durability: kept });
}

/** The best of a few fresh processes: on a shared machine the least is the truest. */
function best(shape: string, count: number, kept: Kept, rounds = 3): Figure {
  const figures = Array.from({ length: rounds }, () => {
    const args = [...process.execArgv, process.argv[1] ?? '', shape, String(count), kept];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Figure;
  });
  return figures.reduce((least, each) => (each.ms < least.ms ? each : least));
}

function report(): void {
  const sizes: readonly (readonly [string, number])[] = [
    ['line', 1_000],
    ['foreach', 100_000],
    ['parallel', 10_000],
  ];
  for (const [shape, count] of sizes) {
    const memory = best(shape, count, 'memory');
    console.log(line(shape, count, 'memory', memory));
    for (const kept of ['normal', 'full'] as const) {
      const figure = best(shape, count, kept);
      console.log(`${line(shape, count, kept, figure)}  ${(figure.ms / memory.ms).toFixed(1)} x memory`);
    }
  }
  for (const kept of ['memory', 'normal'] as const) {
    const each = [1_000, 10_000, 100_000].map((count) => best('foreach', count, kept, 5).ms / count);
    const ratios = each.map((cost) => (cost / (each[1] ?? cost)).toFixed(2));
    console.log(`foreach, ${kept}: time per action at 1,000, 10,000 and 100,000 as ${ratios.join(' : ')}`);
  }
}

function line(shape: string, count: number, kept: string, { ms, rss }: Figure): string {
  const rate = Math.round(count / (ms / 1000)).toLocaleString('en-US');
  const columns = [shape.padEnd(9), count.toLocaleString('en-US').padStart(8), kept.padEnd(7), rate.padStart(8)];
  return `${columns.join(' ')} actions/s  ${ms.toFixed(0).padStart(6)} ms  ${rss.toFixed(0).padStart(4)} MB`;
}

const [shape, count, kept] = process.argv.slice(2);
if (shape === undefined) report();
else console.log(JSON.stringify(await measure(shape, Number(count), kept as Kept)));
