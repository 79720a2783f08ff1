// Takes an action through its steps as the interpreter does, without waiting.
import type { HttpRequest, HttpResponse, Send } from '../../src/http/index.js';
import type { Json } from '../../src/json.js';
import type { Action, Outcome, StepContext } from '../../src/run/index.js';
import { answer, contextOf } from '../contracts/action.js';

export interface Taken {
  readonly outcome: Outcome;
  readonly asked: readonly HttpRequest[];
  /** What was waited for before each further step, in milliseconds. */
  readonly waits: readonly number[];
  /** The items of the pages before the last one. */
  readonly items: readonly Json[];
}

/** All steps of an action, when the answers come in this order. */
export async function stepsOf(
  make: (send: Send) => Action,
  inputs: Json,
  answers: readonly HttpResponse[],
  more: Partial<StepContext> = {},
): Promise<Taken> {
  const asked: HttpRequest[] = [];
  const waits: number[] = [];
  const items: Json[] = [];
  const action = make((request) => {
    asked.push(request);
    return Promise.resolve(answers[asked.length - 1] ?? answer(500));
  });
  const step = async (cursor?: Json): Promise<Outcome> => {
    const result = await action.step(inputs, contextOf({ ...more, ...(cursor !== undefined && { cursor }) }));
    if (!('again' in result)) return result;
    waits.push(result.again.after);
    items.push(...(result.again.items ?? []));
    return step(result.again.cursor);
  };
  return { outcome: await step(), asked, waits, items };
}
