/** Time, as engines need it; tests bring their own. */
export interface Clock {
  /** The instant, ISO 8601 with seven digits, never before the last one given. */
  now(): string;
  /** Resolves at an instant, or rejects when the signal aborts. */
  until(instant: string, signal: AbortSignal): Promise<void>;
  /** Says that something is being done; gives what to call when it is over. A clock that runs ahead stands still meanwhile. */
  hold(): () => void;
}

/** The machine's clock; with `start` one that shows another time and goes as fast. */
export function systemClock(start?: string): Clock {
  const ahead = start === undefined ? 0 : Date.parse(start) - Date.now();
  let last = -Infinity;
  return {
    now() {
      last = Math.max(last, Date.now() + ahead);
      return textOf(last);
    },
    until: (instant, signal) => sleep(Date.parse(instant) - ahead, signal),
    hold: () => () => undefined,
  };
}

/**
 * A clock that jumps: whenever nothing is being done, it shows the instant that the earliest sleeper waits for and wakes it.
 * So waits pass at once, in their order, and a run with the same answers has the same times.
 */
export function virtualClock(start?: string): Clock {
  let now = start !== undefined && /\.\d{7}Z$/.test(start) ? start : textOf(start ? Date.parse(start) : Date.now());
  let holds = 0;
  const sleepers = new Set<{ readonly instant: string; readonly wake: () => void }>();
  const jumpWhenIdle = (): void => void setImmediate(jump);
  function jump(): void {
    if (holds > 0 || sleepers.size === 0) return;
    const [first] = [...sleepers].toSorted((a, b) => (a.instant < b.instant ? -1 : a.instant > b.instant ? 1 : 0));
    if (!first) return;
    sleepers.delete(first);
    if (first.instant > now) now = first.instant;
    first.wake();
    jumpWhenIdle();
  }
  return {
    now: () => now,
    until(instant, signal) {
      return new Promise((resolve, reject) => {
        const sleeper = { instant, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
        jumpWhenIdle();
      });
    },
    hold() {
      holds += 1;
      let released = false;
      return () => {
        if (!released) holds -= 1;
        released = true;
        jumpWhenIdle();
      };
    },
  };
}

/** An instant as the service writes it, with seven digits. */
function textOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000Z');
}

// A timer holds no more than this many milliseconds; a longer one fires at once.
const longestTimer = 2 ** 31 - 1;

async function sleep(until: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  for (let left = until - Date.now(); left > 0; left = until - Date.now())
    await setTimeout(Math.min(left, longestTimer), undefined, { signal });
}
