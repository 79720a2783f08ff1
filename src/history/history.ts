import type { RunEvent, RunResult } from '../run/index.js';

/** Where runs are kept: events in, events out, in the order in which they came. */
export interface History {
  /** Resolves when the events are as safe as this history makes them. The first event of a run is its `started`. */
  append(runId: string, events: readonly RunEvent[]): Promise<void>;
  /** The events of a run, or undefined for one that is not here. */
  read(runId: string): Promise<readonly RunEvent[] | undefined>;
  /** The runs that match, the newest first. */
  list(query?: RunQuery): Promise<readonly RunSummary[]>;
}

export interface RunQuery {
  readonly workflow?: string;
  readonly status?: RunSummary['status'];
}

export interface RunSummary {
  readonly runId: string;
  readonly workflow: string;
  readonly status: RunResult['status'] | 'Running';
  readonly startTime: string;
  readonly endTime?: string;
}
