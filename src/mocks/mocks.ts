// Answers that stand in for the world: an action with a mock sends nothing.
import { stringOf } from '../expressions/index.js';
import type { Json } from '../json.js';
import type { Action, ActionError, Outcome } from '../run/index.js';

/** What a mocked action gives: an HTTP answer in short (`statusCode`, `headers`, `body`), or `outputs` and `status` as they are. */
export interface Mock {
  readonly statusCode?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Json;
  readonly outputs?: Json;
  readonly status?: 'Succeeded' | 'Failed' | 'TimedOut';
  readonly code?: string;
  readonly error?: ActionError;
}

/**
 * Mocks by action name, in any case. A list answers one execution after the other; its last entry stays. A mock's failure is
 * the action's: it is not tried again.
 */
export interface Mocks {
  readonly [action: string]: Mock | readonly Mock[];
}

/** The same actions, those with a mock answering from it. */
export function mocked(
  actions: readonly Action[],
  mocks: Mocks,
  codeOf: (status: number) => string,
): readonly Action[] {
  const byName = new Map(
    Object.entries(mocks).map(([name, mock]) => [name.toLowerCase(), [mock].flat() as readonly Mock[]]),
  );
  const used = new Map<string, number>();
  return actions.map((action) => ({
    type: action.type,
    step(inputs, context) {
      const name = (context.path.split('/').at(-1) ?? '').toLowerCase();
      const answers = byName.get(name);
      if (!answers || answers.length === 0) return action.step(inputs, context);
      const turn = used.get(name) ?? 0;
      used.set(name, turn + 1);
      return Promise.resolve(outcomeOf(answers[Math.min(turn, answers.length - 1)] ?? {}, codeOf));
    },
  }));
}

function outcomeOf(mock: Mock, codeOf: (status: number) => string): Outcome {
  const { statusCode = 200, headers = {}, body, error } = mock;
  const status = mock.status ?? (error !== undefined || statusCode >= 400 ? 'Failed' : 'Succeeded');
  // What fails without having been answered has no outputs, as when no connection could be made.
  const answers = status === 'Succeeded' || [mock.statusCode, mock.headers, body].some((each) => each !== undefined);
  const outputs = mock.outputs ?? (answers ? { statusCode, headers, ...(body !== undefined && { body }) } : undefined);
  const code = mock.statusCode === undefined ? codes[status] : codeOf(statusCode);
  return {
    status,
    code: mock.code ?? (error ? stringOf(error.code) : code),
    ...(outputs !== undefined && { outputs }),
    ...(error && { error }),
  };
}

/** Where a mock gives neither a code nor an HTTP status. */
const codes = { Succeeded: 'OK', Failed: 'ActionFailed', TimedOut: 'ActionTimedOut' } as const;
