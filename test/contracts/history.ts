// What every implementation of the port History must do.
import { describe, expect, it } from 'vitest';
import type { History, RunQuery } from '../../src/history/index.js';
import { Float, type Json, type JsonObject } from '../../src/json.js';
import type { RunEvent, RunResult } from '../../src/run/index.js';

export function started(runId: string, workflow = 'flow', at = '2026-01-01T00:00:00.0000000Z'): RunEvent {
  const trigger = { name: 'manual', outputs: { body: { wide: 9223372036854775807n } } };
  const start = { runId, workflow, seed: 's', trigger, parameters: {}, appSettings: {} };
  return { kind: 'started', at, start: { ...start, clientTrackingId: runId, mocked: [] } };
}

/** An action's end, of no interest but for what is given. */
export function actionEnded(path: string, given: Partial<Extract<RunEvent, { kind: 'action-ended' }>> = {}): RunEvent {
  const at = '2026-01-01T00:00:02.0000000Z';
  const name = path.slice(path.lastIndexOf('/') + 1);
  const action = { path, name, type: 'Http', startTime: at, status: 'Succeeded', code: 'OK' } as const;
  return { kind: 'action-ended', at, ...action, ...given };
}

export function ended(status: RunResult['status'], at = '2026-01-01T00:00:09.0000000Z'): RunEvent {
  return { kind: 'ended', at, result: { status, outputs: {} } };
}

export const recorded = (seq: number): RunEvent => ({
  kind: 'recorded',
  seq,
  key: `A#${seq}.0`,
  at: '2026-01-01T00:00:01.0000000Z',
  outcome: { status: 'Succeeded', code: 'OK' },
});

const untracked = (clientTrackingId: string) => ({ clientTrackingId, trackedProperties: {} });

