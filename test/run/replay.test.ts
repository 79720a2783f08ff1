// Time and chance are recorded (invariant 2): the same start and journal give the same values.
import { describe, expect, test } from 'vitest';
import { float, parseJson, stringifyJson, type Json } from '../../src/json.js';
import { interpreter, restore } from '../../src/run/index.js';
import { generator, uuid } from '../../src/run/random.js';
import { endedIn, epoch, instant, outcomeOf, play, replay, startOf, workflowOf } from './play.js';

const get = { type: 'Http', inputs: { method: 'GET', uri: 'https://x' } };
const chance = {
  type: 'Compose',
  inputs: { ids: ['@guid()', '@guid()'], dice: ['@rand(0, 1000000)', '@rand(0, 1000000)'] },
};
const workflow = workflowOf({
  actions: [{ First: chance }, { Get: get }, { Each: { type: 'Foreach', foreach: [1, 2], actions: { In: chance } } }],
  outputs: { id: { type: 'string', value: '@guid()' } },
});

function valuesOf(seed: string): string[] {
  const { run, turns } = play(workflow, startOf({ seed }), () => outcomeOf(200));
  const seen = JSON.stringify([...endedIn(turns).values()].map(({ outputs }) => outputs)) + JSON.stringify(run.result);
  return [...seen.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[[,])\d{4,6}(?=[,\]])/g)].map(([value]) => value);
}

describe('guid() and rand()', () => {
  test('differ within an action, between actions and iterations, and between runs', () => {
    const values = [...valuesOf('one'), ...valuesOf('two')];
    expect(values.length).toBeGreaterThanOrEqual(20);
    expect(new Set(values).size).toBe(values.length);
  });

  test('are the same when the run is replayed', () => {
    expect(valuesOf('one')).toEqual(valuesOf('one'));
    const { turns, journal } = play(workflow, startOf(), () => outcomeOf(200));
    expect(replay(workflow, startOf(), journal)).toEqual(turns);
  });

  test('a guid is a version 4 UUID', () => {
    const [id] = valuesOf('one');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid(generator('x'))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('random numbers are spread evenly, also over the first of many seeds', () => {
    const firsts = Array.from({ length: 2000 }, (_, at) => generator(`seed|${at}`)());
    const random = generator('one');
    const sequence = Array.from({ length: 2000 }, () => random());
    for (const numbers of [firsts, sequence]) {
      const tenths = Array.from(
        { length: 10 },
        (_, tenth) => numbers.filter((number) => Math.floor(number * 10) === tenth).length,
      );
      for (const size of tenths) expect(size).toBeGreaterThan(140);
    }
  });
});

test('tracking ids differ by iteration and stay when they are read again', () => {
  const probe = { type: 'Compose', inputs: "@actions('In')['trackingId']", runAfter: { In: ['Succeeded'] } };
  const again = { type: 'Compose', inputs: "@actions('In')['trackingId']", runAfter: { Probe: ['Succeeded'] } };
  const body = { In: { type: 'Compose', inputs: 1 }, Probe: probe, Again: again };
  const { turns } = play(
    workflowOf({ actions: { Each: { type: 'Foreach', foreach: [1, 2], actions: body } } }),
    startOf(),
    () => outcomeOf(200),
  );
  const at = (path: string) => endedIn(turns).get(path)?.outputs;
  expect(at('Each[0]/Probe')).toBe(at('Each[0]/Again'));
  expect(at('Each[0]/Probe')).not.toBe(at('Each[1]/Probe'));
});

test.each(['constructor', '__proto__', 'toString'])(
  'an action and a variable called %s, both begun after a snapshot',
  (name) => {
    const init = { type: 'InitializeVariable', inputs: { variables: [{ name, type: 'string', value: 'v' }] } };
    const probe = { type: 'Compose', inputs: [`@variables('${name}')`, `@outputs('${name}')?['statusCode']`] };
    const named = workflowOf({ actions: [{ Get: get }, { Init: init }, { [name]: get }, { Probe: probe }] });
    let run = interpreter(named, startOf());
    run.start(epoch);
    const step = (key: string, at: number) => {
      run = restore(named, parseJson(stringifyJson(run.snapshot())));
      return run.done({ key, at: instant(at), outcome: outcomeOf(200) });
    };
    const turns = [step('Get#0.0', 1), step(`${name}#0.0`, 2)];
    expect(endedIn(turns).get('Probe')?.outputs).toEqual(['v', 200]);
  },
);

test('wide integers and floats come through a snapshot as they are', () => {
  const values = { wide: parseJson('9223372036854775807'), float: float(5), small: 1e-7, text: 'a\u2028b\u0000' };
  const probe = {
    wide: "@add(outputs('A')['wide'], 0)",
    float: "@json(string(createArray(outputs('A')['float'])))",
    text: "@outputs('A')['text']",
  };
  const numbers = workflowOf({
    actions: [{ A: { type: 'Compose', inputs: values } }, { Get: get }, { Probe: { type: 'Compose', inputs: probe } }],
  });
  const outcome = outcomeOf(200);
  const straight = interpreter(numbers, startOf());
  straight.start(epoch);
  const restored = restore(numbers, parseJson(stringifyJson(straight.snapshot())));
  const [one, other] = [straight, restored].map((run) => run.done({ key: 'Get#0.0', at: instant(1), outcome }));
  expect(stringifyJson(other as unknown as Json)).toBe(stringifyJson(one as unknown as Json));
});
