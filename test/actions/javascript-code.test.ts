import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { javaScriptCode } from '../../src/actions/javascript-code.js';
import { parseJson, type Json } from '../../src/json.js';
import { contextOf, outcomeOf } from '../contracts/action.js';

interface Case {
  readonly code: Json;
  readonly context?: Json;
  readonly outputs?: Json;
  /** The code, and the whole message. */
  readonly error?: readonly [string, string?];
}

const cases = parseJson(
  readFileSync(new URL('cases/javascript-code.json', import.meta.url), 'utf8'),
) as unknown as readonly Case[];

const workflowContext = {
  actions: { Get: { name: 'Get', status: 'Succeeded', outputs: { body: { items: [1, 2] } } } },
  trigger: { name: 'manual', outputs: { body: { name: 'Ada' } } },
  workflow: { name: 'flow', run: { name: '08' } },
};

const action = javaScriptCode({ time: 1000, memory: 16 * 1024 * 1024 });

describe('JavaScriptCode', { timeout: 20_000 }, () => {
  it.each(cases)('$code', async ({ code, context = workflowContext, outputs, error }) => {
    const inputs = { code, workflowContext: context };
    const outcome = await outcomeOf(action, inputs, contextOf({ path: 'Foreach[3]/Code' }));
    const [failure, message = outcome.error?.message] = error ?? [];
    expect(outcome).toEqual(
      outputs !== undefined
        ? { status: 'Succeeded', code: 'OK', outputs }
        : { status: 'Failed', code: failure, error: { code: failure, message } },
    );
  });

  it('needs inputs', async () => {
    expect(await outcomeOf(javaScriptCode(), null)).toMatchObject({ status: 'Failed', code: 'BadRequest' });
  });
});
