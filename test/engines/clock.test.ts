import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/engines/index.js';

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
