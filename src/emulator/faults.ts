// Faults that a test wants to see: refusals, waits and broken connections, at every so-manieth call of an operation.
import { SHORT_NAMES } from './operation-names.js';

/** A fault as it was written, and what it does when. */
export interface Fault {
  readonly text: string;
  /** The short name of an operation, or `*`. */
  readonly operation: string;
  readonly effect: FaultEffect;
  /** At each so-manieth call; 1 for all. */
  readonly every: number;
  /** How often at most. */
  readonly times: number;
  /** Seconds to send along in Retry-After. */
  readonly retryAfter: number | undefined;
}

/** A refusal, a wait in milliseconds, or a connection that ends without an answer. */
export type FaultEffect = { readonly status: number } | { readonly delay: number } | 'reset';

/** What befalls one call. */
export interface Mishap {
  readonly delay: number;
  /** The fault that takes the place of an answer. */
  readonly fault: Fault | undefined;
}

/** The faults that are in force. */
export interface Faults {
  list(): readonly string[];
  /** Replaces all of them, and counts from anew. */
  set(faults: readonly Fault[]): void;
  /** Counts a call of an operation and says what befalls it. */
  next(operationId: string): Mishap;
}

const FORM = 'OPERATION:EFFECT[:every=N][:times=N][:retry-after=SECONDS]';
const OPERATIONS = ['*', ...Object.values(SHORT_NAMES)];
const LONGEST_DELAY = 600_000;

/** Reads `issue:503:every=3`, `*:delay=200ms`, `create:reset:times=1`; a text says what is wrong with it. */
export function parseFault(text: string): Fault | string {
  const [operation = '', what = '', ...settings] = text.split(':');
  const wrong = (why: string): string => `'${text}' is no fault: ${why}. A fault is ${FORM}.`;
  if (!OPERATIONS.includes(operation)) return wrong(`the operation is one of ${OPERATIONS.join(', ')}`);
  const effect = effectOf(what);
  if (!effect) return wrong('the effect is a status from 400 to 599, reset, or delay=MILLISECONDS');
  const numbers = new Map(settings.flatMap(settingOf));
  if (numbers.size < settings.length)
    return wrong('every, times and retry-after take whole numbers from 1 on, once each');
  if (numbers.has('retry-after') && !(typeof effect === 'object' && 'status' in effect))
    return wrong('retry-after goes with a status; reset and delay have no answer to put it in');
  const [every = 1, times = Infinity] = [numbers.get('every'), numbers.get('times')];
  return { text, operation, effect, every, times, retryAfter: numbers.get('retry-after') };
}

function effectOf(text: string): FaultEffect | undefined {
  if (text === 'reset') return 'reset';
  if (/^[45]\d\d$/.test(text)) return { status: Number(text) };
  const [, delay] = /^delay=(\d{1,6})(?:ms)?$/.exec(text) ?? [];
  return delay !== undefined && Number(delay) <= LONGEST_DELAY ? { delay: Number(delay) } : undefined;
}

function settingOf(text: string): [string, number][] {
  const [, name = '', number = ''] = /^(every|times|retry-after)=([1-9]\d{0,8})$/.exec(text) ?? [];
  return name === '' ? [] : [[name, Number(number)]];
}

export function createFaults(initial: readonly Fault[] = []): Faults {
  let active = initial.map(counted);
  return {
    list: () => active.map(({ fault }) => fault.text),
    set: (faults) => void (active = faults.map(counted)),
    next(operationId) {
      const due = active.filter((one) => strikes(one, SHORT_NAMES[operationId] ?? '')).map(({ fault }) => fault);
      const delay = due.reduce(
        (sum, { effect }) => sum + (typeof effect === 'object' && 'delay' in effect ? effect.delay : 0),
        0,
      );
      return { delay, fault: due.find(({ effect }) => effect === 'reset' || 'status' in effect) };
    },
  };
}

interface Counted {
  readonly fault: Fault;
  calls: number;
  struck: number;
}

const counted = (fault: Fault): Counted => ({ fault, calls: 0, struck: 0 });

function strikes(one: Counted, operation: string): boolean {
  const { fault } = one;
  if (fault.operation !== '*' && fault.operation !== operation) return false;
  one.calls += 1;
  if (one.calls % fault.every !== 0 || one.struck >= fault.times) return false;
  one.struck += 1;
  return true;
}
