// What cases cannot say well: ticks, cost, definitions made by hand, journals of another workflow.
import { describe, expect, test } from 'vitest';
import { inlineTypes, interpreter, restore, type Command, type Turn } from '../../src/run/index.js';
import type { ActionNode, Workflow } from '../../src/workflow/index.js';
import {
  answersBy,
  commandText,
  endedIn,
  epoch,
  eventsOf,
  instant,
  play,
  startOf,
  workflowOf,
  cancel,
} from './play.js';

const get = { type: 'Http', inputs: { method: 'GET', uri: 'https://x' } };
const noAnswer = answersBy({});

function line(length: number) {
  const actions = Array.from({ length }, (_, at) => ({
    [`A${at}`]: { type: 'Compose', inputs: at === 0 ? 1 : `@add(outputs('A${at - 1}'), 1)` },
  }));
  return workflowOf({ actions });
}

function texts({ commands }: Turn): string[] {
  return commands.map(commandText);
}

test('what an action has waited for is forgotten when it is there (invariant 5)', () => {
  const run = interpreter(workflowOf({ actions: [{ A: get }] }), startOf());
  run.start(epoch);
  for (let page = 0; page < 100; page++) {
    run.done({ key: `A#0.${page}`, at: epoch, outcome: { again: { after: 0, cursor: page } } });
    run.done({ key: `A#0.${page + 1}~sleep`, at: epoch, outcome: { woken: true } });
  }
  const text = JSON.stringify(run.snapshot());
  expect(text).toContain('"A#0.100"');
  expect(text).not.toContain('"A#0.99"');
});

describe('a turn is never long (invariant 6)', () => {
  test('a straight line of 1,000 actions asks for a tick after each 256', () => {
    const { run, turns } = play(line(1000), startOf(), noAnswer);
    expect(turns.map(texts)).toEqual([['tick tick#0'], ['tick tick#1'], ['tick tick#2'], []]);
    expect(turns.map(({ events }) => events.filter(({ kind }) => kind === 'action-ended').length)).toEqual([
      256, 256, 256, 232,
    ]);
    expect(run.result?.status).toBe('Succeeded');
    expect(endedIn(turns).get('A999')?.outputs).toBe(1000);
  });

  test('a Foreach over 20,000 items', () => {
    const each = {
      type: 'Foreach',
      foreach: '@range(0, 20000)',
      actions: { Double: { type: 'Compose', inputs: '@mul(item(), 2)' } },
    };
    const { run, turns } = play(workflowOf({ actions: { Each: each } }), startOf(), noAnswer);
    const ended = endedIn(turns);
    expect(run.result?.status).toBe('Succeeded');
    expect(ended.size).toBe(20001);
    expect(ended.get('Each[19999]/Double')?.outputs).toBe(39998);
    expect(Math.max(...turns.map(({ events }) => events.length))).toBeLessThan(600);
  });

  test('2,000 parallel steps', () => {
    const actions = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`A${at}`, get]));
    const { run, turns } = play(workflowOf({ actions }), startOf(), () => ({ status: 'Succeeded', code: 'OK' }));
    expect(run.result?.status).toBe('Succeeded');
    expect(endedIn(turns).size).toBe(2000);
  });

  test('a long If takes its branch as quickly', () => {
    const branch = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`A${at}`, { type: 'Compose', inputs: at }]),
    );
    const { run } = play(
      workflowOf({ actions: { If: { type: 'If', expression: true, actions: branch } } }),
      startOf(),
      noAnswer,
    );
    expect(run.result?.status).toBe('Succeeded');
  });

  test('one tick is out at a time, however many outcomes come in between', () => {
    const lines = Object.fromEntries(
      Array.from({ length: 600 }, (_, at) => [`A${at}`, { type: 'Compose', inputs: at }]),
    );
    const run = interpreter(workflowOf({ actions: { G: get, H: get, ...lines } }), startOf());
    expect(texts(run.start(epoch))).toEqual(['step G#0.0', 'step H#0.0', 'tick tick#0']);
    const outcome = { status: 'Succeeded', code: 'OK' } as const;
    expect(texts(run.done({ key: 'G#0.0', at: instant(1), outcome }))).toEqual([]);
    expect(texts(run.done({ key: 'H#0.0', at: instant(2), outcome }))).toEqual([]);
    expect(run.result?.status).toBe('Succeeded');
    expect(run.done({ key: 'tick#0', at: instant(3), outcome: { woken: true } })).toEqual({ commands: [], events: [] });
  });

  test('a late outcome moves nothing, even while a tick is out', () => {
    const run = interpreter(line(600), startOf());
    run.start(epoch);
    const before = run.snapshot();
    expect(run.done({ key: 'gone#0.0', at: instant(1), outcome: { woken: true } })).toEqual({
      commands: [],
      events: [],
    });
    expect(run.snapshot()).toEqual(before);
  });
});

describe('a run that is over', () => {
  test('takes nothing more', () => {
    const { run } = play(line(1), startOf(), noAnswer);
    const nothing = { commands: [], events: [] };
    expect(cancel(run, instant(9))).toEqual(nothing);
    expect(run.done({ key: 'A0#0.0', at: instant(9), outcome: { woken: true } })).toEqual(nothing);
  });

  test('is told from its snapshot', () => {
    const workflow = line(1);
    const { run } = play(workflow, startOf(), noAnswer);
    expect(restore(workflow, run.snapshot()).result).toEqual(run.result);
  });
});

