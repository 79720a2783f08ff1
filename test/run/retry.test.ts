// The arithmetic of waiting: policies, durations and instants.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { float, type Json } from '../../src/json.js';
import { count, later, milliseconds } from '../../src/run/duration.js';
import { retryPolicy } from '../../src/run/retry.js';
import { answersBy, eventsOf, play, startOf, workflowOf } from './play.js';

describe('an exponential policy', () => {
  test('waits a random time between its bounds (reference, section 6)', () => {
    const given = fc.record({
      interval: fc.integer({ min: 5, max: 3600 }),
      least: fc.integer({ min: 5, max: 60 }),
      most: fc.integer({ min: 60, max: 86400 }),
    });
    fc.assert(
      fc.property(
        given,
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (each, retry, random) => {
          const seconds = (length: number): string => `PT${length}S`;
          const policy = retryPolicy({
            type: 'exponential',
            count: 12,
            interval: seconds(each.interval),
            minimumInterval: seconds(each.least),
            maximumInterval: seconds(each.most),
          });
          const low = Math.min(Math.max(retry === 1 ? 0 : 2 ** (retry - 2) * each.interval, each.least), each.most);
          const high = Math.max(Math.min(2 ** (retry - 1) * each.interval, each.most), low);
          const wait = (policy?.delay(retry, () => random) ?? NaN) / 1000;
          expect(wait).toBeGreaterThanOrEqual(low);
          expect(wait).toBeLessThanOrEqual(high);
        },
      ),
    );
  });

  test('is at least five seconds and at most a day where nothing is said', () => {
    const policy = retryPolicy({ type: 'exponential', count: 90, interval: 'PT1S' });
    expect(policy?.delay(1, () => 0)).toBe(5000);
    expect(policy?.delay(90, () => 0.5)).toBe(86_400_000);
  });

  test('waits differently in another run and for another action, and the same when replayed', () => {
    const retryPolicyOf = { type: 'exponential', count: 1, interval: 'PT1H' };
    const get = { type: 'Http', inputs: { method: 'GET', uri: 'https://x', retryPolicy: retryPolicyOf } };
    const workflow = workflowOf({ actions: { A: get, B: get } });
    const waits = (seed: string) => {
      const { turns } = play(workflow, startOf({ seed }), answersBy({ A: [503, 200], B: [503, 200] }));
      return eventsOf(turns).flatMap((event) => (event.kind === 'action-retried' ? [event.until] : []));
    };
    expect(waits('one')).toEqual(waits('one'));
    expect(new Set([...waits('one'), ...waits('two')]).size).toBe(4);
  });
});

test('the standard policy knows no fifth delay, and answers all the same', () => {
  expect(retryPolicy(undefined)?.delay(5, () => 0)).toBe(45_000);
  expect(retryPolicy({ type: 'none' })?.delay(1, () => 0)).toBe(0);
});

test.each<[Json | undefined, number | undefined]>([
  ['PT7.5S', 7500],
  ['PT1M30S', 90_000],
  ['PT1H', 3_600_000],
  ['P1DT2H', 93_600_000],
  ['P2W', 1_209_600_000],
  ['pt5s', 5000],
  ['P', undefined],
  ['PT', undefined],
  ['P1DT', undefined],
  ['P1M', undefined],
  ['-PT5S', undefined],
  ['5', undefined],
  [5, undefined],
  [null, undefined],
  [undefined, undefined],
])('%j is %j milliseconds', (duration, wanted) => {
  expect(milliseconds(duration)).toBe(wanted);
});

test.each([
  ['2026-01-01T00:00:00.0000000Z', 7500, '2026-01-01T00:00:07.5000000Z'],
  ['2026-01-01T00:00:00.1234567Z', 1, '2026-01-01T00:00:00.1244567Z'],
  ['2026-01-01T00:00:00Z', 1000, '2026-01-01T00:00:01.0000000Z'],
  ['2026-01-01T00:00:00.5Z', 0.1, '2026-01-01T00:00:00.5010000Z'],
  ['2026-12-31T23:59:59.9999999Z', 1, '2027-01-01T00:00:00.0009999Z'],
  ['2026-01-01T00:00:00.0000000Z', 1e300, '9999-12-31T23:59:59.9990000Z'],
  ['2026-01-01T00:00:00.0000000Z', Infinity, '9999-12-31T23:59:59.9990000Z'],
])('%s and %d ms is %s', (at, after, wanted) => {
  expect(later(at, after)).toBe(wanted);
});

test.each<[Json | undefined, number | undefined]>([
  [5, 5],
  ['5', 5],
  [float(5), 5],
  [1.5, undefined],
  ['five', undefined],
  [null, undefined],
  [true, undefined],
  [undefined, undefined],
])('%j is a count of %j', (value, wanted) => {
  expect(count(value)).toBe(wanted);
});
