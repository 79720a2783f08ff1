// Every kind of action the interpreter carries out itself: one line each. What is not here is a step.
import { beginForeach, endIteration } from './control/foreach.js';
import { beginIf } from './control/if.js';
import { beginScope } from './control/scope.js';
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
import type { Execution } from './execution.js';
import type { Kinds, Machine } from './machine.js';
import { failed, templateFailure } from './settlement.js';
import { conditionFailed } from './skip.js';
import { beginStep } from './steps.js';

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

export const kinds: Kinds = { begin, iterationEnded: endIteration };

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
    case 'until':
      // The parser refuses these two for now; a definition made by hand ends here, and says so.
      return machine.refuse(x, failed('NotSupported', `dryflow cannot run actions of type '${node.type}' yet.`));
  }
}

function beginLeaf(x: Execution, node: LeafNode, machine: Machine): void {
  const operation = inline[node.type];
  if (!operation) return beginStep(x, node, machine);
  try {
    const settlement = operation(evaluateInputs(x, node, machine), x, machine);
    if (settlement) machine.settle(x, settlement);
  } catch (error) {
    machine.settle(x, templateFailure(node.name, error));
  }
}
