// Answers that stand in for the world: an action with a mock sends nothing.
import { stringOf } from '../expressions/index.js';
import type { Json } from '../json.js';
import type { Action, ActionError, Outcome, RunEvent } from '../run/index.js';
import { isPassing, statusName } from '../status-name.js';

/** What a mocked action gives: an HTTP answer in short (`statusCode`, `headers`, `body`), or `outputs` and `status` as they are. */
export interface Mock {
  readonly statusCode?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Json;
  readonly outputs?: Json;
  readonly status?: 'Succeeded' | 'Failed' | 'TimedOut' | 'Skipped';
  readonly code?: string;
  readonly error?: ActionError;
  /** Another attempt may help, although no answer came that says so. */
  readonly retry?: boolean;
}

/**
 * Mocks by action name, in any case, or by the path of one execution (`Each[3]/Get`), which comes first. A list answers one step after the other, retries included; its last entry stays. A
 * statusCode that a service may recover from (408, 429, 5xx) is tried again as the action's policy says.
 */
export interface Mocks {
  readonly [action: string]: Mock | readonly Mock[];
}

/** Finds the action of a type. */
export type FindAction = (type: string) => Action;

/** The names of the mocked actions, in lower case, as a run's start record has them. A list without an answer is no mock. */
export function mockedNames(mocks: Mocks): readonly string[] {
  const answering = Object.entries(mocks).filter(([, mock]) => [mock].flat().length > 0);
  return answering.map(([name]) => name.toLowerCase());
}

/** The executions, by their paths, whose steps have been answered, once for each answer: whose turn it is must not depend on a restart. */
export function answeredIn(journal: readonly RunEvent[]): readonly string[] {
  return journal.flatMap((event) => {
    if (event.kind !== 'recorded' || 'woken' in event.outcome) return [];
    const [, path] = /^(.*)#\d+\.\d+$/s.exec(event.key) ?? [];
    return path === undefined ? [] : [path];
  });
}

/** The key of an execution's mock, in lower case: its path where that has one, else the name of its action. */
function keyOf(path: string, mocks: ReadonlyMap<string, unknown>): string {
  const folded = path.toLowerCase();
  return mocks.has(folded) ? folded : (folded.split('/').at(-1) ?? '');
}

/** The same actions, those with a mock answering from it. `answered` have done so already, in an earlier part of the run. */
export function mocked(find: FindAction, mocks: Mocks, answered: readonly string[] = []): FindAction {
  const byName = new Map(
    Object.entries(mocks).map(([name, mock]) => [name.toLowerCase(), [mock].flat() as readonly Mock[]]),
  );
  const used = new Map<string, number>();
  for (const path of answered) {
    const name = keyOf(path, byName);
    used.set(name, (used.get(name) ?? 0) + 1);
  }
  return (type) => ({
    type,
    step(inputs, context) {
      const name = keyOf(context.path, byName);
      const answers = byName.get(name);
      if (!answers || answers.length === 0) return find(type).step(inputs, context);
      const turn = used.get(name) ?? 0;
      used.set(name, turn + 1);
      return Promise.resolve(outcomeOf(answers[Math.min(turn, answers.length - 1)] ?? {}));
    },
  });
}

/** An action of a replay that has no recording: it fails, and asks nobody. */
export function unrecorded(type: string): Action {
  return {
    type,
    step(_inputs, { path }) {
      const message = `There is no recording of '${path.split('/').at(-1)}', and a replay asks no service. Record the run again, or give the action a mock (--mocks).`;
      return Promise.resolve({ status: 'Failed', code: notRecorded, error: { code: notRecorded, message } });
    },
  };
}

/** The code of an action for which a replay has no answer. */
export const notRecorded = 'NotRecorded';

function outcomeOf(mock: Mock): Outcome {
  const { statusCode = 200, headers = {}, body, error } = mock;
  const status = mock.status ?? (error !== undefined || statusCode >= 300 ? 'Failed' : 'Succeeded');
  // What fails without having been answered has no outputs, as when no connection could be made.
  const answers = status === 'Succeeded' || [mock.statusCode, mock.headers, body].some((each) => each !== undefined);
  const outputs = mock.outputs ?? (answers ? { statusCode, headers, ...(body !== undefined && { body }) } : undefined);
  const code = mock.statusCode === undefined ? codes[status] : statusName(statusCode);
  return {
    status,
    code: mock.code ?? (error ? stringOf(error.code) : code),
    ...(outputs !== undefined && { outputs }),
    ...(error && { error }),
    ...(status === 'Failed' && (mock.retry || isPassing(statusCode)) && { retry: retryAfter(headers) }),
  };
}

function retryAfter(headers: { readonly [name: string]: string }): { readonly after?: number } {
  const key = Object.keys(headers).find((name) => name.toLowerCase() === 'retry-after');
  const seconds = Number(key === undefined ? NaN : headers[key]);
  return Number.isFinite(seconds) ? { after: seconds * 1000 } : {};
}

/** Where a mock gives neither a code nor an HTTP status. */
const codes = {
  Succeeded: 'OK',
  Failed: 'ActionFailed',
  TimedOut: 'ActionTimedOut',
  Skipped: 'ActionSkipped',
} as const;
