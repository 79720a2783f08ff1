import type { Json, JsonObject } from '../json.js';
import type { ActionError, Done, Response } from './ports.js';

/** How a run begins: all that its actions can see of the outside (invariant 2). */
export interface StartRecord {
  readonly runId: string;
  readonly workflow: string;
  readonly seed: string;
  readonly trigger: TriggerRecord;
  /** Parameter values by name, defaults already filled in. */
  readonly parameters: JsonObject;
  /** The application settings that the definition names, and no others. */
  readonly appSettings: { readonly [name: string]: string };
  /** The id by which the caller, or a client, knows the run. */
  readonly clientTrackingId: string;
  /** Actions that answer from a mock, in lower case: each is a step, whatever its type. */
  readonly mocked: readonly string[];
  /** Where callbacks are received: `http://127.0.0.1:7071`; absent where nobody listens. */
  readonly callbackBase?: string;
  /** Where the workflow comes from: what a resume needs to make it ready again. */
  readonly origin?: Json;
}

export interface TriggerRecord {
  readonly name: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  /** Nothing happened that would start the run: the outputs were made up. */
  readonly mocked?: true;
}

export type RunStatus = 'Succeeded' | 'Failed' | 'TimedOut' | 'Cancelled';

export interface RunResult {
  readonly status: RunStatus;
  readonly error?: ActionError;
  /** The workflow's own outputs, where it declares some. */
  readonly outputs: JsonObject;
}

/** A failed attempt that is followed by another one. */
export interface RetryRecord {
  readonly startTime: string;
  readonly endTime: string;
  readonly code: string;
  readonly error?: ActionError;
}

/** What the run says while it goes: for progress, history and reports. Only `recorded` is needed to resume. */
export type RunEvent =
  | { readonly kind: 'started'; readonly at: string; readonly start: StartRecord }
  | ({ readonly kind: 'recorded'; readonly seq: number } & Done)
  | {
      readonly kind: 'action-started';
      readonly at: string;
      readonly path: string;
      readonly name: string;
      readonly type: string;
      /** The scope, condition or switch that the action stands in; a loop is in the path. */
      readonly parent?: string;
      /** The parts that the definition secures as a whole: known before there is anything to secure. */
      readonly secured?: readonly SecuredPart[];
    }
  /** An action has asked for a call from outside, and waits for it at its callback URL. */
  | {
      readonly kind: 'action-waiting';
      readonly at: string;
      readonly path: string;
      readonly name: string;
      readonly callbackUrl: string;
    }
  | {
      readonly kind: 'action-retried';
      readonly at: string;
      readonly path: string;
      readonly name: string;
      /** The coming retry's number, from 1, and how many the policy allows. */
      readonly retry: number;
      readonly count: number;
      readonly until: string;
      readonly failed: RetryRecord;
    }
  | {
      readonly kind: 'action-ended';
      readonly at: string;
      readonly path: string;
      readonly name: string;
      readonly type: string;
      /** As in `action-started`. */
      readonly parent?: string;
      readonly startTime: string;
      readonly status: ActionStatus;
      readonly code: string;
      readonly inputs?: Json;
      readonly outputs?: Json;
      readonly error?: ActionError;
      /** JSON pointers into `outputs` to the values that nobody may see in the clear. */
      readonly secrets?: readonly string[];
      /** The parts that the definition secures as a whole. */
      readonly secured?: readonly SecuredPart[];
      readonly trackedProperties?: JsonObject;
      /** How many iterations a loop has had. */
      readonly iterationCount?: number;
    }
  | { readonly kind: 'responded'; readonly at: string; readonly response: Response }
  | { readonly kind: 'ended'; readonly at: string; readonly result: RunResult };

/** A part of an action that nobody may see, whatever is in it. */
export type SecuredPart = 'inputs' | 'outputs';

export type ActionStatus = 'Succeeded' | 'Failed' | 'Skipped' | 'TimedOut' | 'Cancelled';
