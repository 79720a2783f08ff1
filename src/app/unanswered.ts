// Why a child workflow gave no answer: the cloud says of it only that there was none, and its own run says more.
import { childRunId } from '../engines/index.js';
import { view, type ActionView, type History, type RunView } from '../history/index.js';

/** The runs that ended without an answer, by the path of the action that started them: the child's, then what it failed of in turn. */
export type Unanswered = ReadonlyMap<string, readonly RunView[]>;

/** Finds why children gave no answer: of each action that starts one, for its first execution that failed. */
export async function unansweredIn(run: RunView, history: History): Promise<Unanswered> {
  const failed = Object.values(run.actions).flatMap(firstFailure);
  const found = await Promise.all(
    failed.map(
      async ({ path, attempt }) => [path, await chainOf(childRunId(run.runId, path, attempt), history)] as const,
    ),
  );
  return new Map(found.filter(([, chain]) => chain.length > 0));
}

async function chainOf(runId: string, history: History): Promise<readonly RunView[]> {
  const events = await history.read(runId);
  const child = events && view(events);
  if (!child || child.status === 'Running' || child.response) return [];
  const [deeper = []] = (await unansweredIn(child, history)).values();
  return [child, ...deeper];
}

/** The last attempt counts, as it does for the action. */
function firstFailure({ name, type, repetitions, ...own }: ActionView) {
  const all = repetitions ?? [{ ...own, path: name }];
  const failed = type === 'Workflow' ? all.find(({ status }) => status === 'Failed') : undefined;
  return failed ? [{ path: failed.path, attempt: failed.retryHistory?.length ?? 0 }] : [];
}
