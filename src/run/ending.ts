// How a run ends: by itself, by Terminate, or cancelled from outside.
import { evaluate, ExpressionError } from '../expressions/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { RunResult, RunStatus } from './event.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';
import type { ActionError } from './ports.js';
import { rollUp } from './roll-up.js';
import { runScope } from './scope.js';
import type { Settlement } from './settlement.js';
import { terminated } from './skip.js';
import { isFarewell, type Frame } from './state.js';

/** Ends the run whose actions have all finished. */
export function endRun(machine: Machine): void {
  const { state, plan } = machine;
  const frame = state.frames[''];
  const status = frame ? rollUp(frame, plan.top) : 'Succeeded';
  if (status !== 'Succeeded') return finish(machine, { status, error: runFailed, outputs: {} });
  finish(machine, withOutputs(machine));
}

const runFailed: ActionError = { code: 'ActionFailed', message: 'An action failed. No dependent actions succeeded.' };

/** A run that went well: the definition's outputs are evaluated, and one that cannot be fails the run. */
function withOutputs(machine: Machine): RunResult {
  try {
    return { status: 'Succeeded', outputs: outputsOf(machine) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const message = `Unable to process template language expressions in workflow outputs: '${error.message}'.`;
    return { status: 'Failed', error: { code: 'InvalidTemplate', message }, outputs: {} };
  }
}

function outputsOf({ plan, state }: Machine): JsonObject {
  const scope = runScope(plan, state);
  const entries = Object.entries(plan.workflow.outputs).map(([name, output]): [string, Json] => [
    name,
    isObject(output) ? evaluate(ownAnyCase(output, 'value') ?? null, scope) : output,
  ]);
  return Object.fromEntries(entries);
}

function finish({ state, turn }: Machine, result: RunResult): void {
  state.result = result;
  state.ready.length = 0;
  turn.events.push({ kind: 'ended', at: state.at, result });
}

/**
 * Terminate and cancellation: what runs is Cancelled, what has not begun is Skipped (documented), late outcomes are dropped.
 * `leave` sends what the run still owes the world, the end of its subscriptions; the run ends when that is done.
 */
export function stop(
  machine: Machine,
  status: RunStatus,
  error: ActionError | undefined,
  leave: (x: Execution) => void,
): void {
  const { state } = machine;
  state.ending = { status, ...(error && { error }), outputs: {} };
  for (const x of takeBack(machine)) leave(x);
  for (const frame of Object.values(state.frames)) writeOff(machine, frame);
  state.ready.length = 0;
  endWhenDone(machine);
}

/** Takes back every command that is out but the farewells, and says whose subscriptions are still open. */
function takeBack(machine: Machine): readonly Execution[] {
  const { state, plan, turn } = machine;
  const subscribed: Execution[] = [];
  for (const [key, pending] of Object.entries(state.pending)) {
    if (isFarewell(pending)) continue;
    delete state.pending[key];
    turn.commands.push({ op: 'cancel', key });
    if (pending.for !== 'answer') continue;
    const [planned, frame] = [plan.find(pending.name), state.frames[pending.frame]];
    if (planned && frame) subscribed.push(machine.execution(frame, planned));
  }
  return subscribed;
}

/** Ends a run that is ending once nothing is out any more. */
export function endWhenDone(machine: Machine): void {
  const { state } = machine;
  if (state.ending && Object.keys(state.pending).length === 0) finish(machine, state.ending);
}

function writeOff(machine: Machine, frame: Frame): void {
  for (const key of Object.keys(frame.open)) {
    const inside = key
      ? machine.plan.find(key)?.children
      : frame.loop
        ? machine.plan.find(frame.loop)?.children
        : machine.plan.top;
    for (const planned of inside ?? []) {
      const status = frame.records[planned.node.name]?.status;
      if (status === undefined) machine.skip(frame, planned, terminated(planned.node.name));
      if (status === 'Running') machine.write(machine.execution(frame, planned), cancelled);
    }
    delete frame.open[key];
  }
}

const cancelled: Settlement = { status: 'Cancelled', code: 'Terminated' };