test('the events of a run, in order', () => {
  const { turns } = play(workflowOf({ actions: { Get: get } }), startOf(), answersBy({ Get: [503, 200] }));
  expect(eventsOf(turns).map(({ kind, at }) => `${kind} ${at.slice(17, 21)}`)).toEqual([
    'started 00.0',
    'action-started 00.0',
    'action-retried 01.0',
    'action-ended 09.5',
    'ended 09.5',
  ]);
});

test('a failed attempt that is followed by another is told, and stays in the record', () => {
  const busy = {
    status: 'Failed',
    code: '429',
    error: { code: 'Busy', message: 'Later.' },
    retry: { after: 2000 },
  } as const;
  const { run, turns } = play(workflowOf({ actions: { Get: get } }), startOf(), ({ attempt }) =>
    attempt < 2 ? busy : { status: 'Succeeded', code: 'OK' },
  );
  const told = eventsOf(turns).flatMap((event) => (event.kind === 'action-retried' ? [event] : []));
  const { error } = busy;
  const first = { startTime: epoch, endTime: instant(1), code: '429', error };
  const second = { startTime: instant(3), endTime: instant(4), code: '429', error };
  const common = { kind: 'action-retried', path: 'Get', name: 'Get', count: 4 };
  expect(told).toEqual([
    { ...common, at: instant(1), retry: 1, until: instant(3), failed: first },
    { ...common, at: instant(4), retry: 2, until: instant(6), failed: second },
  ]);
  expect(run.snapshot()).toMatchObject({
    frames: { '': { records: { Get: { status: 'Succeeded', retries: [first, second] } } } },
  });
});

test('a start is told whole, and an outcome keeps its secrets for the event alone', () => {
  const start = startOf({ trigger: { name: 'manual', outputs: { body: 1 } } });
  const outcome = { status: 'Succeeded', code: 'OK', outputs: { token: 'abc' }, secrets: ['/token'] } as const;
  const { run, turns } = play(workflowOf({ actions: { Get: get } }), start, () => outcome);
  expect(eventsOf(turns)[0]).toEqual({ kind: 'started', at: epoch, start });
  expect(endedIn(turns).get('Get')).toMatchObject({ secrets: ['/token'], outputs: { token: 'abc' } });
  expect(JSON.stringify(run.snapshot())).not.toContain('/token');
});

test('a step tells what it is for', () => {
  const run = interpreter(
    workflowOf({ actions: { Each: { type: 'Foreach', foreach: ['a'], actions: { Get: get } } } }),
    startOf(),
  );
  const command: Command = {
    op: 'step',
    key: 'Each[0]/Get#0.0',
    path: 'Each[0]/Get',
    type: 'Http',
    inputs: { method: 'GET', uri: 'https://x' },
    settings: { asyncPattern: true, workflowHeaders: true },
    attempt: 0,
  };
  expect(run.start(epoch).commands).toEqual([command]);
});

describe('definitions made by hand', () => {
  const base = { runAfter: [], operationOptions: [], runtimeConfiguration: {}, pointer: '' };
  const inside: ActionNode = { ...base, control: 'leaf', name: 'In', type: 'Compose', inputs: 1 };
  const byHand = (node: ActionNode): Workflow => ({ ...workflowOf({ actions: {} }), actions: [node] });

  test('a Foreach over an object names it as JSON', () => {
    const node: ActionNode = {
      ...base,
      control: 'foreach',
      name: 'X',
      type: 'Foreach',
      foreach: { a: 1 },
      actions: [inside],
    };
    const { turns } = play(byHand(node), startOf(), noAnswer);
    expect(endedIn(turns).get('X')?.error?.message).toContain(`'foreach' expression '{"a":1}' is of type 'Object'`);
  });

  test('a fault of the interpreter itself is no failed action (invariant 7)', () => {
    const bad = new Proxy({}, { ownKeys: () => { throw new TypeError('broken'); } }); // prettier-ignore
    const node: ActionNode = { ...base, control: 'leaf', name: 'X', type: 'Compose', inputs: bad };
    expect(() => interpreter(byHand(node), startOf()).start(epoch)).toThrow('broken');
  });
});

test('a snapshot of another workflow is refused when its journal goes on', () => {
  const run = interpreter(workflowOf({ actions: { Get: get } }), startOf());
  run.start(epoch);
  const other = restore(workflowOf({ actions: { Other: get } }), run.snapshot());
  const outcome = { status: 'Succeeded', code: 'OK' } as const;
  expect(() => other.done({ key: 'Get#0.0', at: instant(1), outcome })).toThrow(
    "The journal names 'Get#0.0', which this workflow does not have.",
  );
});

test('a snapshot is a copy', () => {
  const run = interpreter(workflowOf({ actions: { Get: get } }), startOf());
  run.start(epoch);
  const before = run.snapshot();
  const kept = JSON.stringify(before);
  run.done({ key: 'Get#0.0', at: instant(1), outcome: { status: 'Succeeded', code: 'OK', outputs: 1 } });
  expect(JSON.stringify(before)).toBe(kept);
  expect(JSON.stringify(run.snapshot())).not.toBe(kept);
});

test('the types that need no host', () => {
  expect(inlineTypes).toContain('Compose');
  expect(inlineTypes).not.toContain('Http');
});
