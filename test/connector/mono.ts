// connector/script.csx as the platform would run it: compiled together with a stand-in for its base class, in Mono.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A request as the gateway hands it to the script. */
export interface ScriptCall {
  readonly operationId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether what the script sends leaves; if not, it is answered with 204 at once. */
  readonly online: boolean;
  /** Whether the platform has given up on the request before it is sent. */
  readonly cancelled: boolean;
  /** Whether the one who sends gives up waiting for an answer, while the platform would still wait. */
  readonly timesOut?: boolean;
}

/** What the script answered or threw, and the request it sent, if it sent one. */
export interface ScriptAnswer {
  readonly status?: number;
  readonly type?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly exception?: string;
  readonly sent: { readonly url: string; readonly headers: Readonly<Record<string, string>> } | null;
}

/** The script, running. */
export interface RunningScript {
  run(call: ScriptCall): Promise<ScriptAnswer>;
  close(): void;
}

const PACKAGES = 'mono-mcs mono-runtime libnewtonsoft-json5.0-cil libmono-system-net-http4.0-cil';

/** Why the script cannot be run on this machine, and what to do about it; undefined when it can. */
export function whyNot(): string | undefined {
  if (works('mcs') && works('mono') && newtonsoft() !== undefined) return undefined;
  return (
    'The cases of connector/script.csx were NOT run: they need Mono, which is not installed. ' +
    `To run them (Debian, Ubuntu): apt-get install ${PACKAGES}`
  );
}

function works(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** The assembly in Mono's cache, whose folders are named after versions. */
function newtonsoft(): string | undefined {
  const folder = '/usr/lib/mono/gac/Newtonsoft.Json';
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  return versions.map((version) => join(folder, version, 'Newtonsoft.Json.dll')).find(existsSync);
}

/** Compiles the script, with warnings as errors, and starts it. */
export function startScript(): RunningScript {
  const folder = mkdtempSync(join(tmpdir(), 'dryflow-script-'));
  const program = join(folder, 'script.exe');
  compile(program);
  const child = spawn('mono', [program], {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(call) {
      child.stdin.write(`${JSON.stringify(call)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The script host has ended.');
      return JSON.parse(value) as ScriptAnswer;
    },
    close() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}

function compile(program: string): void {
  const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const sources = [at('../../connector/script.csx'), at('harness/ScriptBase.cs'), at('harness/Program.cs')];
  const references = ['System.Net.Http.dll', newtonsoft() ?? ''].map((assembly) => `-r:${assembly}`);
  const { status, stdout, stderr } = spawnSync('mcs', ['-warnaserror', `-out:${program}`, ...references, ...sources], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The script does not compile:\n${stdout}${stderr}`);
}
