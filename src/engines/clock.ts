/** Time, as engines need it; tests bring their own. */
export interface Clock {
  /** The instant, ISO 8601 with seven digits, never before the last one given. */
  now(): string;
  /** Resolves at an instant, or rejects when the signal aborts. */
  until(instant: string, signal: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export function systemClock(): Clock {
  let last = 0;
  return {
    now() {
      last = Math.max(last, Date.now());
      return new Date(last).toISOString().replace('Z', '0000Z');
    },
    until: (instant, signal) => sleep(Date.parse(instant), signal),
  };
}

// A timer holds no more than this many milliseconds; a longer one fires at once.
const longestTimer = 2 ** 31 - 1;

async function sleep(until: number, signal: AbortSignal): Promise<void> {
  const { setTimeout } = await import('node:timers/promises');
  for (let left = until - Date.now(); left > 0; left = until - Date.now())
    await setTimeout(Math.min(left, longestTimer), undefined, { signal });
}
