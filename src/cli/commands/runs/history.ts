// What the commands about runs have in common: the history, and a run in it.
import { defaultHistory, existingHistory, runsNamed } from '../../../app/index.js';
import { HistoryError, type History, type RunQuery, type RunSummary } from '../../../history/index.js';
import { nearest } from '../../../nearest.js';
import { instantOf } from '../../instant.js';
import { UsageError, type Io } from '../../io.js';

export interface HistoryFlags {
  readonly history?: string;
}

/** Which runs. */
export interface FilterFlags extends HistoryFlags {
  readonly workflow?: string;
  readonly status?: string;
  readonly since?: string;
  readonly before?: string;
  readonly tracking?: string;
}

/** Does something with the history that there is; none is made. */
export async function withHistory<T>(
  flags: HistoryFlags,
  io: Io,
  work: (history: History, path: string) => Promise<T>,
): Promise<T> {
  const path = flags.history ?? defaultHistory(io.env);
  try {
    const history = await existingHistory({ file: path }, io.env);
    if (!history) throw new UsageError(`There is no history in ${path}. Another file is named with --history.`);
    try {
      return await work(history, path);
    } finally {
      await history.close();
    }
  } catch (error) {
    throw error instanceof HistoryError ? new UsageError(`${error.message}\n  → ${error.advice}`) : error;
  }
}

/** The run that is meant: `last`, or the only one whose id begins so. */
export async function findRun(history: History, name: string): Promise<RunSummary> {
  const found = await runsNamed(history, name);
  const [run] = found;
  if (!run) throw new UsageError(name === 'last' ? 'No run has been recorded yet.' : `There is no run '${name}'.`);
  if (found.length === 1) return run;
  const some = found
    .slice(0, 6)
    .map(({ runId }) => `\n  ${runId}`)
    .join('');
  throw new UsageError(`Several runs begin with '${name}'. Give more of the one that you mean:${some}`);
}

type Status = NonNullable<RunQuery['status']>;

const statuses: readonly Status[] = ['Succeeded', 'Failed', 'TimedOut', 'Cancelled', 'Running', 'Suspended'];

/** The filters as a query; empty where none was given. */
export function queryOf({ workflow, status, since, before, tracking }: FilterFlags, now: number): RunQuery {
  return {
    ...(workflow !== undefined && { workflow }),
    ...(status !== undefined && { status: statusOf(status) }),
    ...(since !== undefined && { since: instantOf(since, '--since', now) }),
    ...(before !== undefined && { before: instantOf(before, '--before', now) }),
    ...(tracking !== undefined && { tracking }),
  };
}

function statusOf(text: string): Status {
  const status = statuses.find((each) => each.toLowerCase() === text.toLowerCase());
  if (status) return status;
  const [near] = nearest(text, statuses);
  const advice = near === undefined ? '' : ` Did you mean '${near}'?`;
  throw new UsageError(`--status takes one of ${statuses.join(', ')}, not '${text}'.${advice}`);
}
