import { branchesOf, type ActionNode, type Workflow } from '../workflow/index.js';

/** A workflow as the interpreter walks it: every action with its neighbours at hand (invariant 5). Never part of the state. */
export interface Plan {
  readonly workflow: Workflow;
  /** The actions of the workflow itself. */
  readonly top: readonly Planned[];
  /** An action by its name in any case. */
  find(name: string): Planned | undefined;
}

export interface Planned {
  readonly node: ActionNode;
  /** The actions inside: both branches of an If, every case of a Switch. */
  readonly children: readonly Planned[];
  /** The action whose child this is. */
  readonly parent: Planned | undefined;
  /** The innermost loop around it, whose iterations each have their own record of this action. */
  readonly loop: Planned | undefined;
  /** The loops inside, not counting those inside other loops. */
  readonly innerLoops: readonly Planned[];
  readonly predecessors: readonly Planned[];
  readonly successors: readonly Planned[];
}

type Draft = { -readonly [K in keyof Planned]: Planned[K] } & {
  innerLoops: Draft[];
  predecessors: Draft[];
  successors: Draft[];
};

export function planOf(workflow: Workflow): Plan {
  const byName = new Map<string, Planned>();
  const layOut = (nodes: readonly ActionNode[], parent?: Draft, loop?: Draft): Draft[] => {
    const drafts = nodes.map((node) => draft(node, parent, loop));
    const named = new Map(drafts.map((entry) => [entry.node.name, entry]));
    for (const entry of drafts) {
      byName.set(entry.node.name.toLowerCase(), entry);
      if (isLoop(entry)) loop?.innerLoops.push(entry);
      entry.predecessors = entry.node.runAfter.flatMap(({ name }) => named.get(name) ?? []);
      for (const before of entry.predecessors) before.successors.push(entry);
      entry.children = branchesOf(entry.node).flatMap((group) => layOut(group, entry, isLoop(entry) ? entry : loop));
    }
    return drafts;
  };
  return { workflow, top: layOut(workflow.actions), find: (name) => byName.get(name.toLowerCase()) };
}

export function isLoop({ node }: Planned): boolean {
  return node.control === 'foreach' || node.control === 'until';
}

function draft(node: ActionNode, parent: Planned | undefined, loop: Planned | undefined): Draft {
  return { node, parent, loop, children: [], innerLoops: [], predecessors: [], successors: [] };
}
