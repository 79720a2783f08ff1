// The program `dryflow emulator` as a process, with settings of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A process that has said its first line. */
export interface Started {
  readonly line: string;
  /** From the start of the process to its first line, in milliseconds. */
  readonly ms: number;
  /** Ends it; the most memory it ever had, in megabytes. */
  stop(): Promise<number>;
}

export const emulatorProgram = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), 'dryflow-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

const probe = join(scratch, 'probe.cjs');
writeFileSync(
  probe,
  `process.on('exit', () => require('fs').writeFileSync(process.env.PROBE_OUT, String(process.resourceUsage().maxRSS / 1024)));`,
);

/** Starts a program of Node that ends on Ctrl-C, and waits for its first line. */
export async function start(...args: readonly string[]): Promise<Started> {
  const out = join(scratch, 'probe');
  const env = { ...process.env, PROBE_OUT: out, XDG_CONFIG_HOME: scratch, APPDATA: scratch };
  const begun = performance.now();
  const child = spawn(process.execPath, ['--require', probe, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await firstLine(child);
  const ms = performance.now() - begun;
  return {
    line,
    ms,
    async stop() {
      child.kill('SIGINT');
      await once(child, 'close');
      return Number(readFileSync(out, 'utf8'));
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      if (text.includes('\n')) return; // the log of requests is read and forgotten
      text += String(chunk);
      if (text.includes('\n')) resolve(text);
    });
  });
}
