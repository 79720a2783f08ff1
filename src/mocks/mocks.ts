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

/** Mocks by action name, in any case. A list answers one execution or attempt after the other; its last entry stays. */
export interface Mocks {
  readonly [action: string]: Mock | readonly Mock[];
}

/** The same actions, those with a mock answering from it. */
export function mocked(actions: readonly Action[], mocks: Mocks, codeOf: (status: number) => string): readonly Action[] {
  const byName = new Map(Object.entries(mocks).map(([name, mock]) => [name.toLowerCase(), [mock].flat() as readonly Mock[]]));
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
  const statusCode = mock.statusCode ?? 200;
  const http = { statusCode, headers: mock.headers ?? {}, ...(mock.body !== undefined && { body: mock.body }) };
  const failed = mock.error !== undefined || statusCode >= 400;
  return {
    status: mock.status ?? (failed ? 'Failed' : 'Succeeded'),
    code: mock.code ?? (mock.error ? stringOf(mock.error.code) : codeOf(statusCode)),
    outputs: mock.outputs ?? http,
    ...(mock.error && { error: mock.error }),
  };
}
