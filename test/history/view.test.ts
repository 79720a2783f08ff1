import { describe, expect, it } from 'vitest';
import { view } from '../../src/history/index.js';
import type { Json } from '../../src/json.js';
import type { RunEvent } from '../../src/run/index.js';
import { actionEnded, ended, started } from '../contracts/history.js';
import { answersBy, eventsOf, instant, play, startOf, workflowOf } from '../run/play.js';

/** The view of a run that was played to its end. */
function viewOf(actions: Json, answers: { readonly [name: string]: Json } = {}) {
  const { turns } = play(workflowOf({ actions }), startOf(), answersBy(answers));
  return view(eventsOf(turns));
}

const http = (runAfter: Json = {}) => ({ type: 'Http', inputs: { method: 'GET', uri: 'http://x' }, runAfter });

describe('view', () => {
  it('is the run with its actions by name, in the order in which they began', () => {
    const run = viewOf(
      { B: http(), A: { type: 'Compose', inputs: "@outputs('B')['statusCode']", runAfter: { B: ['Succeeded'] } } },
      { B: 200 },
    );
    expect(run).toMatchObject({ runId: 'run-1', workflow: 'test', status: 'Succeeded', outputs: {}, parameters: {} });
    expect(run.trigger).toEqual({ name: 'manual' });
    expect([run.startTime, run.endTime]).toEqual([instant(0), instant(1)]);
    expect(Object.keys(run.actions)).toEqual(['B', 'A']);
    expect(run.actions['B']).toEqual({
      name: 'B',
      type: 'Http',
      status: 'Succeeded',
      code: 'OK',
      inputs: { method: 'GET', uri: 'http://x' },
      outputs: { statusCode: 200 },
      startTime: instant(0),
      endTime: instant(1),
    });
    expect(run.actions['A']).toMatchObject({ status: 'Succeeded', inputs: 200, outputs: 200 });
  });

  it('has errors, and no code where the service shows none', () => {
    const run = viewOf(
      { Scope: { type: 'Scope', actions: { A: http() } }, B: http({ Scope: ['Succeeded'] }) },
      { A: 404 },
    );
    expect(run).toMatchObject({ status: 'Failed', error: { code: 'ActionFailed' } });
    expect(run.actions['A']).toMatchObject({ status: 'Failed', code: 'NotFound' });
    expect(run.actions['Scope']).toMatchObject({ status: 'Failed', code: 'ActionFailed' });
    expect(run.actions['B']).toMatchObject({ status: 'Skipped', code: 'ActionSkipped', startTime: instant(1) });
    const good = viewOf({ Scope: { type: 'Scope', actions: { A: http() } } }, { A: 200 });
    expect(good.actions['Scope']).not.toHaveProperty('code');
    expect(good.actions['A']).not.toHaveProperty('repetitions');
  });

  it('has every repetition of an action in a loop, the last one in front, failed if one has', () => {
    const loop = { type: 'Foreach', foreach: '@createArray(1, 2, 3)', actions: { Get: http() } };
    const run = viewOf({ Loop: loop }, { Get: 200, 'Loop[1]/Get': 404 });
    const { repetitions, ...last } = run.actions['Get'] ?? { repetitions: [] };
    expect(repetitions?.map(({ path, status, code }) => [path, status, code])).toEqual([
      ['Loop[0]/Get', 'Succeeded', 'OK'],
      ['Loop[1]/Get', 'Failed', 'NotFound'],
      ['Loop[2]/Get', 'Succeeded', 'OK'],
    ]);
    expect(last).toMatchObject({ name: 'Get', type: 'Http', status: 'Failed', outputs: { statusCode: 200 } });
    expect(run.actions['Loop']).not.toHaveProperty('repetitions');
    expect(viewOf({ Loop: loop }, { Get: 200 }).actions['Get']).toMatchObject({ status: 'Succeeded' });
  });

  it('has the attempts that were followed by another one', () => {
    const run = viewOf({ Get: http() }, { Get: [503, 500, 200] });
    expect(run.actions['Get']).toMatchObject({
      status: 'Succeeded',
      startTime: instant(0),
      endTime: instant(25.5),
      retryHistory: [
        { startTime: instant(0), endTime: instant(1), code: 'ServiceUnavailable' },
        { startTime: instant(8.5), endTime: instant(9.5), code: 'InternalServerError' },
      ],
    });
  });

  it('has what was answered', () => {
    const run = viewOf({ Answer: { type: 'Response', inputs: { statusCode: 201, body: 'x' } } });
    expect(run.response).toMatchObject({ statusCode: 201, body: 'x' });
  });

  it('shows a run that is still going on', () => {
    const at = instant(1);
    const events: RunEvent[] = [started('a'), { kind: 'action-started', at, path: 'Get', name: 'Get', type: 'Http' }];
    expect(view(events)).toEqual({
      runId: 'a',
      workflow: 'flow',
      status: 'Running',
      startTime: instant(0),
      trigger: expect.objectContaining({ name: 'manual' }) as object,
      parameters: {},
      outputs: {},
      actions: { Get: { name: 'Get', type: 'Http', status: 'Running', startTime: at } },
    });
  });

  it('shows nothing of what the definition secures', () => {
    const secured = ['outputs'] as const;
    const run = view([
      started('a'),
      actionEnded('Get', { inputs: 'in', outputs: { key: 'out' }, secured }),
      ended('Failed'),
    ]);
    expect(run.actions['Get']).toMatchObject({ inputs: 'in', outputs: '••••••' });
    expect(run.actions['Get']).not.toHaveProperty('secured');
  });

  it('shows what has no end of its own as cancelled with the run', () => {
    const at = instant(1);
    const running: RunEvent = { kind: 'action-started', at, path: 'Get', name: 'Get', type: 'Http' };
    const run = view([started('a'), running, ended('Cancelled', instant(5))]);
    expect(run.actions['Get']).toMatchObject({ status: 'Cancelled', startTime: at, endTime: instant(5) });
  });

  it('takes any name for an action', () => {
    const run = viewOf({ constructor: { type: 'Compose', inputs: 1 }, ['__proto__']: { type: 'Compose', inputs: 2 } });
    expect(Object.keys(run.actions).toSorted()).toEqual(['__proto__', 'constructor']);
  });

  it('needs the beginning', () => {
    expect(() => view([])).toThrow('start record');
    expect(() => view([ended('Failed')])).toThrow('start record');
  });
});
