// What the run stands on, and what stands on it: commands out, outcomes in. Everything here is plain data, so that it can
// be written to a journal and read back.
//
// Invariants, cited by number where the code keeps them:
//   1. The journal is append-only: (run, seq, at, key, outcome). Replay feeds outcomes in the order of seq; the same
//      journal gives the same commands with byte-equal inputs.
//   2. Time and chance are recorded: `at` is monotonic and comes with each outcome, random values derive from the seed in
//      the start record, the path and a counter. Nothing in this folder reads a clock.
//   3. Two names for an execution: `path` identifies an action's execution (`Foreach_1[3]/HTTP_2`) and is, with the run
//      id, its idempotency key to the outside; `key` (`path#attempt.page`) is one recorded step.
//   4. One retry, one poll, one pager: all in the interpreter. A step ends in an outcome or in `again`, which becomes a
//      sleep and another step.
//   5. Cost is constant per event: handling an outcome touches the action, its successors and its container, nothing else.
//   6. No event runs for long: after 256 inline actions the interpreter asks for a tick.
//   7. Failure is data: an action's failure is an outcome; an exception from a host is the engine's own and goes through.
//   8. A secret has two halves: outcomes name the places that hold one (`secrets`), views mask by value.
import type { Json } from '../json.js';

/** How an action ended. */
export interface Outcome {
  readonly status: 'Succeeded' | 'Failed' | 'TimedOut' | 'Skipped';
  /** The service's code: `OK`, `NotFound`, `ActionFailed`, … */
  readonly code: string;
  readonly outputs?: Json;
  readonly error?: ActionError;
  /** Present where another attempt may help (408, 429, 5xx, no connection); `after` is the answer's Retry-After, in ms. */
  readonly retry?: { readonly after?: number };
  /** JSON pointers into `outputs` to the values that nobody may see in the clear. */
  readonly secrets?: readonly string[];
}

export interface ActionError {
  readonly code: string;
  readonly message: string;
}

/**
 * A step that is not finished: the next one comes `after` milliseconds, with the cursor (a location, a next link). A page
 * gives its `items`; the interpreter puts those of all pages before the last one's `body.value`.
 */
export interface Again {
  readonly again: { readonly after: number; readonly cursor: Json; readonly items?: readonly Json[] };
}

/** What a finished sleep or tick delivers. */
export interface Woken {
  readonly woken: true;
}

/** One finished command, as recorded in the journal (invariant 1). `at` is an ISO 8601 instant, never before the last one. */
export interface Done {
  readonly key: string;
  readonly at: string;
  readonly outcome: Outcome | Again | Woken;
}

/** What the interpreter asks of its host. */
export type Command =
  /** An effect on the world, made at least once. */
  | {
      readonly op: 'step';
      readonly key: string;
      readonly path: string;
      readonly type: string;
      readonly inputs: Json;
      readonly settings: StepSettings;
      readonly attempt: number;
      readonly cursor?: Json;
      /** Where the service may call back, for an action that waits to be called. */
      readonly callbackUrl?: string;
    }
  | { readonly op: 'sleep'; readonly key: string; readonly until: string }
  /** An answer from outside, at the callback URL of the path; it may come before the step that asks for it has returned. */
  | { readonly op: 'wait'; readonly key: string; readonly path: string }
  /** Another workflow; settles at its Response, or at its end without one. */
  | {
      readonly op: 'child';
      readonly key: string;
      readonly path: string;
      readonly workflow: string;
      readonly trigger: ChildTrigger;
    }
  /** To the caller that started the run over HTTP, once. */
  | { readonly op: 'respond'; readonly response: Response }
  /** A late outcome for the key will be dropped. */
  | { readonly op: 'cancel'; readonly key: string }
  /** Wake me at once (invariant 6). */
  | { readonly op: 'tick'; readonly key: string };

/** How a definition wants an action carried out, beside its inputs. */
export interface StepSettings {
  /** Whether a 202 is polled until it is done (not with DisableAsyncPattern). */
  readonly asyncPattern: boolean;
  /** Whether the headers that name the workflow and the run go along (not with SuppressWorkflowHeaders). */
  readonly workflowHeaders: boolean;
  /** Read pages until there are so many items; left out: one page. */
  readonly minimumItemCount?: number;
  /** The action's kind where it has one. */
  readonly kind?: string;
}

/** What a child workflow's trigger gets. */
export interface ChildTrigger {
  readonly headers: { readonly [name: string]: string };
  readonly body?: Json;
}

/** What a Response action sends to the caller. */
export interface Response {
  readonly statusCode: number;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Json;
}

/** The only thing an engine implements for a run. */
export interface Host {
  now(): string;
  perform(command: Command): void;
  /** The next outcome; rejects when the engine itself fails or shuts down (invariant 7). */
  next(): Promise<Done>;
}

/** A leaf action: what it does to the world. Control flow and data operations live in the interpreter. */
export interface Action {
  /** The action type in its canonical spelling. */
  readonly type: string;
  step(inputs: Json, context: StepContext): Promise<Outcome | Again>;
}

export interface StepContext {
  /** Which execution this is (invariant 3): `Foreach_1[3]/HTTP_2`. */
  readonly path: string;
  /** A UUID: the same for every attempt of one execution, different for every other. */
  readonly idempotencyKey: string;
  readonly run: RunIdentity;
  readonly settings: StepSettings;
  readonly attempt: number;
  readonly cursor?: Json;
  /** Where the service may call back, for an action that waits to be called. */
  readonly callbackUrl?: string;
  /** Aborted when the run no longer waits for the step. */
  readonly signal: AbortSignal;
}

/** What a service may be told about the run that calls it. */
export interface RunIdentity {
  readonly runId: string;
  readonly workflow: string;
  readonly clientTrackingId: string;
}
