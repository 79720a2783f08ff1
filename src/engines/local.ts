import { createHash, randomBytes } from 'node:crypto';
import type { History } from '../history/index.js';
import {
  drive,
  interpreter,
  type Action,
  type Command,
  type Done,
  type Host,
  type Response,
  type RunIdentity,
} from '../run/index.js';
import type { Clock } from './clock.js';
import type { Engine, Run, StartRequest } from './engine.js';

/** What a local engine is made of. */
export interface LocalParts {
  readonly actions: readonly Action[];
  readonly history: History;
  readonly clock: Clock;
}

/** Runs workflows in this process, one queue a run. */
export function localEngine(parts: LocalParts): Engine {
  const running = new Set<Run>();
  return {
    start(request) {
      const run = begin(parts, request);
      running.add(run);
      const forget = () => running.delete(run);
      run.result.then(forget, forget);
      return run;
    },
    async close() {
      for (const run of running) run.cancel();
      await Promise.allSettled([...running].map(({ result }) => result));
    },
  };
}

function begin(parts: LocalParts, { workflow, trigger, parameters, appSettings, onEvent }: StartRequest): Run {
  const runId = runIdOf(parts.clock.now());
  const seed = randomBytes(16).toString('hex');
  const start = {
    runId,
    workflow: workflow.name,
    seed,
    trigger,
    parameters,
    appSettings,
    clientTrackingId: runId,
    mocked: [],
  };
  const cancelled = new AbortController();
  let respond: (response: Response | undefined) => void = () => undefined;
  const response = new Promise<Response | undefined>((resolve) => (respond = resolve));
  const host = localHost(parts, start, respond);
  const result = drive(
    interpreter(workflow, start),
    host,
    async (events) => {
      await parts.history.append(runId, events);
      if (onEvent) events.forEach(onEvent);
    },
    cancelled.signal,
  ).finally(() => {
    host.close();
    respond(undefined);
  });
  return { id: runId, response, result, cancel: () => cancelled.abort() };
}

// The service's run ids sort by time as well, the newest first; ours the oldest first, with the time to be read in them.
function runIdOf(now: string): string {
  return `${now.slice(0, 19).replace(/\D/g, '')}-${randomBytes(5).toString('hex')}`;
}

/** A UUID made of a name: what goes out as the client request id, and leads back to the run. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

/** Performs a run's commands: each outcome goes into one queue, in the order of arrival (invariant 5). */
function localHost(
  { actions, clock }: LocalParts,
  run: RunIdentity,
  respond: (response: Response) => void,
): Host & { close(): void } {
  const byType = new Map(actions.map((action) => [action.type, action]));
  const working = new Map<string, AbortController>();
  const queue = doneQueue();

  function work(key: string, begun: (signal: AbortSignal) => Promise<Done['outcome']>): void {
    const controller = new AbortController();
    working.set(key, controller);
    begun(controller.signal).then(
      (outcome) => {
        if (working.delete(key)) queue.push({ key, at: clock.now(), outcome });
      },
      (error: unknown) => {
        if (working.delete(key)) queue.fail(error);
      },
    );
  }

  function step(
    { path, type, inputs, settings, attempt, cursor }: Extract<Command, { op: 'step' }>,
    signal: AbortSignal,
  ) {
    const action = byType.get(type);
    if (!action) throw new Error(`No action is registered for the type '${type}'.`);
    const idempotencyKey = uuidOf(`${run.runId}/${path}`);
    const context = { path, idempotencyKey, run, settings, attempt, signal };
    return action.step(inputs, { ...context, ...(cursor !== undefined && { cursor }) });
  }

  return {
    now: () => clock.now(),
    next: () => queue.next(),
    perform(command) {
      switch (command.op) {
        case 'step':
          return work(command.key, async (signal) => step(command, signal));
        case 'sleep':
          return work(command.key, async (signal) => {
            await clock.until(command.until, signal);
            return { woken: true };
          });
        case 'tick':
          return void setImmediate(() => queue.push({ key: command.key, at: clock.now(), outcome: { woken: true } }));
        case 'wait':
        case 'child':
          throw new Error(`The local engine cannot perform '${command.op}'.`);
        case 'respond':
          return respond(command.response);
        case 'cancel':
          working.get(command.key)?.abort();
          return void working.delete(command.key);
      }
    },
    close() {
      for (const controller of working.values()) controller.abort();
      working.clear();
    },
  };
}

function doneQueue() {
  const arrived: Done[] = [];
  let head = 0;
  let failure: { error: unknown } | undefined;
  let waiting: { resolve: (done: Done) => void; reject: (error: unknown) => void } | undefined;
  return {
    push(done: Done) {
      if (!waiting) return void arrived.push(done);
      waiting.resolve(done);
      waiting = undefined;
    },
    fail(error: unknown) {
      failure = { error };
      waiting?.reject(error);
      waiting = undefined;
    },
    next(): Promise<Done> {
      if (failure) return Promise.reject(failure.error);
      const done = arrived[head];
      if (!done) return new Promise((resolve, reject) => (waiting = { resolve, reject }));
      head += 1;
      if (head === arrived.length) {
        arrived.length = 0;
        head = 0;
      }
      return Promise.resolve(done);
    },
  };
}
