import { branchesOf, type ActionNode, type Workflow } from '../workflow/index.js';

// An iteration in a path: of most loops the index has no more than two digits.
const iteration = '[10]/'.length;

/** How long the path of an execution will probably get: a loop is in it, `Each[10]/Get`, any other container is not. */
export function longestPath({ actions }: Pick<Workflow, 'actions'>): number {
  return longestOf(actions, 0);
}

function longestOf(nodes: readonly ActionNode[], before: number): number {
  return Math.max(0, ...nodes.map((node) => longestAt(node, before)));
}

function longestAt(node: ActionNode, before: number): number {
  const length = before + node.name.length;
  const isLoop = node.control === 'foreach' || node.control === 'until';
  return Math.max(length, longestOf(branchesOf(node).flat(), isLoop ? length + iteration : before));
}
