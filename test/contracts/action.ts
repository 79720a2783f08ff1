// What every implementation of the port Action must do.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SendError, type HttpResponse, type Send } from '../../src/http/index.js';
import { isObject, parseJson, stringifyJson, type Json } from '../../src/json.js';
import type { Action, Outcome, StepContext } from '../../src/run/index.js';
import { valueAt } from '../../src/secrets.js';

export const answer = (status: number, value?: Json, headers: HttpResponse['headers'] = {}): HttpResponse => ({
  status,
  headers: { ...(value !== undefined && { 'Content-Type': 'application/json' }), ...headers },
  body: value === undefined ? new Uint8Array() : new TextEncoder().encode(stringifyJson(value)),
});

export function contextOf(more: Partial<StepContext> = {}): StepContext {
  const run = { runId: 'run-1', workflow: 'flow', clientTrackingId: 'track-1' };
  const settings = { asyncPattern: true, workflowHeaders: true };
  const { signal } = new AbortController();
  return { path: 'Act', idempotencyKey: 'the-key', run, settings, attempt: 0, signal, ...more };
}

/** The outcome of a step that is the only one. */
export async function outcomeOf(action: Action, inputs: Json, context = contextOf()): Promise<Outcome> {
  const outcome = await action.step(inputs, context);
  if ('again' in outcome) throw new Error('The step is not finished.');
  return outcome;
}

/** An action on a door of the test's, and inputs that make it send one request. */
export interface ActionUnderTest {
  readonly make: (send: Send) => Action;
  readonly inputs: Json;
}

export function actionContract(name: string, { make, inputs }: ActionUnderTest): void {
  const failing = (error: Error) => make(() => Promise.reject(error));

  describe(`${name}: an action`, () => {
    it('has a type, and answers with plain data', async () => {
      const action = make(() => Promise.resolve(answer(200, { a: 9223372036854775807n })));
      expect(action.type).toMatch(/^[A-Z]\w+$/);
      const outcome = await outcomeOf(action, inputs);
      expect(outcome).toMatchObject({ status: 'Succeeded', code: 'OK' });
      const plain = outcome as unknown as Json;
      expect(parseJson(stringifyJson(plain))).toEqual(plain);
    });

    it('takes any inputs: what is wrong with them is an outcome', async () => {
      const action = make(() => Promise.resolve(answer(200)));
      const part = fc.oneof(fc.jsonValue(), fc.constantFrom('http://x', 'GET', 'acs', {}));
      const names = isObject(inputs) ? Object.keys(inputs) : [];
      const near = fc.dictionary(fc.constantFrom(...names, 'body', 'headers', 'queries', 'authentication'), part);
      const given = fc.oneof(near, fc.jsonValue()).map((value) => parseJson(JSON.stringify(value)));
      await fc.assert(
        fc.asyncProperty(given, async (value) => {
          const { status, code } = await outcomeOf(action, value);
          expect(['Succeeded', 'Failed']).toContain(status);
          expect(code).not.toBe('');
        }),
      );
    });

    it('sends the idempotency key, the same for every attempt', async () => {
      const seen: (string | undefined)[] = [];
      const action = make(({ headers }) => {
        seen.push(headers['x-ms-client-request-id']);
        return Promise.resolve(answer(503));
      });
      await outcomeOf(action, inputs);
      await outcomeOf(action, inputs, contextOf({ attempt: 1 }));
      expect(seen).toEqual(['the-key', 'the-key']);
    });

    it.each([
      [true, { retry: {} }],
      [false, {}],
    ])('fails where no answer came, and says whether it may pass (%s)', async (passing, more) => {
      const error = { code: 'BadRequest', message: 'No answer.' };
      const outcome = await outcomeOf(failing(new SendError('ConnectionFailed', 'No answer.', passing)), inputs);
      expect(outcome).toEqual({ status: 'Failed', code: 'BadRequest', error, ...more });
    });

    it('has the service’s code for a host that has no address', async () => {
      const outcome = await outcomeOf(failing(new SendError('UnresolvableHostName', 'No host.', true)), inputs);
      expect(outcome).toMatchObject({ code: 'UnresolvableHostName', error: { code: 'UnresolvableHostName' } });
    });

    it('hands its signal on', async () => {
      const controller = new AbortController();
      const action = make((_, signal) => {
        expect(signal?.aborted).toBe(false);
        controller.abort();
        expect(signal?.aborted).toBe(true);
        return Promise.reject(new SendError('Cancelled', 'Cancelled.', false));
      });
      const outcome = await outcomeOf(action, inputs, contextOf({ signal: controller.signal }));
      expect(outcome).toMatchObject({ status: 'Failed' });
    });

    it('never hides a defect in an outcome', async () => {
      const defect = new TypeError('a defect');
      await expect(failing(defect).step(inputs, contextOf())).rejects.toBe(defect);
    });

    it('points at secrets that are there', async () => {
      const outcome = await outcomeOf(
        make(() => Promise.resolve(answer(200, { token: 'secret' }))),
        inputs,
      );
      for (const pointer of outcome.secrets ?? []) expect(valueAt(outcome.outputs ?? null, pointer)).toBe('secret');
    });
  });
}
