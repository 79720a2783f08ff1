import type { RunEvent, RunResult } from './event.js';
import type { Interpreter } from './interpreter.js';
import type { Done, Host } from './ports.js';

/** Where a run's events go, in order; resolves when they are as safe as the history makes them. */
export type Recorder = (events: readonly RunEvent[]) => Promise<void> | void;

/**
 * The one loop: an outcome is recorded, then decided upon, then its commands are performed. So whatever is lost in a crash
 * was not acted on, and replaying the record leads to the same place (invariant 1).
 */
export async function drive(
  run: Interpreter,
  host: Host,
  record: Recorder,
  cancelled?: AbortSignal,
): Promise<RunResult> {
  let seq = 0;
  let turn = run.start(host.now());
  for (;;) {
    await record(turn.events);
    for (const command of turn.commands) host.perform(command);
    if (run.result) return run.result;
    const done = await next(host, cancelled);
    if (done) await record([{ kind: 'recorded', seq: seq++, ...done }]);
    turn = done ? run.done(done) : run.cancel(host.now());
  }
}

/** The next outcome, or undefined when the run is cancelled first. */
async function next(host: Host, cancelled: AbortSignal | undefined): Promise<Done | undefined> {
  if (!cancelled) return host.next();
  if (cancelled.aborted) return undefined;
  let stop: (() => void) | undefined;
  const abort = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    cancelled.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([host.next(), abort]);
  } finally {
    if (stop) cancelled.removeEventListener('abort', stop);
  }
}
