// A clock that moves only when a test says so.
import type { Clock } from '../../src/engines/index.js';

export const epoch = '2026-01-01T00:00:00.0000000Z';

export interface ManualClock extends Clock {
  /** Waits until somebody sleeps, jumps to the end of the earliest sleep and wakes it. */
  next(): Promise<void>;
  /** Waits until somebody sleeps. */
  asleep(): Promise<void>;
  /** What was slept for, in order. */
  readonly slept: readonly string[];
  /** How many sleep now. */
  readonly sleeping: () => number;
}

interface Sleeper {
  readonly due: string;
  readonly wake: () => void;
}

export function manualClock(): ManualClock {
  let now = epoch;
  const slept: string[] = [];
  const sleepers = new Set<Sleeper>();
  let arrived: () => void = () => undefined;

  async function asleep(): Promise<void> {
    if (sleepers.size === 0) await new Promise<void>((resolve) => (arrived = resolve));
  }

  return {
    now: () => now,
    hold: () => () => undefined,
    slept,
    sleeping: () => sleepers.size,
    until(due, signal) {
      slept.push(due);
      return new Promise((resolve, reject) => {
        const sleeper = { due, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
        arrived();
      });
    },
    asleep,
    async next() {
      await asleep();
      const [first] = [...sleepers].toSorted((a, b) => (a.due < b.due ? -1 : 1));
      if (!first) throw new Error('Nobody sleeps.');
      sleepers.delete(first);
      now = first.due > now ? first.due : now;
      first.wake();
    },
  };
}
