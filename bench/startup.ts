// How long `dryflow run` takes from the shell, against a bare script that makes the same four SDK calls. Both talk to the
// same emulator in a third process, in turn, so that a machine's moods fall on both; what counts is the ratio.
//
//   npm run bench:startup [-- RUNS]
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist', 'cli.js');
const sample = join(root, 'workflows', 'create-issue-revoke-delete.yaml');
const scratch = mkdtempSync(join(tmpdir(), 'dryflow-bench-'));

interface Measured {
  /** Milliseconds from start to end of the process. */
  readonly wall: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
  /** The largest resident set, MB. */
  readonly memory: number;
}

// Loaded into the measured process: what it used is written down when it ends.
const probe = join(scratch, 'probe.cjs');
writeFileSync(
  probe,
  `process.on('exit', () => {
     const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
     require('fs').writeFileSync(process.env.PROBE_OUT, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 }));
   });`,
);

const bare = join(root, 'bench', 'bare-sdk.mjs');

function measure(args: readonly string[], connectionString: string): Measured {
  const out = join(scratch, 'probe.json');
  const env = {
    ...process.env,
    PROBE_OUT: out,
    COMMUNICATION_SERVICES_CONNECTION_STRING: connectionString,
    XDG_CONFIG_HOME: scratch,
    APPDATA: scratch,
  };
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--require', probe, ...args], { env, encoding: 'utf8' });
  const wall = performance.now() - begun;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return { wall, ...(JSON.parse(readFileSync(out, 'utf8')) as { cpu: number; memory: number }) };
}

async function emulator(): Promise<{ child: ChildProcess; connectionString: string }> {
  const env = { ...process.env, XDG_CONFIG_HOME: scratch, APPDATA: scratch };
  const child = spawn(process.execPath, [program, 'emulator', '--port', '0', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  child.stdout.resume();
  const { connectionString } = JSON.parse(text) as { connectionString: string };
  return { child, connectionString };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function row(name: string, runs: readonly Measured[]): string {
  const figure = (of: (run: Measured) => number) => {
    const values = runs.map(of);
    return `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)})`;
  };
  return `${name.padEnd(44)} ${figure((run) => run.wall).padStart(18)} ${figure((run) => run.cpu).padStart(18)} ${figure((run) => run.memory).padStart(14)}`;
}

function ratio(
  name: string,
  ours: readonly Measured[],
  theirs: readonly Measured[],
  of: (run: Measured) => number,
): string {
  const ratios = ours.map((run, at) => of(run) / of(theirs[at] ?? run));
  return `${name.padEnd(44)} ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`;
}

const runs = Number(process.argv[2] ?? 15);
const { child, connectionString } = await emulator();
try {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  const embedded: Measured[] = [];
  for (let at = -1; at < runs; at++) {
    const [a, b, c] = [
      measure([program, 'run', sample], connectionString),
      measure([bare], connectionString),
      measure([program, 'run', sample, '--emulator'], connectionString),
    ];
    if (at < 0) continue; // the first round warms the disk's cache
    ours.push(a);
    theirs.push(b);
    embedded.push(c);
  }
  console.log(`${runs} runs each, in turn; median (least–most)\n`);
  console.log(`${''.padEnd(44)} ${'wall ms'.padStart(18)} ${'processor ms'.padStart(18)} ${'memory MB'.padStart(14)}`);
  console.log(row('dryflow run, the emulator outside', ours));
  console.log(row('bare script, the same four SDK calls', theirs));
  console.log(row('dryflow run, the emulator inside', embedded));
  console.log(`\nratios, pair by pair`);
  console.log(ratio('dryflow run / bare script: wall', ours, theirs, (run) => run.wall));
  console.log(ratio('dryflow run / bare script: processor', ours, theirs, (run) => run.cpu));
  console.log(ratio('dryflow run / bare script: memory', ours, theirs, (run) => run.memory));
  console.log(ratio('with the emulator inside / bare script: wall', embedded, theirs, (run) => run.wall));
} finally {
  child.kill('SIGINT');
}
