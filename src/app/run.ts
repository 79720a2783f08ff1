import type { FindConnection } from '../actions/index.js';
import { actions } from '../actions/index.js';
import { localEngine, systemClock, type StartRequest } from '../engines/index.js';
import { memoryHistory, view, type RunView } from '../history/index.js';
import type { Send } from '../http/index.js';
import { mocked, mockedNames, type Mocks } from '../mocks/index.js';
import type { Action, RunEvent } from '../run/index.js';
import { valueAt, type Secrets } from '../secrets.js';

/** What a run is made with besides its start. */
export interface RunParts {
  readonly send: Send;
  readonly find: FindConnection;
  readonly secrets: Secrets;
  readonly mocks: Mocks;
  /** When the run believes to begin, ISO 8601; left out: now. */
  readonly now: string | undefined;
}

export interface Watching {
  readonly onEvent?: (event: RunEvent) => void;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

/** Runs a workflow to its end, in memory. */
export async function runToEnd(
  request: Omit<StartRequest, 'onEvent'>,
  parts: RunParts,
  { onEvent, signal }: Watching,
): Promise<RunView> {
  const history = memoryHistory();
  const engine = localEngine({
    action: mocked(findAction(actions(parts.send, parts.find, (secret) => parts.secrets.add(secret))), parts.mocks),
    history,
    clock: systemClock(parts.now),
  });
  const run = engine.start({
    ...request,
    mocked: mockedNames(parts.mocks),
    learn: (event) => learn(event, parts.secrets),
    ...(onEvent && { onEvent }),
  });
  const cancel = () => run.cancel();
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await run.result;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  return view((await history.read(run.id)) ?? []);
}

/** Keeps the secrets that an action's outputs hold from now on. */
function learn(event: RunEvent, secrets: Secrets): void {
  if (event.kind !== 'action-ended' || event.outputs === undefined) return;
  for (const pointer of event.secrets ?? []) secrets.add(valueAt(event.outputs, pointer) ?? null);
}

function findAction(all: readonly Action[]): (type: string) => Action {
  const byType = new Map(all.map((action) => [action.type, action]));
  return (type) => {
    const action = byType.get(type);
    if (!action) throw new Error(`No action is registered for the type '${type}'.`);
    return action;
  };
}
