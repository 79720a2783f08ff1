import { expect, test } from 'vitest';
import { localEngine, virtualClock } from '../../src/engines/index.js';
import { memoryHistory } from '../../src/history/index.js';
import type { Json } from '../../src/json.js';
import type { Outcome } from '../../src/run/index.js';
import { epoch } from '../contracts/clock.js';
import { workflowOf } from '../run/play.js';

const busy: Outcome = { status: 'Failed', code: 'Busy', retry: {} };
const get = { type: 'Http', inputs: { method: 'GET', uri: 'http://x' } };

/** Runs in virtual time; steps take a turn of the event loop. */
async function run(actions: Json, answer: (path: string, attempt: number) => Outcome) {
  const history = memoryHistory();
  const engine = localEngine({
    clock: virtualClock(epoch),
    history,
    action: (type) => ({
      type,
      async step(_, { path, attempt }) {
        await new Promise((resolve) => setImmediate(resolve));
        return answer(path, attempt);
      },
    }),
  });
  const workflow = workflowOf({ actions });
  const started = engine.start({ workflow, trigger: { name: 'manual' }, parameters: {}, appSettings: {} });
  await started.result;
  const events = (await history.read(started.id)) ?? [];
  return events.flatMap((event) =>
    event.kind === 'action-ended' ? [`${event.path} ${event.status} ${event.at.slice(0, 19)}`] : [],
  );
}

test('waits, retries and timeouts pass at once, in their order, always the same', async () => {
  const actions = {
    Retried: get,
    Slow: { type: 'Wait', inputs: { interval: { count: 20, unit: 'Second' } } },
    Month: { type: 'Wait', inputs: { interval: { count: 1, unit: 'Month' } } },
    Late: { ...get, limit: { timeout: 'PT10S' } },
  };
  const once = await run(actions, (path, attempt) =>
    path === 'Retried' && attempt > 0 ? { status: 'Succeeded', code: 'OK' } : busy,
  );
  expect(once).toEqual([
    'Retried Succeeded 2026-01-01T00:00:07',
    'Late TimedOut 2026-01-01T00:00:10',
    'Slow Succeeded 2026-01-01T00:00:20',
    'Month Succeeded 2026-02-01T00:00:00',
  ]);
});

test('a loop that looks every hour for a week is over at once', async () => {
  const hour = { type: 'Wait', inputs: { interval: { count: 1, unit: 'Hour' } } };
  const actions = {
    Loop: {
      type: 'Until',
      expression: "@greater(utcNow(), '2026-01-08T00:30')",
      limit: { count: 500, timeout: 'P30D' },
      actions: { Hour: hour },
    },
  };
  const ended = await run(actions, () => busy);
  expect(ended.at(-1)).toBe('Loop Succeeded 2026-01-08T01:00:00');
});
