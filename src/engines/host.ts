import { createHash } from 'node:crypto';
import type { Action, Command, Done, Host, Outcome, Response, RunIdentity } from '../run/index.js';
import type { Clock } from './clock.js';
import { SuspendedError } from './engine.js';
import { queue } from './queue.js';

/** What a host performs commands with. */
export interface HostParts {
  readonly run: RunIdentity;
  readonly clock: Clock;
  /** The action of a type. */
  readonly action: (type: string) => Action;
  readonly respond: (response: Response) => void;
  /** Runs another workflow to its answer. */
  readonly child: (command: Extract<Command, { op: 'child' }>, signal: AbortSignal) => Promise<Outcome>;
}

export interface LocalHost extends Host {
  /** Gives an answer from outside to the action at a path, in any case; false where none waits. */
  deliver(path: string, outcome: Outcome): boolean;
  /** Makes the run's loop fail. */
  fail(error: unknown): void;
  close(): void;
}

/** Performs a run's commands: each outcome goes into one queue, in the order of arrival (invariant 5). */
export function localHost({ run, clock, action, respond, child }: HostParts): LocalHost {
  const working = new Map<string, AbortController>();
  const waiting = new Map<string, string>();
  const done = queue<Done>();
  // The loop holds the clock while it decides, and lets it go where it waits for an outcome.
  let release = clock.hold();

  function push(key: string, outcome: Done['outcome']): void {
    release();
    release = clock.hold();
    done.push({ key, at: clock.now(), outcome });
  }

  function fail(error: unknown): void {
    done.fail(error);
  }

  function work(key: string, begun: (signal: AbortSignal) => Promise<Done['outcome']>): void {
    const controller = new AbortController();
    working.set(key, controller);
    begun(controller.signal).then(
      (outcome) => {
        if (working.delete(key)) push(key, outcome);
      },
      (error: unknown) => {
        if (working.delete(key)) fail(error);
      },
    );
  }

  /** Whoever calls an action that does not wait any more is told so. */
  function stopWaiting(key: string): void {
    for (const [path, waited] of waiting) if (waited === key) waiting.delete(path);
  }

  async function step(command: Extract<Command, { op: 'step' }>, signal: AbortSignal): Promise<Done['outcome']> {
    const { path, type, inputs, settings, attempt, cursor, callbackUrl } = command;
    const idempotencyKey = uuidOf(`${run.runId}/${path}`);
    const context = {
      path,
      idempotencyKey,
      run,
      settings,
      attempt,
      signal,
      ...(cursor !== undefined && { cursor }),
      ...(callbackUrl !== undefined && { callbackUrl }),
    };
    const finished = clock.hold();
    try {
      return await action(type).step(inputs, context);
    } finally {
      finished();
    }
  }

  return {
    now: () => clock.now(),
    fail,
    next() {
      if (!done.filled) release();
      return done.next();
    },
    perform(command) {
      switch (command.op) {
        case 'step':
          return work(command.key, (signal) => step(command, signal));
        case 'child':
          return work(command.key, (signal) => child(command, signal));
        case 'sleep':
          return work(command.key, async (signal) => {
            await clock.until(command.until, signal);
            return { woken: true };
          });
        case 'wait':
          return void waiting.set(command.path.toLowerCase(), command.key);
        case 'tick':
          return void setImmediate(() => push(command.key, { woken: true }));
        case 'respond':
          return respond(command.response);
        case 'cancel':
          working.get(command.key)?.abort();
          if (!working.delete(command.key)) stopWaiting(command.key);
          return;
      }
    },
    deliver(path, outcome) {
      const key = waiting.get(path.toLowerCase());
      if (key === undefined) return false;
      waiting.delete(path.toLowerCase());
      push(key, outcome);
      return true;
    },
    close() {
      // What is still being done is done again by a resume: it is left, and not given up.
      for (const controller of working.values()) controller.abort(new SuspendedError('The run was suspended.'));
      working.clear();
      waiting.clear();
      release();
    },
  };
}

/** A UUID made of a name: what goes out as the client request id, and leads back to the run. */
function uuidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
