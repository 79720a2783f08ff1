import type { RunEvent } from '../run/index.js';
import { trackedTexts } from './tracked.js';
import type { History, RunQuery, RunSummary } from './history.js';

/** A history that lives as long as the process. */
export function memoryHistory(): History {
  const runs = new Map<string, RunEvent[]>();
  const toCancel = new Set<string>();
  return {
    append(runId, events) {
      const known = runs.get(runId);
      if (known) known.push(...events);
      else runs.set(runId, [...events]);
      return Promise.resolve();
    },
    read: (runId) => Promise.resolve(runs.get(runId)?.slice()),
    journal: (runId) => Promise.resolve(runs.get(runId)?.slice()),
    list(query = {}) {
      const found = [...runs].flatMap(([runId, events]) => {
        const run = summary(runId, events);
        return run && matches(run, events, query) ? [run] : [];
      });
      return Promise.resolve(found.toReversed().slice(0, query.limit));
    },
    delete: (runIds) => Promise.resolve(runIds.filter((runId) => runs.delete(runId)).length),
    claim: (runId) => Promise.resolve(runs.has(runId)),
    requestCancel: (runId) => Promise.resolve(void toCancel.add(runId)),
    cancelRequested: (runId) => Promise.resolve(toCancel.has(runId)),
    close: () => Promise.resolve(),
  };
}

function summary(runId: string, events: readonly RunEvent[]): RunSummary | undefined {
  const [first, last] = [events[0], events.at(-1)];
  if (first?.kind !== 'started') return undefined;
  const { workflow, clientTrackingId } = first.start;
  const run = { runId, workflow, clientTrackingId, startTime: first.at, trackedProperties: trackedIn(events) };
  return last?.kind === 'ended'
    ? { ...run, status: last.result.status, endTime: last.at }
    : { ...run, status: 'Running' };
}

function trackedIn(events: readonly RunEvent[]): RunSummary['trackedProperties'] {
  return Object.fromEntries(
    events.flatMap((event) =>
      event.kind === 'action-ended' && event.trackedProperties ? [[event.name, event.trackedProperties]] : [],
    ),
  );
}

function matches(run: RunSummary, events: readonly RunEvent[], query: RunQuery): boolean {
  const { workflow, status, since, before, tracking, idPrefix } = query;
  return (
    (workflow === undefined || run.workflow === workflow) &&
    (status === undefined || run.status === status) &&
    (since === undefined || run.startTime >= since) &&
    (before === undefined || run.startTime < before) &&
    (tracking === undefined || isTracked(run, events, tracking)) &&
    (idPrefix === undefined || run.runId.startsWith(idPrefix))
  );
}

function isTracked({ clientTrackingId }: RunSummary, events: readonly RunEvent[], value: string): boolean {
  return (
    clientTrackingId === value ||
    events.some((event) => event.kind === 'action-ended' && trackedTexts(event.trackedProperties ?? {}).includes(value))
  );
}
