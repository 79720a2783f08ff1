import type { JsonObject } from '../json.js';
import type { Response, RunEvent, RunResult, TriggerRecord } from '../run/index.js';
import type { Workflow } from '../workflow/index.js';

/** Runs workflows. */
export interface Engine {
  start(request: StartRequest): Run;
  /** Cancels what still runs and waits for it to end. */
  close(): Promise<void>;
}

export interface StartRequest {
  readonly workflow: Workflow;
  readonly trigger: TriggerRecord;
  /** Values of all parameters, already checked. */
  readonly parameters: JsonObject;
  readonly appSettings: { readonly [name: string]: string };
  /** Told of every event after it is in the history. */
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run that has been started. */
export interface Run {
  readonly id: string;
  /** What the workflow answers its caller; undefined when it ends without an answer. */
  readonly response: Promise<Response | undefined>;
  /** Rejects only for a fault of the engine itself; a failed run is a result. */
  readonly result: Promise<RunResult>;
  cancel(): void;
}
