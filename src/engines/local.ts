import { createHash, randomBytes } from 'node:crypto';
import type { History } from '../history/index.js';
import {
  drive,
  interpreter,
  JournalError,
  stepKey,
  type Action,
  type Command,
  type Outcome,
  type Response,
  type RunEvent,
  type StartRecord,
} from '../run/index.js';
import { childOutcome, noSuchWorkflow, tooDeep } from './child.js';
import type { Clock } from './clock.js';
import { SuspendedError, type Engine, type ResumeRequest, type Run, type StartRequest } from './engine.js';
import { localHost } from './host.js';

/** What a local engine is made of. */
export interface LocalParts {
  /** The action of a type. */
  readonly action: (type: string) => Action;
  readonly history: History;
  readonly clock: Clock;
}

// Workflows that start one another may go so deep: a chain without an end must have one.
const deepest = 16;

/** Runs workflows in this process, one queue a run. */
export function localEngine(parts: LocalParts): Engine {
  const running = new Map<string, { readonly start: StartRecord; readonly run: Run }>();
  const carry: Carry = (start, request, more) => {
    const run = carryRun(parts, carry, start, request, more);
    running.set(run.id, { start, run });
    const forget = () => running.delete(run.id);
    run.result.then(forget, forget);
    return run;
  };
  const idle = async (): Promise<void> => {
    // A run that ends may have started another one meanwhile.
    while (running.size > 0) await Promise.allSettled([...running.values()].map(({ run }) => run.result)); // oxlint-disable-line no-await-in-loop
  };
  return {
    start: (request) => carry(startRecord(parts.clock, request), request),
    resume(journal, request) {
      const [first] = journal;
      if (first?.kind !== 'started') throw new JournalError('The record of the run has no beginning.');
      return carry(first.start, request, { journal });
    },
    idle,
    callee(runId) {
      const found = running.get(runId);
      return found && { start: found.start, deliver: (path, outcome) => found.run.deliver(path, outcome) };
    },
    suspend() {
      for (const { run } of running.values()) run.suspend();
    },
    async close() {
      for (const { run } of running.values()) run.cancel();
      await idle();
    },
  };
}

interface More {
  readonly journal?: readonly RunEvent[];
  readonly depth?: number;
  /** What the runs of one chain of children share. */
  readonly chain?: Chain;
}

/** Whether a chain of children has had no end: then nobody in it tries again. */
interface Chain {
  endless: boolean;
}

type Carry = (start: StartRecord, request: ResumeRequest, more?: More) => Run;

function startRecord(clock: Clock, request: StartRequest): StartRecord {
  const runId = request.runId ?? newRunId(clock.now());
  const { workflow, trigger, parameters, appSettings, origin, callbackBase } = request;
  return {
    runId,
    workflow: workflow.name,
    seed: randomBytes(16).toString('hex'),
    trigger,
    parameters,
    appSettings,
    clientTrackingId: request.clientTrackingId ?? runId,
    mocked: request.mocked ?? [],
    ...(callbackBase !== undefined && { callbackBase }),
    ...(origin !== undefined && { origin }),
  };
}

/** A fresh id: it begins with the time, so that ids sort by it (the service's do as well, the newest first). */
export function newRunId(now: string): string {
  return `${now.slice(0, 19).replace(/\D/g, '')}-${randomBytes(5).toString('hex')}`;
}

function carryRun(parts: LocalParts, carry: Carry, start: StartRecord, request: ResumeRequest, more: More = {}): Run {
  const { workflow, children, learn, onEvent } = request;
  const cancelled = new AbortController();
  const { depth = 0, chain = { endless: false } } = more;
  let respond: (response: Response | undefined) => void = () => undefined;
  const response = new Promise<Response | undefined>((resolve) => (respond = resolve));
  const { runId, clientTrackingId } = start;
  const host = localHost({
    run: { runId, workflow: start.workflow, clientTrackingId },
    clock: parts.clock,
    action: parts.action,
    respond,
    child: (command, signal) => runChild(parts, carry, { start, children, learn, depth, chain, command, signal }),
  });
  const record = async (events: readonly RunEvent[]) => {
    if (learn) events.forEach(learn);
    await parts.history.append(runId, events);
    if (onEvent) events.forEach(onEvent);
  };
  const { journal } = more;
  const answered = journal?.find((event) => event.kind === 'responded');
  if (answered) respond(answered.response);
  const options = { cancelled: cancelled.signal, ...(journal && { journal }) };
  const result = drive(interpreter(workflow, start), host, record, options).finally(() => {
    host.close();
    respond(undefined);
  });
  return {
    id: runId,
    response,
    result,
    deliver: (path, outcome) => host.deliver(path, outcome),
    cancel: () => cancelled.abort(),
    suspend: () => host.fail(new SuspendedError('The run was suspended.')),
  };
}

interface ChildCall {
  readonly start: StartRecord;
  readonly children: ResumeRequest['children'];
  readonly learn: ResumeRequest['learn'];
  readonly depth: number;
  readonly chain: Chain;
  readonly command: Extract<Command, { op: 'child' }>;
  readonly signal: AbortSignal;
}

/** Runs a child to its answer: a run of its own, found again by its name when the parent is resumed. */
async function runChild(parts: LocalParts, carry: Carry, call: ChildCall): Promise<Outcome> {
  const { start, command, learn, depth, chain, signal } = call;
  const child = call.children?.(command.workflow);
  if (!child) return noSuchWorkflow(command.workflow);
  if (depth >= deepest) {
    chain.endless = true;
    return tooDeep(deepest);
  }
  const runId = childId(start.runId, command.key);
  const { children } = child;
  const request = { workflow: child.workflow, ...(children && { children }), ...(learn && { learn }) };
  const journal = await parts.history.journal(runId);
  if (journal?.at(-1)?.kind === 'ended')
    return childOutcome(journal.find((event) => event.kind === 'responded')?.response);
  const trigger = { name: child.workflow.triggers[0]?.name ?? 'manual', outputs: { ...command.trigger } };
  const { clientTrackingId, callbackBase } = start;
  const [first] = journal ?? [];
  const fresh = { ...child, runId, trigger, clientTrackingId, ...(callbackBase !== undefined && { callbackBase }) };
  const record = first?.kind === 'started' ? first.start : startRecord(parts.clock, fresh);
  const run = carry(record, request, { depth: depth + 1, chain, ...(journal && { journal }) });
  const leave = () => (signal.reason instanceof SuspendedError ? run.suspend() : run.cancel());
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  run.result.catch(() => undefined); // whoever waits for it hears below
  // Its answer, or that there is none: the response of a run that has ended without one is undefined.
  const outcome = childOutcome(await Promise.race([run.response, run.result.then(() => run.response)]));
  const { retry: _retry, ...final } = outcome;
  return chain.endless ? final : outcome;
}

/** Whether an id is that of a child's run. */
export function isChildRun(runId: string): boolean {
  return runId.split('-').length > 2;
}

/** The id of the run that an action started in one of its attempts, counted from 0: no child has pages. */
export function childRunId(parent: string, path: string, attempt: number): string {
  return childId(parent, stepKey(path, { attempt, page: 0 }));
}

/** The id of a child's run: always the same for one call of one run. */
function childId(parent: string, key: string): string {
  return `${parent}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
