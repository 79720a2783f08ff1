import type { IfNode } from '../../workflow/index.js';
import { decide } from '../condition.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import type { Planned } from '../plan.js';
import { conditionFailure } from '../settlement.js';
import { branchNotTaken } from '../skip.js';

/** An If: one branch runs, the actions of the other are skipped (and `result()` lists both). */
export function beginIf(x: Execution, node: IfNode, machine: Machine): void {
  let holds: boolean;
  try {
    holds = decide(node.expression, machine.scope(x));
  } catch (error) {
    machine.refuse(x, conditionFailure(node.name, error));
    return;
  }
  machine.run(x, { expressionResult: holds });
  openBranch(x, x.planned.children.slice(...(holds ? [0, node.actions.length] : [node.actions.length])), machine);
}

/** Opens one branch of several. */
function openBranch(x: Execution, taken: readonly Planned[], machine: Machine): void {
  const chosen = new Set(taken);
  for (const child of x.planned.children)
    if (!chosen.has(child)) machine.skip(x.frame, child, branchNotTaken(child.node.name));
  machine.open(x, taken);
}
