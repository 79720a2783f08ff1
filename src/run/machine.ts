import { evaluate, type Scope } from '../expressions/index.js';
import type { Json } from '../json.js';
import { endRun, stop } from './ending.js';
import type { RunEvent, RunStatus } from './event.js';
import type { Execution } from './execution.js';
import type { Plan, Planned } from './plan.js';
import { isLoop } from './plan.js';
import { iterationPath, pathOf } from './path.js';
import type { ActionError, Command } from './ports.js';
import { rollUp } from './roll-up.js';
import { scopeOf } from './scope.js';
import { actionFailed, succeeded, type Settlement } from './settlement.js';
import { dependencyFailed } from './skip.js';
import { frame as newFrame, isFarewell, type ActionRecord, type Awaited, type Frame, type State } from './state.js';
import { securedOf, tracked } from './tracked.js';

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
  /** Sends a command whose outcome the execution waits for; what is still out when it settles is taken back. */
  ask(x: Execution, awaited: Awaited, command: Command & { readonly key: string }): void;
  /** Takes back what is out for the execution. */
  withdraw(x: Execution): void;
  /** Forgets the records of an iteration that nobody can see any more. */
  forget(iteration: Frame): void;
  /** Starts one iteration of a loop. */
  iterate(x: Execution, index: number, item: Json): void;
  /** Writes off actions that will not run, with everything inside them. */
  skip(frame: Frame, planned: Planned, why: Settlement): void;
  /** Ends the run now, whatever is still going on. */
  stop(status: RunStatus, error?: ActionError): void;
}

/** What the machine asks back: how an action begins, what a loop does when an iteration has ended, what a stop leaves behind. */
export interface Kinds {
  begin(x: Execution, machine: Machine): void;
  iterationEnded(x: Execution, iteration: Frame, machine: Machine): void;
  /** Sends what a stopped execution still owes the world. */
  leave(x: Execution, machine: Machine): void;
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
    ask(x, awaited, command) {
      const { key } = command;
      const { name } = x.planned.node;
      state.pending[key] = { ...awaited, frame: x.frame.path, name };
      const entry = x.frame.records[name];
      // What has come back is not out any more: a poll may go on for ages (invariant 5).
      if (entry) entry.out = [...(entry.out ?? []).filter((each) => each in state.pending), key];
      turn.commands.push(command);
    },
    withdraw: (x) => withdraw(machine, x),
    forget: (iteration) => forget(machine, iteration),
    iterate(x, index, item) {
      const loop = x.frame.records[x.planned.node.name];
      if (loop) loop.iterations = index + 1;
      const path = iterationPath(x.frame, x.planned.node.name, index);
      const iteration = newFrame(path, { outer: x.frame.path, loop: x.planned.node.name, index, item });
      state.frames[path] = iteration;
      open(iteration, '', x.planned.children);
    },
    skip: (frame, planned, why) => skip(frame, planned, why),
    stop: (status, error) => stop(machine, status, error, (stopped) => kinds.leave(stopped, machine)),
  };

  const closing: { readonly frame: Frame; readonly key: string }[] = [];

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

  /** One after the other: an iteration without actions ends where it begins, and thousands must not stand on one stack. */
  function close(frame: Frame, key: string): void {
    if (closing.push({ frame, key }) > 1) return;
    for (let next = closing[0]; next; next = closing[0]) {
      closeNow(next.frame, next.key);
      closing.shift();
    }
  }

  function closeNow(frame: Frame, key: string): void {
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
  const secured = securedOf(x);
  turn.events.push({
    kind: 'action-started',
    at: state.at,
    path: x.path,
    name,
    type,
    ...parentOf(x.planned),
    ...(secured.length > 0 && { secured }),
  });
  return started;
}

/** Writes the end of an execution: to its record, and to whoever watches. */
function record(machine: Machine, x: Execution, settlement: Settlement): void {
  withdraw(machine, x);
  const { state, turn } = machine;
  const { name, type } = x.planned.node;
  const { secrets: _, code, ...rest } = settlement;
  const before = x.frame.records[name];
  const startTime = before?.startTime ?? state.at;
  const { attemptTime: __, out: ___, items: ____, webhook: _____, ...kept } = before ?? {};
  const entry: ActionRecord = { ...kept, ...rest, startTime, endTime: state.at };
  if (code !== 'NotSpecified') entry.code = code;
  x.frame.records[name] = entry;
  turn.events.push({
    kind: 'action-ended',
    at: state.at,
    path: x.path,
    name,
    type,
    ...parentOf(x.planned),
    startTime,
    ...(entry.inputs !== undefined && { inputs: entry.inputs }),
    ...(entry.iterations !== undefined && { iterationCount: entry.iterations }),
    ...settlement,
    ...tracked(machine, x),
  });
}

function forget(machine: Machine, iteration: Frame): void {
  const { plan, state } = machine;
  for (const { node } of plan.find(iteration.loop ?? '')?.innerLoops ?? []) {
    const { iterations = 0 } = iteration.records[node.name] ?? {};
    for (let at = 0; at < iterations; at++) {
      const inner = state.frames[iterationPath(iteration, node.name, at)];
      if (inner) forget(machine, inner);
    }
  }
  delete state.frames[iteration.path];
}

/** Takes back what is out for an execution, its farewell excepted: that is sent because the execution is over. */
function withdraw({ state, turn }: Machine, x: Execution): void {
  const entry = x.frame.records[x.planned.node.name];
  for (const key of entry?.out ?? []) {
    const pending = state.pending[key];
    if (!pending || isFarewell(pending)) continue;
    delete state.pending[key];
    turn.commands.push({ op: 'cancel', key });
  }
  if (entry?.out) delete entry.out;
}
