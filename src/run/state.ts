import type { Json } from '../json.js';
import type { ActionStatus, RetryRecord, RunResult, StartRecord } from './event.js';
import type { ActionError, Outcome } from './ports.js';

/** All that a run remembers. Plain JSON, so that a snapshot is a copy and a copy is a run. */
export interface State {
  readonly start: StartRecord;
  /** When the run began. */
  startTime: string;
  /** The instant of the outcome being handled (invariant 2). */
  at: string;
  /** Frames by path: the run's own is `''`, a loop's iteration is `Foreach_1[3]`. */
  readonly frames: Dictionary<Frame>;
  readonly variables: Dictionary<Variable>;
  /** Commands that are out, by key. An outcome for a key that is not here comes too late and is dropped. */
  readonly pending: Dictionary<Pending>;
  /** Actions whose predecessors have all finished, in order. */
  readonly ready: Ready[];
  ticks: number;
  responded: boolean;
  /** How the run will end once what it still owes the world is done. */
  ending?: RunResult;
  result?: RunResult;
}

export interface Dictionary<T> {
  [name: string]: T;
}

/** One pass over a set of actions: the run's own, or one iteration of a loop. */
export interface Frame {
  readonly path: string;
  /** The frame that the loop stands in; absent in the run's own frame. */
  readonly outer?: string;
  readonly loop?: string;
  readonly index: number;
  readonly item: Json;
  readonly records: Dictionary<ActionRecord>;
  /** How many predecessors each action still waits for. */
  readonly waiting: Dictionary<number>;
  /** How many actions are unfinished in each open container, by its action's name; `''` is the frame itself. */
  readonly open: Dictionary<number>;
  /** The loops that are running in this frame. */
  readonly loops: Dictionary<LoopState>;
}

export type LoopState = ForeachState | UntilState;

export interface ForeachState {
  readonly kind: 'foreach';
  readonly items: readonly Json[];
  /** How many iterations may run at once. */
  readonly width: number;
  next: number;
  running: number;
  /** What the loop will end in, as far as its iterations have told. */
  status: 'Succeeded' | 'Failed' | 'TimedOut';
}

export interface UntilState {
  readonly kind: 'until';
  /** The most iterations. */
  readonly count: number;
  /** After this instant no further iteration begins. */
  readonly deadline: string;
}

export interface ActionRecord {
  status: ActionStatus | 'Running';
  readonly startTime: string;
  endTime?: string;
  code?: string;
  inputs?: Json;
  outputs?: Json;
  error?: ActionError;
  /** Failed attempts that were followed by another one. */
  retries?: RetryRecord[];
  /** When the running attempt began. */
  attemptTime?: string;
  /** The commands that are out for this execution, by key. */
  out?: readonly string[];
  /** The items of the pages read so far. */
  items?: Json[];
  /** A webhook's subscription: what the service answered, and the answer it has called back with. */
  webhook?: { readonly subscribed?: Json; readonly answer?: Outcome };
  /** How many iterations a loop has begun. */
  iterations?: number;
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  value: Json;
  /** The value is an array that nobody has been given: it may grow in place. */
  unshared?: true;
}

/** A command that is out: a tick, or what an action waits for. */
export type Pending = { readonly for: 'tick' } | (Awaited & { readonly frame: string; readonly name: string });

/** What an execution waits for: a step (or the sleep before it), a delay, its time limit, a call from outside. */
export type Awaited =
  AwaitedStep | { readonly for: 'delay' } | { readonly for: 'timeout' } | { readonly for: 'answer' };

export interface AwaitedStep {
  readonly for: 'step';
  readonly attempt: number;
  readonly page: number;
  readonly cursor?: Json;
  /** A webhook's farewell, with inputs of its own. */
  readonly unsubscribe?: { readonly inputs: Json };
}

/** Whether a command unsubscribes, which is done whatever becomes of the action. */
export function isFarewell(pending: Pending): boolean {
  return pending.for === 'step' && pending.unsubscribe !== undefined;
}

export interface Ready {
  readonly frame: string;
  readonly name: string;
}

export function initialState(start: StartRecord): State {
  return {
    start,
    startTime: '',
    at: '',
    frames: dictionary(),
    variables: dictionary(),
    pending: dictionary(),
    ready: [],
    ticks: 0,
    responded: false,
  };
}

export function frame(path: string, place: Omit<Frame, 'path' | 'records' | 'waiting' | 'open' | 'loops'>): Frame {
  return { path, ...place, records: dictionary(), waiting: dictionary(), open: dictionary(), loops: dictionary() };
}

/** An object without a prototype: an action may be called `constructor`. */
function dictionary<T>(entries: Dictionary<T> = {}): Dictionary<T> {
  return Object.assign(Object.create(null) as Dictionary<T>, entries);
}

/** A state out of plain JSON again: its dictionaries lose the prototype that reading gave them. */
export function revive(state: State): State {
  const frames = Object.entries(state.frames).map(([path, each]): [string, Frame] => [path, reviveFrame(each)]);
  return {
    ...state,
    frames: dictionary(Object.fromEntries(frames)),
    variables: dictionary(state.variables),
    pending: dictionary(state.pending),
  };
}

function reviveFrame(each: Frame): Frame {
  return {
    ...each,
    records: dictionary(each.records),
    waiting: dictionary(each.waiting),
    open: dictionary(each.open),
    loops: dictionary(each.loops),
  };
}
