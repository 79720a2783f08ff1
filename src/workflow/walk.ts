import type { ActionNode, Workflow } from './definition.js';

/** All actions of a workflow, each before those inside it. */
export function* actionsOf({ actions }: Workflow): Generator<ActionNode> {
  const open = [...actions].toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...childrenOf(node).toReversed());
  }
}

/** The actions directly inside an action: both branches of an If, every case of a Switch. */
function childrenOf(node: ActionNode): readonly ActionNode[] {
  if (node.control === 'leaf') return [];
  if (node.control === 'if') return [...node.actions, ...node.otherwise];
  if (node.control === 'switch') return [...node.cases.flatMap(({ actions }) => actions), ...node.otherwise];
  return node.actions;
}
