import { forgetEmulator } from '../../../app/index.js';
import type { History, RunSummary } from '../../../history/index.js';
import type { RunEvent } from '../../../run/index.js';
import type { ExitCode, Io } from '../../io.js';
import { findRun, withHistory, type HistoryFlags } from './history.js';

/** `dryflow runs cancel RUN…`: asks the process that carries a run to cancel it; one that nobody carries ends here. */
export function cancelCommand(names: readonly string[], flags: HistoryFlags, io: Io): Promise<ExitCode> {
  return withHistory(flags, io, async (history, path) => {
    const runs = [];
    for (const name of names) runs.push(await findRun(history, name));
    const told = [];
    for (const run of runs) told.push(await cancel(history, path, run, io));
    return told.every(Boolean) ? 0 : 1;
  });
}

async function cancel(history: History, path: string, { runId, status }: RunSummary, io: Io): Promise<boolean> {
  if (status !== 'Running') {
    io.err(`${runId} has ended already: ${status}.\n`);
    return false;
  }
  if (!(await history.claim(runId))) {
    await history.requestCancel(runId);
    io.out(`${runId}: its process was asked to cancel it.\n`);
    return true;
  }
  const events = (await history.read(runId)) ?? [];
  forgetEmulator(path, runId);
  await history.append(runId, [cancelled(events.at(-1)?.at ?? '')]);
  io.out(`${runId} is cancelled.\n`);
  return true;
}

/** The end of a run, never before its last event. */
function cancelled(last: string): RunEvent {
  const now = new Date().toISOString().replace('Z', '0000Z');
  const error = { code: 'Cancelled', message: 'The workflow run was cancelled.' };
  return { kind: 'ended', at: now > last ? now : last, result: { status: 'Cancelled', error, outputs: {} } };
}
