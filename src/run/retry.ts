import { isObject, ownAnyCase, type Json } from '../json.js';
import { count, milliseconds } from './duration.js';

/** How often an action may be tried again, and how long to wait before each retry. */
export interface RetryPolicy {
  readonly count: number;
  /** Milliseconds before the retry with this number, from 1. `random` is in [0, 1). */
  delay(retry: number, random: () => number): number;
}

// Without a policy the service retries four times, scaled by 7.5 s and capped at 45 s (measured in Power Automate).
const defaultDelays = [7_500, 15_000, 30_000, 45_000];

const standard: RetryPolicy = { count: defaultDelays.length, delay: (retry) => defaultDelays[retry - 1] ?? 45_000 };
const none: RetryPolicy = { count: 0, delay: () => 0 };

/** Reads an action's `retryPolicy`; undefined where it is not one. */
export function retryPolicy(value: Json | undefined): RetryPolicy | undefined {
  if (value === undefined || value === null) return standard;
  if (!isObject(value)) return undefined;
  const type = ownAnyCase(value, 'type');
  if (typeof type !== 'string') return undefined;
  switch (type.toLowerCase()) {
    case 'none':
      return none;
    case 'default':
      return standard;
    case 'fixed':
    case 'exponential':
      return scheduled(type.toLowerCase() === 'exponential', value);
    default:
      return undefined;
  }
}

function scheduled(exponential: boolean, value: { readonly [name: string]: Json }): RetryPolicy | undefined {
  const times = count(ownAnyCase(value, 'count'));
  const interval = milliseconds(ownAnyCase(value, 'interval'));
  if (times === undefined || times < 1 || times > 90 || interval === undefined) return undefined;
  if (!exponential) return { count: times, delay: () => interval };
  const least = milliseconds(ownAnyCase(value, 'minimumInterval')) ?? 5_000;
  const most = milliseconds(ownAnyCase(value, 'maximumInterval')) ?? 86_400_000;
  return {
    count: times,
    // Documented: retry n waits a random time between 2^(n-2) and 2^(n-1) intervals, the first up to one interval.
    delay(retry, random) {
      const low = Math.max(retry === 1 ? 0 : 2 ** (retry - 2) * interval, least);
      const high = Math.min(2 ** (retry - 1) * interval, most);
      return high <= low ? Math.min(low, most) : low + random() * (high - low);
    },
  };
}
