import { forgetEmulator } from '../../../app/index.js';
import type { History, RunSummary } from '../../../history/index.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { findRun, queryOf, withHistory, type FilterFlags } from './history.js';

export interface DeleteFlags extends FilterFlags {
  readonly yes?: boolean;
}

/** `dryflow runs delete RUN…`, or those that match: forgets runs. One that is in progress has to be cancelled first. */
export function deleteCommand(names: readonly string[], flags: DeleteFlags, io: Io): Promise<ExitCode> {
  const query = queryOf(flags, Date.now());
  const filtered = Object.keys(query).length > 0;
  if (filtered === names.length > 0)
    throw new UsageError('Name the runs, or say which by --workflow, --status, --since, --before or --tracking.');
  return withHistory(flags, io, async (history, path) => {
    const runs = filtered ? await history.list(query) : await named(history, names);
    if (filtered && !flags.yes && runs.length > 0)
      throw new UsageError(`That would delete ${count(runs)}. Add --yes to do it; runs list shows them.`);
    return forget(history, path, runs, io);
  });
}

async function named(history: History, names: readonly string[]): Promise<RunSummary[]> {
  const runs = new Map<string, RunSummary>();
  for (const name of names) {
    const run = await findRun(history, name);
    runs.set(run.runId, run);
  }
  return [...runs.values()];
}

async function forget(history: History, path: string, runs: readonly RunSummary[], io: Io): Promise<ExitCode> {
  const busy = runs.filter(({ status, suspended }) => status === 'Running' && !suspended);
  const done = runs.filter((run) => !busy.includes(run));
  await history.delete(done.map(({ runId }) => runId));
  for (const { runId } of done) forgetEmulator(path, runId);
  for (const { runId } of busy) io.err(`${runId} is in progress. Cancel it first: dryflow runs cancel ${runId}\n`);
  if (done.length > 0 || busy.length === 0) io.out(`Deleted ${count(done)}.\n`);
  return busy.length > 0 ? 1 : 0;
}

function count(runs: readonly RunSummary[]): string {
  return runs.length === 1 ? '1 run' : `${runs.length} runs`;
}