export function historyContract(name: string, open: () => Promise<History> | History): void {
  describe(`${name}: a history`, () => {
    it('gives the events of a run in the order in which they came', async () => {
      const history = await open();
      const events = [started('a'), ...[0, 1, 2].map(recorded), ended('Succeeded')];
      await history.append('a', events.slice(0, 2));
      await history.append('b', [started('b')]);
      await history.append('a', events.slice(2, 3));
      await history.append('a', []);
      await history.append('a', events.slice(3));
      expect(await history.read('a')).toEqual(events);
      expect(await history.read('b')).toEqual([started('b')]);
    });

    it('keeps many events that are appended without waiting', async () => {
      const history = await open();
      const events = [started('a'), ...Array.from({ length: 500 }, (_, at) => recorded(at))];
      await Promise.all(events.map((event) => history.append('a', [event])));
      expect(await history.read('a')).toEqual(events);
    });

    it('has no events of a run that it does not know', async () => {
      expect(await (await open()).read('a')).toBeUndefined();
    });

    it('hands out what is its own: nobody changes it from outside', async () => {
      const history = await open();
      const given = [started('a')];
      await history.append('a', given);
      given.push(ended('Failed'));
      const read = (await history.read('a')) as RunEvent[];
      read.push(ended('Failed'));
      expect(await history.read('a')).toEqual([started('a')]);
    });

    it('lists runs, the newest first', async () => {
      const history = await open();
      expect(await history.list()).toEqual([]);
      await history.append('a', [started('a', 'one'), ended('Failed')]);
      await history.append('b', [started('b', 'two', '2026-01-01T00:00:01.0000000Z')]);
      await history.append('c', [started('c', 'one', '2026-01-01T00:00:02.0000000Z'), recorded(0), ended('Succeeded')]);
      expect(await history.list()).toEqual([
        {
          runId: 'c',
          workflow: 'one',
          status: 'Succeeded',
          startTime: '2026-01-01T00:00:02.0000000Z',
          endTime: '2026-01-01T00:00:09.0000000Z',
          ...untracked('c'),
        },
        {
          runId: 'b',
          workflow: 'two',
          status: 'Running',
          startTime: '2026-01-01T00:00:01.0000000Z',
          ...untracked('b'),
        },
        {
          runId: 'a',
          workflow: 'one',
          status: 'Failed',
          startTime: '2026-01-01T00:00:00.0000000Z',
          endTime: '2026-01-01T00:00:09.0000000Z',
          ...untracked('a'),
        },
      ]);
      const ids = async (query: RunQuery) => (await history.list(query)).map(({ runId }) => runId);
      expect(await ids({})).toEqual(['c', 'b', 'a']);
      expect(await ids({ workflow: 'one' })).toEqual(['c', 'a']);
      expect(await ids({ status: 'Running' })).toEqual(['b']);
      expect(await ids({ workflow: 'one', status: 'Failed' })).toEqual(['a']);
      expect(await ids({ workflow: 'three' })).toEqual([]);
    });

    it('finds runs by when they began, by the beginning of their ids, and so many of them', async () => {
      const history = await open();
      for (const [id, hour] of Object.entries({ a1: '01', a2: '02', b1: '03', 'a%': '04' }))
        await history.append(id, [started(id, 'flow', `2026-01-01T${hour}:00:00.0000000Z`)]);
      const ids = async (query: RunQuery) => (await history.list(query)).map(({ runId }) => runId);
      expect(await ids({ since: '2026-01-01T02:00:00.0000000Z' })).toEqual(['a%', 'b1', 'a2']);
      expect(await ids({ before: '2026-01-01T02:00:00.0000000Z' })).toEqual(['a1']);
      expect(await ids({ idPrefix: 'a' })).toEqual(['a%', 'a2', 'a1']);
      expect(await ids({ idPrefix: 'a%' })).toEqual(['a%']);
      expect(await ids({ idPrefix: '' })).toHaveLength(4);
      expect(await ids({ limit: 2 })).toEqual(['a%', 'b1']);
      expect(await ids({ idPrefix: 'a', limit: 1, before: '2026-01-01T04:00:00.0000000Z' })).toEqual(['a2']);
    });

    it('finds runs by client tracking id and by the values of tracked properties, of every iteration', async () => {
      const history = await open();
      const tracked = (path: string, trackedProperties: JsonObject) => actionEnded(path, { trackedProperties });
      await history.append('a', [started('a'), tracked('L[0]/Get', { user: 'u1', n: 7 })]);
      await history.append('a', [tracked('L[1]/Get', { user: 'u2' }), tracked('Put', { part: { of: 'u1' } })]);
      await history.append('b', [started('b'), tracked('Get', { user: 'u2' })]);
      const ids = async (tracking: string) => (await history.list({ tracking })).map(({ runId }) => runId);
      expect(await ids('u1')).toEqual(['a']);
      expect(await ids('u2')).toEqual(['b', 'a']);
      expect(await ids('7')).toEqual(['a']);
      expect(await ids('b')).toEqual(['b']);
      expect(await ids('u')).toEqual([]);
      const [run] = await history.list({ tracking: 'a' });
      expect(run?.trackedProperties).toEqual({ Get: { user: 'u2' }, Put: { part: { of: 'u1' } } });
    });

    it('forgets runs, and no others', async () => {
      const history = await open();
      for (const id of ['a', 'b', 'c'])
        await history.append(id, [started(id), actionEnded('A', { trackedProperties: { id: 'x' } }), ended('Failed')]);
      expect(await history.delete(['a', 'c', 'nobody'])).toBe(2);
      expect(await history.read('a')).toBeUndefined();
      expect((await history.list({ tracking: 'x' })).map(({ runId }) => runId)).toEqual(['b']);
      await history.append('a', [started('a', 'again')]);
      expect(await history.read('a')).toEqual([started('a', 'again')]);
      expect(await history.list({ tracking: 'x' })).toHaveLength(1);
    });

    it('lets this process claim a run that it has, and any run be asked to cancel', async () => {
      const history = await open();
      await history.append('a', [started('a')]);
      expect(await history.claim('a')).toBe(true);
      expect(await history.claim('nobody')).toBe(false);
      expect(await history.cancelRequested('a')).toBe(false);
      await history.requestCancel('a');
      expect([await history.cancelRequested('a'), await history.cancelRequested('b')]).toEqual([true, false]);
      await history.append('a', [ended('Cancelled')]);
      expect(await history.journal('a')).toEqual([started('a'), ended('Cancelled')]);
    });

    it('keeps what only JSON of other makes can say', async () => {
      const outputs: Json = {
        wide: 18446744073709551615n,
        float: new Float(5),
        huge: new Float(1e300),
        zero: new Float(-0),
        tiny: 1e-7,
        text: '\ud800 \u0000 \u2028 "1.0" é',
        ['__proto__']: [null, true, []],
        2: 'first',
      };
      const events = [started('a'), actionEnded('A', { outputs, inputs: Array.from({ length: 500 }, () => outputs) })];
      const history = await open();
      await history.append('a', events);
      expect(await history.read('a')).toEqual(events);
    });

    it('does not list what has not begun', async () => {
      const history = await open();
      await history.append('a', [recorded(0)]);
      expect(await history.list()).toEqual([]);
    });
  });
}
