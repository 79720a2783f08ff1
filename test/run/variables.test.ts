import { expect, it } from 'vitest';
import { interpreter, restore } from '../../src/run/index.js';
import { answersBy, endedIn, eventsOf, play, startOf, workflowOf } from './play.js';

const declared = { variables: [{ name: 'list', type: 'array', value: [0] }] };
const init = { Init: { type: 'InitializeVariable', inputs: declared } };
const append = (value: string | number) => ({ type: 'AppendToArrayVariable', inputs: { name: 'list', value } });
const look = { type: 'Compose', inputs: "@variables('list')" };

it('an array that has been read stays as it was, however it grows', () => {
  const actions = [init, { A: append(1) }, { See: look }, { B: append(2) }, { C: append(3) }, { Again: look }];
  const twice = [...actions, { Same: { type: 'SetVariable', inputs: { name: 'list', value: "@outputs('See')" } } }];
  const { turns } = play(
    workflowOf({ actions: [...twice, { D: append(4) }, { Last: look }] }),
    startOf(),
    answersBy({}),
  );
  const ended = endedIn(turns);
  expect(['See', 'Again', 'Last'].map((name) => ended.get(name)?.outputs)).toEqual([
    [0, 1],
    [0, 1, 2, 3],
    [0, 1, 4],
  ]);
  expect(ended.get('Init')?.inputs).toEqual({ variables: [{ name: 'list', type: 'array', value: [0] }] });
});

it('a copy of a run does not grow with it', () => {
  const wait = { type: 'Wait', inputs: { interval: { count: 1, unit: 'Second' } } };
  const workflow = workflowOf({ actions: [init, { A: append(1) }, { Wait: wait }, { B: append(2) }, { See: look }] });
  const run = interpreter(workflow, startOf());
  const [sleep] = run.start('2026-01-01T00:00:00.0000000Z').commands;
  const snapshot = run.snapshot();
  const done = {
    key: sleep && 'key' in sleep ? sleep.key : '',
    at: '2026-01-01T00:00:01.0000000Z',
    outcome: { woken: true },
  } as const;
  const see = (turn: ReturnType<typeof run.done>) => endedIn([turn]).get('See')?.outputs;
  expect(see(run.done(done))).toEqual([0, 1, 2]);
  expect(see(restore(workflow, snapshot).done(done))).toEqual([0, 1, 2]);
  expect(see(restore(workflow, snapshot).done(done))).toEqual([0, 1, 2]);
});

// Were the array copied each time, or all of it given as outputs, this would take gigabytes.
it('a loop appends as often as one likes, in time and space in proportion', () => {
  const count = 20_000;
  const each = { type: 'Foreach', foreach: `@range(1, ${count})`, actions: { A: append('@item()') } };
  const size = { type: 'Compose', inputs: "@length(variables('list'))" };
  const { turns } = play(workflowOf({ actions: [init, { Each: each }, { Size: size }] }), startOf(), answersBy({}));
  expect(endedIn(turns).get('Size')?.outputs).toBe(count + 1);
  expect(JSON.stringify(eventsOf(turns)).length).toBeLessThan(count * 1000);
});
