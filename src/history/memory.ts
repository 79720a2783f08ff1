import type { RunEvent } from '../run/index.js';
import type { History, RunQuery, RunSummary } from './history.js';

/** A history that lives as long as the process. */
export function memoryHistory(): History {
  const runs = new Map<string, RunEvent[]>();
  return {
    append(runId, events) {
      const known = runs.get(runId);
      if (known) known.push(...events);
      else runs.set(runId, [...events]);
      return Promise.resolve();
    },
    read: (runId) => Promise.resolve(runs.get(runId)?.slice()),
    list(query = {}) {
      const summaries = [...runs].flatMap(([runId, events]) => summary(runId, events) ?? []);
      return Promise.resolve(summaries.filter((run) => matches(run, query)).toReversed());
    },
  };
}

function summary(runId: string, events: readonly RunEvent[]): RunSummary | undefined {
  const [first, last] = [events[0], events.at(-1)];
  if (first?.kind !== 'started') return undefined;
  const run = { runId, workflow: first.start.workflow, startTime: first.at };
  return last?.kind === 'ended'
    ? { ...run, status: last.result.status, endTime: last.at }
    : { ...run, status: 'Running' };
}

function matches(run: RunSummary, { workflow, status }: RunQuery): boolean {
  return (workflow === undefined || run.workflow === workflow) && (status === undefined || run.status === status);
}
