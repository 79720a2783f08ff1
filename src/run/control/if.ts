import type { IfNode } from '../../workflow/index.js';
import { decide } from '../condition.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import { conditionFailure } from '../settlement.js';
import { openBranch } from './branches.js';

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
