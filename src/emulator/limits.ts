// How often each operation may be called (documented: service limits). On by default: an application that is too fast for
// the service shall notice here, and one below the limits never does.
import { SHORT_NAMES } from './operation-names.js';

/** In milliseconds: all limits count within such a time. */
const WINDOW = 30_000;

/**
 * Calls in 30 seconds, for each resource. Creating with a token counts apart from creating without one. Reading an identity
 * has no documented limit.
 */
const FIGURES: Readonly<Record<string, number>> = {
  create: 1000,
  'create with a token': 1000,
  issue: 1000,
  delete: 500,
  revoke: 500,
  exchange: 500,
};

/** The limits of all resources. */
export interface Limits {
  /** Counts a call; how many seconds to wait where it is one too many. */
  refuse(resource: string, operationId: string, withToken: boolean): TooMany | undefined;
  /** Multiplies the service's figures; 0 switches the limits off. */
  scale(factor: number): void;
  readonly factor: number;
}

/** A call beyond a limit. */
export interface TooMany {
  readonly seconds: number;
  readonly reason: string;
}

interface Count {
  readonly from: number;
  calls: number;
}

/** Time is that of the tokens: a run whose time passes at once must find the limits lifted after its wait. */
export function createLimits(clock: () => number, initial = 1): Limits {
  const counts = new Map<string, Count>();
  let factor = initial;
  return {
    get factor() {
      return factor;
    },
    scale: (to) => {
      factor = to;
      counts.clear();
    },
    refuse(resource, operationId, withToken) {
      const name = `${SHORT_NAMES[operationId] ?? ''}${withToken ? ' with a token' : ''}`;
      const figure = FIGURES[name];
      if (figure === undefined || factor === 0) return undefined;
      const count = countAt(counts, `${resource} ${name}`, clock());
      count.calls += 1;
      const most = Math.max(1, Math.floor(figure * factor));
      return count.calls > most ? tooMany(name, most, count.from + WINDOW - clock()) : undefined;
    },
  };
}

/** The calls of the current window; one begins with the first call after the last one ended. */
function countAt(counts: Map<string, Count>, key: string, now: number): Count {
  const current = counts.get(key);
  if (current && now >= current.from && now < current.from + WINDOW) return current;
  const fresh = { from: now, calls: 0 };
  counts.set(key, fresh);
  return fresh;
}

function tooMany(name: string, most: number, wait: number): TooMany {
  return { seconds: Math.ceil(wait / 1000), reason: `more than ${most} calls of '${name}' in 30 seconds` };
}
