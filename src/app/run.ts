import type { FindConnection } from '../actions/index.js';
import { actions, codeOf, secretsInInputs } from '../actions/index.js';
import { localEngine, systemClock, type Clock, type StartRequest } from '../engines/index.js';
import { memoryHistory, view, type RunView } from '../history/index.js';
import type { Send } from '../http/index.js';
import { mocked, type Mocks } from '../mocks/index.js';
import type { RunEvent } from '../run/index.js';
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
    actions: mocked(
      actions(parts.send, parts.find, (secret) => parts.secrets.add(secret)),
      parts.mocks,
      codeOf,
    ),
    history,
    clock: parts.now === undefined ? systemClock() : clockFrom(parts.now),
  });
  const run = engine.start({
    ...request,
    onEvent(event) {
      learn(event, parts.secrets);
      onEvent?.(event);
    },
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

/** Keeps the secrets that an action's inputs or outputs hold from now on, before anybody is shown the event. */
function learn(event: RunEvent, secrets: Secrets): void {
  if (event.kind !== 'action-ended') return;
  secretsInInputs(event.inputs ?? null).forEach((secret) => secrets.add(secret));
  for (const pointer of event.secrets ?? []) secrets.add(valueAt(event.outputs ?? null, pointer) ?? null);
}

/** A clock that shows another time and goes as fast as the real one. */
function clockFrom(start: string): Clock {
  const real = systemClock();
  const ahead = Date.parse(start) - Date.parse(real.now());
  const moved = (instant: string, by: number) => new Date(Date.parse(instant) + by).toISOString().replace('Z', '0000Z');
  return {
    now: () => moved(real.now(), ahead),
    until: (instant, signal) => real.until(moved(instant, -ahead), signal),
  };
}
