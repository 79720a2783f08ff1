// JavaScript that is not ours, with nothing of this machine in its reach: QuickJS, compiled to WebAssembly, in a thread of
// its own. The thread is what bounds time: loops inside native functions cannot be interrupted, a thread can be ended.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { isObject, parseJson, stringifyJson, type Json, type JsonObject } from '../json.js';
import { sandboxThread, type Answer, type Ending, type Job, type ThreadData } from './thread.js';

/** A piece of JavaScript to run. */
export interface Script {
  /** The body of a function: `return` gives the result. */
  readonly code: string;
  /** What it finds by name. Values arrive as JSON: numbers become doubles there, as in any JavaScript. */
  readonly globals: JsonObject;
  /** A program of the caller's that runs first and may change the globals. */
  readonly prelude?: string;
}

export interface ScriptLimits {
  /** The longest it may run, in ms. */
  readonly time: number;
  /** The most it may allocate, in bytes. */
  readonly memory: number;
}

/** The result (undefined where nothing was returned), or why there is none. */
export type ScriptResult = { readonly value: Json | undefined } | { readonly error: ScriptError };

export interface ScriptError {
  readonly kind: 'syntax' | 'thrown' | 'timeout' | 'cancelled';
  readonly name: string;
  readonly message: string;
  /** The property `code` of what was thrown, where it is text. */
  readonly code?: string;
  /** Where in the code, from 1. */
  readonly line?: number;
}

/** QuickJS overflows the stack of WebAssembly itself where it is allowed more. */
const stack = 256 * 1024;

let idle: Worker | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Runs a script to its end, one at a time. Never rejects for what the script does. */
export function runScript(script: Script, limits: ScriptLimits, signal?: AbortSignal): Promise<ScriptResult> {
  const result = turn.then(() => runNow(script, limits, signal));
  turn = result.catch(() => undefined);
  return result;
}

async function runNow(script: Script, limits: ScriptLimits, signal?: AbortSignal): Promise<ScriptResult> {
  if (signal?.aborted) return { error: cancelled };
  const worker = idle ?? (await startThread());
  idle = undefined;
  worker.ref();
  const outcome = await ask(worker, jobOf(script, limits), limits, signal);
  if ('ending' in outcome && outcome.sound) {
    idle = worker;
    worker.unref(); // a program that has nothing else to do ends
  } else await worker.terminate();
  return 'ending' in outcome ? resultOf(outcome.ending) : { error: outcome };
}

async function startThread(): Promise<Worker> {
  const require = createRequire(import.meta.url);
  const workerData: ThreadData = {
    core: require.resolve('quickjs-emscripten-core'),
    variant: require.resolve('@jitl/quickjs-wasmfile-release-sync'),
  };
  // Tools that run TypeScript as it is (tsx) mark functions with a helper that is not there in the thread.
  const worker = new Worker(`const __name = (named) => named; (${sandboxThread.toString()})(require)`, {
    eval: true,
    workerData,
    env: {},
    execArgv: [],
    stdout: true, // what the engine says when it gives up is for nobody's screen
    stderr: true,
  });
  await once(worker, 'message');
  return worker;
}

function jobOf({ code, globals, prelude = '' }: Script, { memory }: ScriptLimits): Job {
  const texts = Object.entries(globals).map(([name, value]) => [name, stringifyJson(value)]);
  return { code, prelude, globals: Object.fromEntries(texts) as Job['globals'], memory, stack };
}

/** The thread's answer, or why it was ended without one. */
function ask(worker: Worker, job: Job, { time }: ScriptLimits, signal?: AbortSignal): Promise<Answer | ScriptError> {
  return new Promise((resolve) => {
    const end = (outcome: Answer | ScriptError) => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abort);
      worker.off('message', end).off('error', lost);
      resolve(outcome);
    };
    const deadline = setTimeout(() => end(timedOut(time)), time);
    const abort = () => end(cancelled);
    const lost = (error: unknown) => end(thrownError('thrown', error));
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', end).on('error', lost);
    worker.postMessage(job);
  });
}

const cancelled: ScriptError = { kind: 'cancelled', name: 'Error', message: 'The script was cancelled.' };

/** In the words of Node's `vm`, which is what the service runs scripts with. */
function timedOut(time: number): ScriptError {
  return { kind: 'timeout', name: 'Error', message: `Script execution timed out after ${time}ms` };
}

function resultOf(ending: Ending): ScriptResult {
  if ('text' in ending) return { value: ending.text === undefined ? undefined : parseJson(ending.text) };
  if (ending.fault !== 'pending') return { error: thrownError(ending.fault, ending.thrown) };
  const message = 'The script returned a promise that nothing will ever settle.';
  return { error: { kind: 'thrown', name: 'Error', message } };
}

/** What was thrown, as an error: it may be anything. */
function thrownError(kind: 'syntax' | 'thrown', thrown: unknown): ScriptError {
  const fields = (thrown instanceof Error || isObject(thrown as Json) ? thrown : {}) as { [name: string]: unknown };
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const code = text('code');
  const line = /code\.js:(\d+)/.exec(text('stack') ?? '')?.[1];
  return {
    kind,
    name: text('name') ?? 'Error',
    message: text('message') ?? (isObject(thrown as Json) ? JSON.stringify(thrown) : String(thrown)),
    ...(code !== undefined && { code }),
    ...(line !== undefined && { line: Number(line) }),
  };
}
