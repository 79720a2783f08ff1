import { evaluate, ExpressionError, type Scope } from '../expressions/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { RunEvent, RunResult, RunStatus } from './event.js';
import type { ActionError, Command } from './ports.js';
import type { Execution } from './execution.js';
import type { Plan, Planned } from './plan.js';
import { isLoop } from './plan.js';
import { rollUp } from './roll-up.js';
import { runScope, scopeOf } from './scope.js';
import { actionFailed, succeeded, type Settlement } from './settlement.js';
import { dependencyFailed, terminated } from './skip.js';
import { frame as newFrame, type ActionRecord, type Frame, type State } from './state.js';

/** What one call of the interpreter gives back. */
export interface Turn {
  readonly commands: Command[];
  readonly events: RunEvent[];
}

/** The moves that actions are made of. Every kind of action is written in these, and touches the state in no other way. */
export interface Machine {
  readonly plan: Plan;
  readonly state: State;
  readonly turn: Turn;
  execution(frame: Frame, planned: Planned): Execution;
  /** What templates see in the execution's place. */
  scope(x: Execution): Scope;
  /** The value of a template in the execution's place; throws ExpressionError. */
  evaluate(x: Execution, template: Json): Json;
  /** Marks an action as running. */
  run(x: Execution, inputs?: Json): ActionRecord;
  /** Writes how an action ended, and nothing else. */
  write(x: Execution, settlement: Settlement): void;
  /** Writes how an action ended and moves on: its successors, then its container. */
  settle(x: Execution, settlement: Settlement): void;
  /** Settles a container that never opened; what is inside is skipped with it. */
  refuse(x: Execution, settlement: Settlement): void;
  /** Starts the actions of a container; it settles by roll-up when they have all finished. */
  open(x: Execution, actions: readonly Planned[]): void;
  /** Starts one iteration of a loop. */
  iterate(x: Execution, index: number, item: Json): void;
  /** Writes off actions that will not run, with everything inside them. */
  skip(frame: Frame, planned: Planned, why: Settlement): void;
  /** Ends the run now, whatever is still going on. */
  stop(status: RunStatus, error?: ActionError): void;
}

/** What the machine asks back: how an action begins, and what a loop does when an iteration has ended. */
export interface Kinds {
  begin(x: Execution, machine: Machine): void;
  iterationEnded(x: Execution, iteration: Frame, machine: Machine): void;
}

export function machineOf(plan: Plan, state: State, turn: Turn, kinds: Kinds): Machine {
  const machine: Machine = {
    plan,
    state,
    turn,
    execution: (frame, planned) => ({ planned, frame, path: pathOf(frame, planned.node.name) }),
    scope: (x) => scopeOf(plan, state, x),
    evaluate: (x, template) => evaluate(template, machine.scope(x)),
    run: (x, inputs) => run(machine, x, inputs),
    write: (x, settlement) => record(machine, x, settlement),
    settle(x, settlement) {
      record(machine, x, settlement);
      for (const next of x.planned.successors) release(x.frame, next);
      countDown(x.frame, containerKey(x.planned));
    },
    refuse(x, settlement) {
      skipInside(x.frame, x.planned, settlement);
      machine.settle(x, settlement);
    },
    open: (x, actions) => open(x.frame, x.planned.node.name, actions),
    iterate(x, index, item) {
      const path = `${x.path}[${index}]`;
      const iteration = newFrame(path, { outer: x.frame.path, loop: x.planned.node.name, index, item });
      state.frames[path] = iteration;
      open(iteration, '', x.planned.children);
    },
    skip: (frame, planned, why) => skip(frame, planned, why),
    stop: (status, error) => stop(machine, status, error),
  };

  function open(frame: Frame, key: string, actions: readonly Planned[]): void {
    frame.open[key] = actions.length;
    for (const action of actions) {
      frame.waiting[action.node.name] = action.predecessors.length;
      if (action.predecessors.length === 0) state.ready.push({ frame: frame.path, name: action.node.name });
    }
    if (actions.length === 0) close(frame, key);
  }

  function release(frame: Frame, action: Planned): void {
    const left = (frame.waiting[action.node.name] ?? 0) - 1;
    frame.waiting[action.node.name] = left;
    if (left === 0) state.ready.push({ frame: frame.path, name: action.node.name });
  }

  function countDown(frame: Frame, key: string): void {
    const left = (frame.open[key] ?? 0) - 1;
    frame.open[key] = left;
    if (left === 0) close(frame, key);
  }

  function close(frame: Frame, key: string): void {
    delete frame.open[key];
    const container = plan.find(key || (frame.loop ?? ''));
    if (!container) return endRun(machine);
    if (key) return machine.settle(machine.execution(frame, container), rolledUp(frame, container.children));
    const outer = state.frames[frame.outer ?? ''];
    if (outer) kinds.iterationEnded(machine.execution(outer, container), frame, machine);
  }

  function skip(frame: Frame, planned: Planned, why: Settlement): void {
    record(machine, machine.execution(frame, planned), why);
    skipInside(frame, planned, why);
  }

  function skipInside(frame: Frame, planned: Planned, outer: Settlement): void {
    if (isLoop(planned)) return; // no iteration, so nothing to write the actions of one to
    for (const child of planned.children)
      skip(frame, child, dependencyFailed(child.node.name, planned, outer.status, outer.code));
  }

  return machine;
}

