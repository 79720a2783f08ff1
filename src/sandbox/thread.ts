// What runs in the sandbox's thread. It goes there as text, so `sandboxThread` uses nothing from outside itself: that way it
// is the same whether it comes from the sources or from the bundle.
import type * as Threads from 'node:worker_threads';
import type * as Core from 'quickjs-emscripten-core';

/** One script, as the thread gets it. */
export interface Job {
  /** The body of a function. */
  readonly code: string;
  /** A program that runs before it. */
  readonly prelude: string;
  /** The JSON text of each global, by its name. */
  readonly globals: { readonly [name: string]: string };
  /** How much the script may allocate, in bytes. */
  readonly memory: number;
  /** How deep its stack may grow, in bytes. */
  readonly stack: number;
}

/** How a script ended: with JSON text (undefined for nothing), or with what was thrown, which may be anything. */
export type Ending =
  | { readonly text: string | undefined }
  | { readonly fault: 'syntax' | 'thrown' | 'pending'; readonly thrown?: unknown };

/** What the thread says of a job. It is not `sound` where its engine cannot be trusted with another one. */
export interface Answer {
  readonly ending: Ending;
  readonly sound: boolean;
}

/** The files of the packages that the thread needs. */
export interface ThreadData {
  readonly core: string;
  readonly variant: string;
}

/** Loads QuickJS, says so with a first message, and then answers each job with one. */
export function sandboxThread(require: NodeJS.Require): void {
  const { parentPort, workerData } = require('node:worker_threads') as typeof Threads;
  const files = workerData as ThreadData;
  const core = require(files.core) as typeof Core;
  const variant = require(files.variant) as { readonly default: Core.QuickJSSyncVariant };

  /** The script's own fault; whatever else is thrown here is the engine's. */
  class Fault extends Error {
    readonly ending: Ending;
    constructor(ending: Ending) {
      super();
      this.ending = ending;
    }
  }

  function answer(engine: Core.QuickJSWASMModule, job: Job): Answer {
    let ending: Ending | undefined;
    try {
      const runtime = engine.newRuntime({ memoryLimitBytes: job.memory, maxStackSizeBytes: job.stack });
      const context = runtime.newContext();
      ending = run(context, job);
      context.dispose();
      runtime.dispose();
      return { ending, sound: true };
    } catch (error) {
      // After a stack overflow in native code, or when memory ran out, QuickJS may not be able to clean up.
      const thrown = { name: 'InternalError', message: String(error) };
      return { ending: ending ?? { fault: 'thrown', thrown }, sound: false };
    }
  }

  function run(context: Core.QuickJSContext, job: Job): Ending {
    try {
      return core.Scope.withScope((scope) => ({ text: evaluate(context, scope, job) }));
    } catch (error) {
      if (error instanceof Fault) return error.ending;
      throw error;
    }
  }

  function evaluate(context: Core.QuickJSContext, scope: Core.Scope, job: Job): string | undefined {
    const { global, undefined: nothing } = context;
    const keep = (handle: Core.QuickJSHandle) => scope.manage(handle);
    const value = (result: ReturnType<Core.QuickJSContext['evalCode']>, fault: 'syntax' | 'thrown' = 'thrown') => {
      if (!result.error) return keep(result.value);
      throw new Fault({ fault, thrown: context.dump(keep(result.error)) });
    };
    // Taken before the script runs: it may put something else in their place.
    const json = keep(context.getProp(global, 'JSON'));
    const parse = keep(context.getProp(json, 'parse'));
    const stringify = keep(context.getProp(json, 'stringify'));
    for (const [name, text] of Object.entries(job.globals))
      context.setProp(global, name, value(context.callFunction(parse, nothing, keep(context.newString(text)))));
    value(context.evalCode(job.prelude, 'prelude.js'));
    const body = value(context.evalCode(`(function () {${job.code}\n})`, 'code.js'), 'syntax');
    const returned = settled(context, value(context.callFunction(body, nothing)), keep);
    const text = value(context.callFunction(stringify, nothing, returned));
    return context.typeof(text) === 'string' ? context.getString(text) : undefined;
  }

  /** What a promise comes to once the script has nothing left to do; any other value as it is. */
  function settled(
    context: Core.QuickJSContext,
    returned: Core.QuickJSHandle,
    keep: (handle: Core.QuickJSHandle) => Core.QuickJSHandle,
  ): Core.QuickJSHandle {
    context.runtime.executePendingJobs().dispose();
    const state = context.getPromiseState(returned);
    if (state.type === 'pending') throw new Fault({ fault: 'pending' });
    if (state.type === 'rejected') throw new Fault({ fault: 'thrown', thrown: context.dump(keep(state.error)) });
    return state.value === returned ? returned : keep(state.value);
  }

  // The service's clock is in UTC; QuickJS takes the offset from this thread.
  Date.prototype.getTimezoneOffset = () => 0; // oxlint-disable-line no-extend-native -- nobody else is in this thread
  void core.newQuickJSWASMModuleFromVariant(variant.default).then((engine) => {
    parentPort?.on('message', (job: Job) => parentPort.postMessage(answer(engine, job)));
    parentPort?.postMessage('ready');
  });
}
