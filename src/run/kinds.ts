// Every kind of action the interpreter carries out itself: one line each. What is not here is a step.
import { beginForeach, endForeachIteration } from './control/foreach.js';
import { beginIf } from './control/if.js';
import { beginScope } from './control/scope.js';
import { beginSwitch } from './control/switch.js';
import { beginUntil, endUntilIteration } from './control/until.js';
import { compose } from './data/compose.js';
import { expression } from './data/expression.js';
import type { Inline } from './data/inline.js';
import { evaluateInputs } from './data/items.js';
import { join } from './data/join.js';
import { parseJson } from './data/parse-json.js';
import { query } from './data/query.js';
import { response } from './data/response.js';
import { select } from './data/select.js';
import { table } from './data/table.js';
import { terminate } from './data/terminate.js';
import {
  appendToArray,
  appendToString,
  decrementVariable,
  incrementVariable,
  initializeVariable,
  setVariable,
} from './data/variables.js';
import type { LeafNode } from '../workflow/index.js';
import { beginWait, endWait } from './delay.js';
import type { Execution } from './execution.js';
import type { Kinds, Machine } from './machine.js';
import { isMocked } from './mocked.js';
import type { Again, Done, Outcome } from './ports.js';
import { templateFailure, type Settlement } from './settlement.js';
import { inputsOf } from './inputs.js';
import { conditionFailed } from './skip.js';
import type { Awaited, AwaitedStep, Frame } from './state.js';
import { staticResult } from './static-result.js';
import { beginStep, endStep, sendStep } from './steps.js';
import { waitsForCall } from './webhook-types.js';
import { answered, beginWebhook, leaveWith, subscribed, unsubscribe, unsubscribed } from './webhook.js';

const inline: { readonly [type: string]: Inline } = {
  Compose: compose,
  ParseJson: parseJson,
  Query: query,
  Select: select,
  Join: join,
  Table: table,
  Expression: expression,
  Response: response,
  Terminate: terminate,
  InitializeVariable: initializeVariable,
  SetVariable: setVariable,
  IncrementVariable: incrementVariable,
  DecrementVariable: decrementVariable,
  AppendToArrayVariable: appendToArray,
  AppendToStringVariable: appendToString,
};

/** The types of leaf action that need no host. */
export const inlineTypes: readonly string[] = Object.keys(inline);

export const kinds: Kinds = { begin, iterationEnded, leave: (x, machine) => void unsubscribe(x, machine) };

/** Begins an action whose predecessors have all finished: it runs, or is skipped because of how one of them ended. */
function begin(x: Execution, machine: Machine): void {
  const { node } = x.planned;
  for (const { name, statuses } of node.runAfter) {
    const actual = x.frame.records[name]?.status ?? 'Skipped';
    if (statuses.some((status) => status === actual)) continue;
    machine.refuse(x, conditionFailed(node.name, name, statuses, actual));
    return;
  }
  switch (node.control) {
    case 'leaf':
      return beginLeaf(x, node, machine);
    case 'scope':
      return beginScope(x, node, machine);
    case 'if':
      return beginIf(x, node, machine);
    case 'foreach':
      return beginForeach(x, node, machine);
    case 'switch':
      return beginSwitch(x, node, machine);
    case 'until':
      return beginUntil(x, node, machine);
  }
}

function iterationEnded(x: Execution, iteration: Frame, machine: Machine): void {
  const loop = x.frame.loops[x.planned.node.name];
  if (loop?.kind === 'foreach') endForeachIteration(x, iteration, loop, machine);
  if (loop?.kind === 'until') endUntilIteration(x, iteration, loop, machine);
}

/** Begins a leaf action: it ends in a static result, answers from a mock, is computed here, or is a step. */
function beginLeaf(x: Execution, node: LeafNode, machine: Machine): void {
  const { plan, state } = machine;
  const fixed = staticResult(node, plan.workflow);
  if (fixed) return settleEvaluated(x, node, fixed, machine);
  if (isMocked(node.name, state.start)) return beginStep(x, node, machine);
  if (node.type === 'Wait') return beginWait(x, node, machine);
  if (waitsForCall(node, state)) return beginWebhook(x, node, machine);
  const operation = inline[node.type];
  if (!operation) return beginStep(x, node, machine);
  try {
    const settlement = operation(evaluateInputs(x, node, machine), x, machine);
    if (settlement) machine.settle(x, settlement);
  } catch (error) {
    machine.settle(x, templateFailure(node.name, error));
  }
}

/** A static result: the inputs are evaluated as ever, and nothing is done with them. */
function settleEvaluated(x: Execution, node: LeafNode, fixed: Settlement, machine: Machine): void {
  try {
    machine.settle(x, { ...fixed, inputs: inputsOf(x, node, machine) });
  } catch (error) {
    machine.settle(x, templateFailure(node.name, error));
  }
}

/** Takes what an execution has waited for. */
export function deliverTo(x: Execution, awaited: Awaited, outcome: Done['outcome'], machine: Machine): void {
  switch (awaited.for) {
    case 'step':
      if ('woken' in outcome) return sendStep(x, machine, awaited);
      return stepEnded(x, awaited, outcome, machine);
    case 'delay':
      return endWait(x, machine);
    case 'timeout':
      return timedOut(x, machine);
    case 'answer':
      return 'status' in outcome ? answered(x, outcome, machine) : undefined;
  }
}

function stepEnded(x: Execution, step: AwaitedStep, outcome: Outcome | Again, machine: Machine): void {
  const final = endStep(x, step, outcome, machine);
  if (!final) return;
  if (step.unsubscribe) return unsubscribed(x, machine);
  if (waitsForCall(x.planned.node, machine.state)) return subscribed(x, final, machine);
  machine.settle(x, final);
}

/** An action that has taken longer than its `limit.timeout`. */
function timedOut(x: Execution, machine: Machine): void {
  const { name } = x.planned.node;
  const message = `The execution of template action '${name}' is failed: the action timed out.`;
  const late = { status: 'TimedOut', code: 'ActionTimedOut', error: { code: 'ActionTimedOut', message } } as const;
  if (waitsForCall(x.planned.node, machine.state)) return leaveWith(x, late, machine);
  machine.settle(x, late);
}
