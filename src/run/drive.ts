import type { RunEvent, RunResult } from './event.js';
import { cancelKey, type Interpreter } from './interpreter.js';
import type { Turn } from './machine.js';
import type { Command, Done, Host } from './ports.js';

/** Where a run's events go, in order; resolves when they are as safe as the history makes them. */
export type Recorder = (events: readonly RunEvent[]) => Promise<void> | void;

export interface DriveOptions {
  /** Cancels the run when it aborts. */
  readonly cancelled?: AbortSignal;
  /** What has been recorded of the run already: it goes on from there. */
  readonly journal?: readonly RunEvent[];
}

/**
 * The one loop: an outcome is decided upon, recorded together with what follows from it, and only then acted on. So whatever
 * is lost in a crash was not acted on, and replaying the record leads to the same place (invariant 1).
 */
export async function drive(
  run: Interpreter,
  host: Host,
  record: Recorder,
  { cancelled, journal = [] }: DriveOptions = {},
): Promise<RunResult> {
  let seq = journal.filter(({ kind }) => kind === 'recorded').length;
  const next = outcomes(host);
  let stopping = false;
  let turn: Turn = journal.length === 0 ? run.start(host.now()) : replay(run, journal);
  for (;;) {
    if (turn.events.length > 0) await record(turn.events);
    for (const command of turn.commands) host.perform(command);
    if (run.result) return run.result;
    const arrived = await next(stopping ? undefined : cancelled);
    if (!arrived) stopping = true;
    const done = arrived ?? { key: cancelKey, at: host.now(), outcome: { woken: true } };
    const { commands, events } = run.done(done);
    turn = { commands, events: [{ kind: 'recorded', seq: seq++, ...done }, ...events] };
  }
}

/**
 * Leads a fresh run to where its record ends. What is left to do: the events that were decided but not recorded, and the
 * commands that are out. An effect that was sent but whose outcome was not recorded is made again.
 */
function replay(run: Interpreter, journal: readonly RunEvent[]): Turn {
  const [first] = journal;
  if (first?.kind !== 'started') throw new JournalError('The record of the run has no beginning.');
  const events: RunEvent[] = [];
  const out = new Map<string, Command>();
  const take = (turn: Turn): void => {
    events.push(...turn.events);
    for (const command of turn.commands) {
      if (command.op === 'cancel') out.delete(command.key);
      else out.set(command.op === 'respond' ? 'respond' : command.key, command);
    }
  };
  take(run.start(first.at));
  for (const event of journal) {
    if (event.kind !== 'recorded') continue;
    events.push(event);
    out.delete(event.key);
    take(run.done(event));
  }
  check(events, journal);
  if (journal.some(({ kind }) => kind === 'responded')) out.delete('respond'); // the caller has heard
  return { commands: [...out.values()], events: events.slice(journal.length) };
}

/** A record that does not fit: the workflow is another one now, or another version of dryflow decides otherwise. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

function check(replayed: readonly RunEvent[], journal: readonly RunEvent[]): void {
  const at = journal.findIndex((event, index) => nameOf(event) !== nameOf(replayed[index]));
  if (at < 0) return;
  const [was, is] = [nameOf(journal[at]), nameOf(replayed[at])];
  throw new JournalError(
    `The record of the run does not fit its workflow: '${was}' was recorded where '${is}' follows.`,
  );
}

function nameOf(event: RunEvent | undefined): string {
  if (!event) return 'nothing';
  return 'path' in event ? `${event.kind} ${event.path}` : event.kind;
}

/**
 * Gives the next outcome, or undefined when the run is cancelled first. What was being waited for then is what the next
 * call waits for: a host gives each outcome once.
 */
function outcomes(host: Host): (cancelled: AbortSignal | undefined) => Promise<Done | undefined> {
  let coming: Promise<Done> | undefined;
  return async (cancelled) => {
    if (cancelled?.aborted) return undefined;
    coming ??= host.next();
    const arrived = await (cancelled ? firstOf(coming, cancelled) : coming);
    if (arrived) coming = undefined;
    return arrived;
  };
}

async function firstOf(coming: Promise<Done>, cancelled: AbortSignal): Promise<Done | undefined> {
  let stop: (() => void) | undefined;
  const abort = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    if (cancelled.aborted) stop();
    cancelled.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([coming, abort]);
  } finally {
    if (stop) cancelled.removeEventListener('abort', stop);
  }
}
