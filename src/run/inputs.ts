import type { Json } from '../json.js';
import type { LeafNode } from '../workflow/index.js';
import { evaluateInputs } from './data/items.js';
import type { Execution } from './execution.js';
import type { Machine } from './machine.js';

/** What an action's step is given: its inputs, evaluated in its place. */
export function inputsOf(x: Execution, node: LeafNode, machine: Machine): Json {
  return evaluateInputs(x, node, machine);
}
