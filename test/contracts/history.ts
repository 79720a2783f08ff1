// What every implementation of the port History must do.
import { describe, expect, it } from 'vitest';
import type { History } from '../../src/history/index.js';
import type { RunEvent, RunResult } from '../../src/run/index.js';

export function started(runId: string, workflow = 'flow', at = '2026-01-01T00:00:00.0000000Z'): RunEvent {
  const trigger = { name: 'manual', outputs: { body: { wide: 9223372036854775807n } } };
  const start = { runId, workflow, seed: 's', trigger, parameters: {}, appSettings: {} };
  return { kind: 'started', at, start: { ...start, clientTrackingId: runId, mocked: [] } };
}

export function ended(status: RunResult['status'], at = '2026-01-01T00:00:09.0000000Z'): RunEvent {
  return { kind: 'ended', at, result: { status, outputs: {} } };
}

const recorded = (seq: number): RunEvent => ({
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
      const ids = async (query: Parameters<History['list']>[0]) =>
        (await history.list(query)).map(({ runId }) => runId);
      expect(await ids({})).toEqual(['c', 'b', 'a']);
      expect(await ids({ workflow: 'one' })).toEqual(['c', 'a']);
      expect(await ids({ status: 'Running' })).toEqual(['b']);
      expect(await ids({ workflow: 'one', status: 'Failed' })).toEqual(['a']);
      expect(await ids({ workflow: 'three' })).toEqual([]);
    });

    it('does not list what has not begun', async () => {
      const history = await open();
      await history.append('a', [recorded(0)]);
      expect(await history.list()).toEqual([]);
    });
  });
}