/** Opens the run itself. */
export function openRun(machine: Machine): void {
  const frame = newFrame('', { index: 0, item: null });
  machine.state.frames[''] = frame;
  if (machine.plan.top.length === 0) return endRun(machine);
  frame.open[''] = machine.plan.top.length;
  for (const { node, predecessors } of machine.plan.top) {
    frame.waiting[node.name] = predecessors.length;
    if (predecessors.length === 0) machine.state.ready.push({ frame: '', name: node.name });
  }
}

function pathOf(frame: Frame, name: string): string {
  return frame.path === '' ? name : `${frame.path}/${name}`;
}

/** The container that counts an action: the scope, If or Switch around it, or the frame itself. */
function containerKey({ parent }: Planned): string {
  return parent && !isLoop(parent) ? parent.node.name : '';
}

/** The same for people: a container is not in the path of what it holds, as a loop is. */
function parentOf(planned: Planned): { readonly parent?: string } {
  const parent = containerKey(planned);
  return parent === '' ? {} : { parent };
}

export function rolledUp(frame: Frame, actions: readonly Planned[]): Settlement {
  const status = rollUp(frame, actions);
  return status === 'Succeeded' ? succeeded : { ...actionFailed, status };
}

function run({ state, turn }: Machine, x: Execution, inputs?: Json): ActionRecord {
  const started: ActionRecord = { status: 'Running', startTime: state.at };
  if (inputs !== undefined) started.inputs = inputs;
  const { name, type } = x.planned.node;
  x.frame.records[name] = started;
  turn.events.push({ kind: 'action-started', at: state.at, path: x.path, name, type, ...parentOf(x.planned) });
  return started;
}

function record({ state, turn }: Machine, x: Execution, settlement: Settlement): void {
  const { name, type } = x.planned.node;
  const { secrets: _, code, ...rest } = settlement;
  const startTime = x.frame.records[name]?.startTime ?? state.at;
  const entry: ActionRecord = { ...x.frame.records[name], ...rest, startTime, endTime: state.at };
  if (code !== 'NotSpecified') entry.code = code;
  delete entry.attemptTime;
  x.frame.records[name] = entry;
  const inputs = entry.inputs === undefined ? {} : { inputs: entry.inputs };
  turn.events.push({
    kind: 'action-ended',
    at: state.at,
    path: x.path,
    name,
    type,
    ...parentOf(x.planned),
    startTime,
    ...inputs,
    ...settlement,
  });
}

function endRun(machine: Machine): void {
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

/** Terminate and cancellation: what runs is Cancelled, what has not begun is Skipped, late outcomes are dropped. */
function stop(machine: Machine, status: RunStatus, error?: ActionError): void {
  const { state, turn } = machine;
  for (const key of Object.keys(state.pending)) {
    delete state.pending[key];
    turn.commands.push({ op: 'cancel', key });
  }
  for (const frame of Object.values(state.frames)) writeOff(machine, frame);
  finish(machine, { status, ...(error && { error }), outputs: {} });
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
      if (status === 'Running') record(machine, machine.execution(frame, planned), cancelled);
    }
    delete frame.open[key];
  }
}

const cancelled: Settlement = { status: 'Cancelled', code: 'Terminated' };
