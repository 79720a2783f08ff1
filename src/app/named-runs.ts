import { isChildRun } from '../engines/index.js';
import type { History, RunQuery, RunSummary } from '../history/index.js';

/**
 * The runs that a name may mean: the one with this id, those whose ids begin so, or as `last` the newest that matches. A
 * child's run is meant by its whole id alone, unless there is no other.
 */
export async function runsNamed(history: History, name: string, last: RunQuery = {}): Promise<readonly RunSummary[]> {
  const isParent = ({ runId }: RunSummary) => !isChildRun(runId);
  if (name === 'last') return (await history.list(last)).filter(isParent).slice(0, 1);
  const found = await history.list({ idPrefix: name });
  const exact = found.filter(({ runId }) => runId === name);
  const parents = found.filter(isParent);
  return exact.length > 0 ? exact : parents.length > 0 ? parents : found;
}
