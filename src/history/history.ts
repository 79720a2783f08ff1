import type { JsonObject } from '../json.js';
import type { RunEvent, RunResult } from '../run/index.js';

/** Where runs are kept: events in, events out, in the order in which they came. */
export interface History {
  /** Resolves when the events are as safe as this history makes them. The first event of a run is its `started`. */
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
  /** The events of a run as people may see them, or undefined for one that is not here. */
  read(runId: string): Promise<readonly RunEvent[] | undefined>;
  /** The events of a run with what a resume needs in the clear; rejects with HistoryError where they cannot be unsealed. */
  journal(runId: string): Promise<readonly RunEvent[] | undefined>;
  /** The runs that match, the newest first. */
  list(query?: RunQuery): Promise<readonly RunSummary[]>;
  /** Forgets runs, and says how many there were. */
  delete(runIds: readonly string[]): Promise<number>;
  /**
   * Makes a run this process's to carry on; false where there is no such run or another process that is alive carries it.
   * A run belongs to the process that recorded its beginning, until its end or until that one's history is closed.
   */
  claim(runId: string): Promise<boolean>;
  /** Asks whoever carries the run to cancel it. */
  requestCancel(runId: string): Promise<void>;
  /** Whether somebody has asked; cheap, to be called as often as one likes. */
  cancelRequested(runId: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface RunQuery {
  readonly workflow?: string;
  /** `Running` is a run that a process carries, `Suspended` one that has not ended and that none does. */
  readonly status?: RunSummary['status'] | 'Suspended';
  /** Only runs that began at or after this instant, ISO 8601. */
  readonly since?: string;
  /** Only runs that began before this instant. */
  readonly before?: string;
  /** Only runs with this client tracking id, or with an action that has had a tracked property of this value, as text. */
  readonly tracking?: string;
  /** Only runs whose id begins so. */
  readonly idPrefix?: string;
  readonly limit?: number;
}

export interface RunSummary {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunResult['status'] | 'Running';
  readonly startTime: string;
  readonly endTime?: string;
  /** Present for a run that has not ended and that no process carries: it can be resumed, or cancelled. */
  readonly suspended?: true;
  readonly clientTrackingId: string;
  /** The tracked properties of the run's actions, by action, the latest of each. */
  readonly trackedProperties: { readonly [action: string]: JsonObject };
}

/** A history that cannot do what it was asked: locked, full, of another version, sealed with another key. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: 'Locked' | 'Full' | 'NotReadable' | 'OtherVersion' | 'OtherKey';
  /** What to do about it. */
  readonly advice: string;

  constructor(code: HistoryError['code'], message: string, advice: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.advice = advice;
  }
}
