// runAfter in full: each way a predecessor can end, against each set of statuses that an action may ask for.
import { describe, expect, test } from 'vitest';
import { endedIn, outcomeOf, play, startOf, workflowOf } from './play.js';
import { statuses, type Status } from './shapes.js';

const sets = Array.from({ length: 15 }, (_, at) => statuses.filter((_status, bit) => ((at + 1) >> bit) & 1));
const get = { type: 'Http', inputs: { method: 'GET', uri: 'https://x' } };

function endOfSecond(actual: Status, wanted: readonly Status[]) {
  const second = { type: 'Compose', inputs: 1, runAfter: { First: wanted } };
  const { run, turns } = play(workflowOf({ actions: { First: get, Second: second } }), startOf(), () =>
    outcomeOf(actual),
  );
  return { run: run.result?.status, second: endedIn(turns).get('Second') };
}

describe.each(statuses)('after an action that is %s', (actual) => {
  test.each(sets.map((set): [string, readonly Status[]] => [set.join(', '), set]))(
    'an action that asks for %s',
    (said, wanted) => {
      const { run, second } = endOfSecond(actual, wanted);
      const handled = wanted.includes(actual);
      expect(second?.status).toBe(handled ? 'Succeeded' : 'Skipped');
      // A skipped leaf stands for its predecessor, and one that was skipped at the start for nothing.
      expect(run).toBe(handled || actual === 'Skipped' ? 'Succeeded' : actual);
      const message = `The execution of template action 'Second' is skipped: the 'runAfter' condition for action 'First' is not satisfied. Expected status values '${said}' and actual value '${actual}'.`;
      expect(second?.error).toEqual(handled ? undefined : { code: 'ActionConditionFailed', message });
    },
  );
});
