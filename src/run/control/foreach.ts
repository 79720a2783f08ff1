import { isArray, isObject, ownAnyCase, type Json } from '../../json.js';
import type { ForeachNode } from '../../workflow/index.js';
import { count } from '../duration.js';
import type { Execution } from '../execution.js';
import { rolledUp, type Machine } from '../machine.js';
import type { Planned } from '../plan.js';
import { actionFailed, failed, succeeded, templateFailure, typeName } from '../settlement.js';
import { hasOption } from '../settings.js';
import type { ForeachState, Frame } from '../state.js';

/** A Foreach: an iteration for each item, at most `width` at once; one that fails fails the loop, after all have run. */
export function beginForeach(x: Execution, node: ForeachNode, machine: Machine): void {
  let items: Json;
  let most: number;
  try {
    items = machine.evaluate(x, node.foreach);
    most = widthOf(x, node, machine);
  } catch (error) {
    machine.refuse(x, templateFailure(node.name, error));
    return;
  }
  if (!isArray(items)) {
    machine.refuse(x, failed('ExpressionEvaluationFailed', notAnArray(node, items)));
    return;
  }
  machine.run(x);
  if (items.length === 0 || x.planned.children.length === 0) {
    machine.settle(x, succeeded);
    return;
  }
  const width = Math.min(most, items.length);
  const loop: ForeachState = { kind: 'foreach', items, width, next: 0, running: 0, status: 'Succeeded' };
  x.frame.loops[node.name] = loop;
  for (let at = 0; at < width; at++) next(x, loop, machine);
}

/** Starts the next iteration, or settles the loop after its last one. */
export function endForeachIteration(x: Execution, iteration: Frame, loop: ForeachState, machine: Machine): void {
  loop.running -= 1;
  const { status } = rolledUp(iteration, x.planned.children);
  if (status === 'Failed' || (status === 'TimedOut' && loop.status === 'Succeeded')) loop.status = status;
  if (loop.next < loop.items.length) return next(x, loop, machine);
  if (loop.running > 0) return;
  delete x.frame.loops[x.planned.node.name];
  machine.settle(x, loop.status === 'Succeeded' ? succeeded : { ...actionFailed, status: loop.status });
}

function next(x: Execution, loop: ForeachState, machine: Machine): void {
  const index = loop.next;
  loop.next += 1;
  loop.running += 1;
  machine.iterate(x, index, loop.items[index] ?? null);
}

/** 20 at once, or what the definition says from 1 to 50; one after another in Power Automate and inside another Foreach. */
function widthOf(x: Execution, node: ForeachNode, machine: Machine): number {
  if (hasOption(node, 'Sequential')) return 1;
  if (isInForeach(x.planned)) return 1;
  const concurrency = ownAnyCase(node.runtimeConfiguration, 'concurrency');
  const written = isObject(concurrency) ? ownAnyCase(concurrency, 'repetitions') : undefined;
  const repetitions = written === undefined ? undefined : count(machine.evaluate(x, written));
  if (repetitions !== undefined) return Math.min(Math.max(repetitions, 1), 50);
  return machine.plan.workflow.dialect === 'power-automate' ? 1 : 20;
}

function isInForeach({ loop }: Planned): boolean {
  return loop !== undefined && (loop.node.control === 'foreach' || isInForeach(loop));
}

function notAnArray({ name, foreach }: ForeachNode, items: Json): string {
  const expression = typeof foreach === 'string' ? foreach : JSON.stringify(foreach);
  return `The execution of template action '${name}' failed: the result of the evaluation of 'foreach' expression '${expression}' is of type '${typeName(items)}'. The result must be a valid array.`;
}
