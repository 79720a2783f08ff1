import { stringOf } from '../../expressions/index.js';
import { isNumber, type Json } from '../../json.js';
import type { UntilNode } from '../../workflow/index.js';
import { decide } from '../condition.js';
import { count, later, milliseconds } from '../duration.js';
import type { Execution } from '../execution.js';
import { rolledUp, type Machine } from '../machine.js';
import { hasOption } from '../settings.js';
import { conditionFailure, failed, templateFailure, type Settlement } from '../settlement.js';
import type { Frame, UntilState } from '../state.js';

// Documented: 60 times, one hour.
const standard = { count: 60, timeout: 'PT1H' };
const largestCount = 5000;

/** An Until: its actions, then its condition, again and again. */
export function beginUntil(x: Execution, node: UntilNode, machine: Machine): void {
  let limit: { readonly count: Json; readonly timeout: Json };
  try {
    limit = machine.evaluate(x, { ...standard, ...node.limit }) as unknown as typeof limit;
  } catch (error) {
    machine.refuse(x, templateFailure(node.name, error));
    return;
  }
  const [most, time] = [count(limit.count), milliseconds(limit.timeout)];
  if (most === undefined || most < 1 || most > largestCount || time === undefined)
    return machine.refuse(x, invalidLimit(node, limit.count));
  machine.run(x);
  const deadline = later(machine.state.at, time);
  x.frame.loops[node.name] = { kind: 'until', count: most, deadline };
  machine.iterate(x, 0, null);
}

/** Tests the condition after an iteration: the loop ends as its last iteration did, or goes on. */
export function endUntilIteration(x: Execution, iteration: Frame, loop: UntilState, machine: Machine): void {
  const { node } = x.planned;
  if (node.control !== 'until') return;
  let holds: boolean;
  try {
    // In the iteration's place, so that chance is another one each time.
    holds = decide(node.expression, machine.scope({ ...x, frame: iteration, path: iteration.path }));
  } catch (error) {
    return end(x, conditionFailure(node.name, error), machine);
  }
  const done = iteration.index + 1;
  if (holds) return end(x, rolledUp(iteration, x.planned.children), machine);
  if (done >= loop.count || machine.state.at >= loop.deadline) return end(x, atLimit(x, iteration, done), machine);
  machine.forget(iteration);
  machine.iterate(x, done, null);
}

function end(x: Execution, settlement: Settlement, machine: Machine): void {
  delete x.frame.loops[x.planned.node.name];
  machine.settle(x, settlement);
}

/** Reaching a limit is a success (measured in Power Automate) unless the definition says otherwise; that code is a guess. */
function atLimit(x: Execution, iteration: Frame, done: number): Settlement {
  const { node } = x.planned;
  if (!hasOption(node, 'FailWhenLimitsReached')) return rolledUp(iteration, x.planned.children);
  const message = `The Until action '${node.name}' reached its limit after ${done} iterations, and its condition is not true.`;
  return failed('LimitsReached', message);
}

function invalidLimit({ name }: UntilNode, given: Json): Settlement {
  const said = isNumber(given) || typeof given === 'string' ? ` ('count' is ${stringOf(given)})` : '';
  const message = `The limit of action '${name}' must have a 'count' from 1 to ${largestCount} and an ISO 8601 'timeout'${said}.`;
  return failed('BadRequest', message, 'InvalidTemplate');
}
