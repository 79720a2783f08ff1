import type { ScopeNode } from '../../workflow/index.js';
import type { Execution } from '../execution.js';
import type { Machine } from '../machine.js';

/** A Scope: its actions, and their status taken together. */
export function beginScope(x: Execution, _node: ScopeNode, machine: Machine): void {
  machine.run(x);
  machine.open(x, x.planned.children);
}
