import type { Json, JsonObject } from '../json.js';
import type { Outcome, Response, RunEvent, RunResult, StartRecord, TriggerRecord } from '../run/index.js';
import type { Workflow } from '../workflow/index.js';

/** Runs workflows. */
export interface Engine {
  start(request: StartRequest): Run;
  /** Goes on with a run from what has been recorded of it; throws where that has no beginning. */
  resume(journal: readonly RunEvent[], request: ResumeRequest): Run;
  /** Resolves when nothing runs any more: a workflow that another one has started may go on after its answer. */
  idle(): Promise<void>;
  /** Stops working on whatever runs, which can be resumed. */
  suspend(): void;
  /** Who takes a call from outside for a run that goes on, a child's included. */
  callee(runId: string): Callee | undefined;
  /** Cancels what still runs and waits for it to end. */
  close(): Promise<void>;
}

/** A run that may wait for calls from outside. */
export interface Callee {
  readonly start: StartRecord;
  /** Gives an answer to the action at a path; false where none waits. */
  deliver(path: string, outcome: Outcome): boolean;
}

/** A workflow with all that its runs need beside their trigger. */
export interface Startable {
  readonly workflow: Workflow;
  /** Values of all parameters, already checked. */
  readonly parameters: JsonObject;
  readonly appSettings: { readonly [name: string]: string };
  /** Actions that answer from a mock, in lower case. */
  readonly mocked?: readonly string[];
  /** Where the workflow comes from: what a resume needs to make it ready again. */
  readonly origin?: Json;
  /** The workflows that a Workflow action may name. */
  readonly children?: (name: string) => Startable | undefined;
}

export interface StartRequest extends Startable, Watched {
  readonly trigger: TriggerRecord;
  /** Left out: a fresh one. */
  readonly runId?: string;
  /** The id by which the caller knows the run; left out: the run's own. */
  readonly clientTrackingId?: string;
  /** Where callbacks are received. */
  readonly callbackBase?: string;
}

/** A run's record holds its trigger and values; what it runs is given again. */
export interface ResumeRequest extends Watched {
  readonly workflow: Workflow;
  readonly children?: Startable['children'];
}

export interface Watched {
  /** Told of every event before it goes into the history: what is secret in it is known from then on. */
  readonly learn?: (event: RunEvent) => void;
  /** Told of every event when it is in the history. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run that has been started. */
export interface Run {
  readonly id: string;
  /** What the workflow answers its caller; undefined when it ends without an answer. */
  readonly response: Promise<Response | undefined>;
  /** Rejects only for a fault of the engine itself, and with SuspendedError; a failed run is a result. */
  readonly result: Promise<RunResult>;
  /** Gives an answer from outside to an action that waits for one; false where none does. */
  deliver(path: string, outcome: Outcome): boolean;
  cancel(): void;
  /** Stops working on the run, which can be resumed from its record. */
  suspend(): void;
}

/** A run that was suspended: it has no result yet. */
export class SuspendedError extends Error {
  override readonly name = 'SuspendedError';
}
