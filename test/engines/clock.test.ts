import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock, virtualClock } from '../../src/engines/index.js';

afterEach(() => vi.useRealTimers());

const never = new AbortController().signal;

describe('systemClock', () => {
  it('gives the instant with seven digits', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 2, 3, 4, 5, 60) });
    expect(systemClock().now()).toBe('2026-01-02T03:04:05.0600000Z');
  });

  it('never goes back, also where the machine’s clock does', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 2000 });
    const clock = systemClock();
    const first = clock.now();
    vi.setSystemTime(1000);
    expect(clock.now()).toBe(first);
    vi.setSystemTime(3000);
    expect(clock.now()).toBe('1970-01-01T00:00:03.0000000Z');
  });

  it('does not wait for what is over', async () => {
    await expect(systemClock().until('2020-01-01T00:00:00.0000000Z', never)).resolves.toBeUndefined();
  });

  it('waits for what is to come', async () => {
    const due = Date.now() + 5;
    await systemClock().until(new Date(due).toISOString().replace('Z', '0000Z'), never);
    expect(Date.now()).toBeGreaterThanOrEqual(due);
  });

  it('stops waiting when it is told to, also for an instant far away', async () => {
    const controller = new AbortController();
    const waiting = systemClock().until('9999-01-01T00:00:00.0000000Z', controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(systemClock().until('9999-01-01T00:00:00.0000000Z', AbortSignal.abort())).rejects.toThrow('aborted');
  });
});

describe('systemClock from another time', () => {
  it('shows it, and goes as fast', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
    const clock = systemClock('2030-05-05T12:00:00Z');
    expect(clock.now()).toBe('2030-05-05T12:00:00.0000000Z');
    vi.setSystemTime(Date.UTC(2026, 0, 1, 0, 0, 7));
    expect(clock.now()).toBe('2030-05-05T12:00:07.0000000Z');
  });
});

describe('virtualClock', () => {
  const start = '2026-01-01T00:00:00.0000000Z';
  const at = (seconds: number) => new Date(Date.parse(start) + seconds * 1000).toISOString().replace('Z', '0000Z');

  it('lets sleepers wake in the order of their instants, and shows each', async () => {
    const clock = virtualClock(start);
    const woken: string[] = [];
    const sleep = async (seconds: number) => {
      await clock.until(at(seconds), never);
      woken.push(clock.now());
    };
    await Promise.all([sleep(3600), sleep(7.5), sleep(86_400 * 30), sleep(7.5)]);
    expect(woken).toEqual([at(7.5), at(7.5), at(3600), at(86_400 * 30)]);
  });

  it('begins exactly when it is told to', () => {
    expect(virtualClock('2030-05-05T12:00:00Z').now()).toBe('2030-05-05T12:00:00.0000000Z');
    expect(virtualClock('2030-05-05T12:00:00.1234567Z').now()).toBe('2030-05-05T12:00:00.1234567Z');
  });

  it('never goes back for what is over', async () => {
    const clock = virtualClock(start);
    await clock.until(at(-5), never);
    expect(clock.now()).toBe(start);
  });

  it('stands still while something is being done', async () => {
    const clock = virtualClock(start);
    const [first, second] = [clock.hold(), clock.hold()];
    let woken = false;
    const sleeping = clock.until(at(1), never).then(() => (woken = true));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    first();
    first(); // once more does nothing
    await turn();
    expect(woken).toBe(false);
    second();
    await sleeping;
    expect(clock.now()).toBe(at(1));
  });

  it('forgets who stops waiting', async () => {
    const clock = virtualClock(start);
    const controller = new AbortController();
    const waiting = clock.until(at(5), controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await clock.until(at(9), never);
    expect(clock.now()).toBe(at(9));
  });
});
