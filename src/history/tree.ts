// A run as its definition is written: actions inside scopes, iterations inside loops.
import type { ActionView, ExecutionView, RunView } from './view.js';

/** One execution of an action, with what ran inside it. */
export interface TreeNode {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  readonly execution: ExecutionView;
  /** What a scope, a condition or a switch holds. */
  readonly children: readonly TreeNode[];
  /** What a loop has run, by index. */
  readonly iterations: readonly Iteration[];
}

/** One pass of a loop. */
export interface Iteration {
  readonly index: number;
  readonly status: ExecutionView['status'];
  readonly children: readonly TreeNode[];
}

type Pass = { -readonly [K in keyof Iteration]: Iteration[K] } & { readonly children: TreeNode[] };

interface Growing extends TreeNode {
  readonly parent: string | undefined;
  readonly children: TreeNode[];
  readonly iterations: Pass[];
}

/** The executions of a run, each where it belongs. */
export function treeOf(run: RunView): readonly TreeNode[] {
  const nodes = new Map<string, Growing>();
  for (const action of Object.values(run.actions)) for (const node of nodesOf(action)) nodes.set(node.path, node);
  const top: TreeNode[] = [];
  const passes = new Map<string, Pass>();
  for (const node of nodes.values()) (siblingsOf(node, nodes, passes) ?? top).push(node);
  for (const node of nodes.values()) {
    node.iterations.sort((a, b) => a.index - b.index);
    for (const pass of node.iterations) pass.status = statusOf(pass.children, node);
  }
  return top;
}

function nodesOf({ name, type, parent, repetitions, ...own }: ActionView): Growing[] {
  const executions = repetitions ?? [{ path: name, ...own }];
  return executions.map(({ path, ...execution }) => ({
    name,
    type,
    path,
    parent,
    execution,
    children: [],
    iterations: [],
  }));
}

/** Where an execution belongs; undefined at the top. A loop is in the path (`Each[3]/Get`), any other container is not. */
function siblingsOf(
  { name, path, parent }: Growing,
  nodes: ReadonlyMap<string, Growing>,
  passes: Map<string, Pass>,
): TreeNode[] | undefined {
  const frame = path.slice(0, -name.length - 1);
  if (parent !== undefined) return nodes.get(frame === '' ? parent : `${frame}/${parent}`)?.children;
  const known = passes.get(frame);
  if (known) return known.children;
  const [, loop = '', index = ''] = /^(.*)\[(\d+)\]$/s.exec(frame) ?? [];
  const iterations = nodes.get(loop)?.iterations;
  if (!iterations) return undefined;
  const pass: Pass = { index: Number(index), status: 'Running', children: [] };
  passes.set(frame, pass);
  iterations.push(pass);
  return pass.children;
}

/**
 * An iteration has no status of its own in the events. In a loop that went well each one has, though an action in it may
 * have failed and been handled.
 */
function statusOf(children: readonly TreeNode[], loop: TreeNode): ExecutionView['status'] {
  if (loop.execution.status === 'Succeeded') return 'Succeeded';
  const all = new Set(children.map(({ execution }) => execution.status));
  return (['Running', 'Cancelled', 'Failed', 'TimedOut'] as const).find((status) => all.has(status)) ?? 'Succeeded';
}
