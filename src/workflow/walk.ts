import type { ActionNode, Workflow } from './definition.js';

/** All actions of a workflow, each before those inside it. */
export function* actionsOf({ actions }: Workflow): Generator<ActionNode> {
  const open = [...actions].toReversed();
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...branchesOf(node).flat().toReversed());
  }
}

/** The sets of actions directly inside an action, in each of which runAfter orders: both branches of an If, every case of a Switch. */
export function branchesOf(node: ActionNode): readonly (readonly ActionNode[])[] {
  switch (node.control) {
    case 'leaf':
      return [];
    case 'if':
      return [node.actions, node.otherwise];
    case 'switch':
      return [...node.cases.map(({ actions }) => actions), node.otherwise];
    case 'scope':
    case 'foreach':
    case 'until':
      return [node.actions];
  }
}
