import type { Json } from '../json.js';
import type { Workflow } from '../workflow/index.js';
import type { RunResult, StartRecord } from './event.js';
import { endWhenDone } from './ending.js';
import { deliverTo, kinds } from './kinds.js';
import { machineOf, openRun, type Machine, type Turn } from './machine.js';
import { planOf, type Plan } from './plan.js';
import type { Done } from './ports.js';
import { packed, unpacked } from './snapshot.js';
import { initialState, revive, type State } from './state.js';

/**
 * Decides what a run does next, given what has finished. No I/O, no clock, no chance, no promises: the same calls give the
 * same turns (invariants 1 and 2).
 */
export interface Interpreter {
  start(at: string): Turn;
  /** Takes a finished command, or the wish to cancel (`cancelKey`); one that nobody waits for any more changes nothing. */
  done(done: Done): Turn;
  /** The whole run as JSON text's value; `restore` continues from it. */
  snapshot(): Json;
  /** Present once the run has ended. */
  readonly result: RunResult | undefined;
}

/** The key under which a cancellation is delivered and recorded, as if it were a command's outcome. */
export const cancelKey = 'cancel';

// Invariant 6: so many actions may be handled before the host gets a breath.
const actionsPerTurn = 256;

export function interpreter(workflow: Workflow, start: StartRecord): Interpreter {
  return over(planOf(workflow), initialState(start));
}

/** Continues from a snapshot of the same workflow. */
export function restore(workflow: Workflow, snapshot: Json): Interpreter {
  return over(planOf(workflow), revive(unpacked(snapshot) as unknown as State));
}

function over(plan: Plan, state: State): Interpreter {
  const turn = (at: string, move: (machine: Machine) => void): Turn => {
    const made: Turn = { commands: [], events: [] };
    if (state.result) return made;
    state.at = at;
    const machine = machineOf(plan, state, made, kinds);
    move(machine);
    advance(machine);
    return made;
  };
  return {
    start: (at) =>
      turn(at, (machine) => {
        state.startTime = at;
        machine.turn.events.push({ kind: 'started', at, start: state.start });
        openRun(machine);
      }),
    // What comes too late, or twice, moves nothing: not even the time.
    done(done) {
      if (done.key === cancelKey && !state.ending)
        return turn(done.at, (machine) => machine.stop('Cancelled', cancelled));
      if (!(done.key in state.pending)) return { commands: [], events: [] };
      return turn(done.at, (machine) => deliver(machine, done));
    },
    snapshot: () => packed(state as unknown as Json),
    get result() {
      return state.result;
    },
  };
}

const cancelled = { code: 'Cancelled', message: 'The workflow run was cancelled.' };

function deliver(machine: Machine, { key, outcome }: Done): void {
  const { state, plan } = machine;
  const pending = state.pending[key];
  if (!pending) return;
  delete state.pending[key];
  if (state.ending) return endWhenDone(machine);
  if (pending.for === 'tick') return;
  const planned = plan.find(pending.name);
  const frame = state.frames[pending.frame];
  if (!planned || !frame) throw new Error(`The journal names '${key}', which this workflow does not have.`);
  deliverTo(machine.execution(frame, planned), pending, outcome, machine);
}

/** Begins what is ready, and what becomes ready by that, until there is nothing left or the turn is full. */
function advance(machine: Machine): void {
  const { state, plan } = machine;
  let begun = 0;
  while (begun < state.ready.length && begun < actionsPerTurn) {
    const { frame, name } = state.ready[begun] ?? { frame: '', name: '' };
    begun += 1;
    const planned = plan.find(name);
    const place = state.frames[frame];
    if (planned && place) kinds.begin(machine.execution(place, planned), machine);
  }
  state.ready.splice(0, begun);
  if (state.ready.length === 0 || tickKey(state.ticks - 1) in state.pending) return; // one tick at a time
  const key = tickKey(state.ticks);
  state.ticks += 1;
  state.pending[key] = { for: 'tick' };
  machine.turn.commands.push({ op: 'tick', key });
}

function tickKey(number: number): string {
  return `tick#${number}`;
}
