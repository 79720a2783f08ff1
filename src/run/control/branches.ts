import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';
import type { Planned } from '../plan.js';
import { branchNotTaken } from '../skip.js';

/** Opens one branch of several; the actions of the others are skipped (and `result()` lists them all). */
export function openBranch(x: Execution, taken: readonly Planned[], machine: Machine): void {
  const chosen = new Set(taken);
  for (const child of x.planned.children)
    if (!chosen.has(child)) machine.skip(x.frame, child, branchNotTaken(child.node.name));
  machine.open(x, taken);
}
