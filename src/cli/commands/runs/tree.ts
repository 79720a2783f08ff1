// The tree of a run's actions, as lines. What ran in many iterations is summed up.
import { createColors } from 'picocolors';
import type { ExecutionView, TreeNode } from '../../../history/index.js';
import { duration } from '../../progress.js';
import { counted, markOf, painted, tellingCode } from '../../status.js';

// A loop of more iterations than this is summed up, and so many of those that failed are named.
const [mostIterations, mostFailures] = [5, 3];

interface Line {
  readonly depth: number;
  readonly status: ExecutionView['status'];
  readonly label: string;
  /** How it ended: of one execution in a word, of many with their numbers. */
  readonly state: string;
  readonly time?: string;
  readonly notes?: string;
}

export function treeLines(nodes: readonly TreeNode[], color: boolean): string[] {
  const lines = nodes.flatMap((node) => linesOf(node, 0));
  const paint = createColors(color);
  const width = Math.max(0, ...lines.map(({ depth, label }) => depth * 2 + label.length));
  const timeWidth = Math.max(9, ...lines.map(({ time = '' }) => time.length));
  return lines.map(({ depth, status, label, state, time, notes = '' }) => {
    const beside = time === undefined ? [state] : [state.padEnd(9), time.padStart(timeWidth), notes];
    const text = [label.padEnd(width - depth * 2), ...beside].join('  ').trimEnd();
    return painted(`${'  '.repeat(depth)}${markOf(status)} ${text}`, status, paint);
  });
}

function linesOf(node: TreeNode, depth: number): Line[] {
  const { name, execution, children, iterations } = node;
  const notes = [tellingCode(execution.code), retries(execution), iterated(node)].filter(Boolean).join('; ');
  return [
    { depth, label: name, ...timed(execution), notes },
    ...children.flatMap((child) => linesOf(child, depth + 1)),
    ...(iterations.length > mostIterations
      ? summedUp(
          iterations.flatMap((each) => each.children),
          depth + 1,
        )
      : iterations.flatMap(({ index, status, children: inside }) => [
          { depth: depth + 1, status, label: `[${index}]`, state: '' },
          ...inside.flatMap((child) => linesOf(child, depth + 2)),
        ])),
  ];
}

function timed(execution: ExecutionView): Pick<Line, 'status' | 'state' | 'time'> {
  const { status } = execution;
  return { status, state: status, time: status === 'Skipped' ? '' : lasted(execution) };
}

/** How long an execution took; nothing for one that goes on. */
export function lasted({ startTime, endTime }: ExecutionView): string {
  return endTime === undefined ? '' : duration(Date.parse(endTime) - Date.parse(startTime));
}

function retries({ retryHistory = [] }: ExecutionView): string {
  return retryHistory.length === 0 ? '' : retryHistory.length === 1 ? '1 retry' : `${retryHistory.length} retries`;
}

function iterated({ iterations, execution }: TreeNode): string {
  if (iterations.length === 0) return execution.iterationCount === undefined ? '' : countOf(execution.iterationCount);
  return `${countOf(iterations.length)}: ${counted(iterations.map(({ status }) => status))}`;
}

function countOf(iterations: number): string {
  return iterations === 1 ? '1 iteration' : `${iterations} iterations`;
}

/** The same actions of many iterations, a line each. */
function summedUp(nodes: readonly TreeNode[], depth: number): Line[] {
  const byName = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const same = byName.get(node.name);
    if (same) same.push(node);
    else byName.set(node.name, [node]);
  }
  return [...byName].flatMap(([label, same]) => {
    const status = worst(same);
    const state = counted(same.map(({ execution }) => execution.status));
    const inside = same.flatMap(({ children, iterations }) => [
      ...children,
      ...iterations.flatMap((each) => each.children),
    ]);
    return [{ depth, status, label, state }, ...failures(same, depth + 1), ...summedUp(inside, depth + 1)];
  });
}

const byWeight = ['Failed', 'TimedOut', 'Cancelled', 'Running', 'Succeeded', 'Skipped'] as const;

function worst(nodes: readonly TreeNode[]): ExecutionView['status'] {
  const all = new Set(nodes.map(({ execution }) => execution.status));
  return byWeight.find((status) => all.has(status)) ?? 'Succeeded';
}

/** Some of the leaves that failed, by the paths that they are asked for with. */
function failures(nodes: readonly TreeNode[], depth: number): Line[] {
  const failed = nodes.filter(
    ({ execution, children, iterations }) =>
      execution.status === 'Failed' && children.length === 0 && iterations.length === 0,
  );
  return failed.slice(0, mostFailures).map(({ path, execution }) => ({
    depth,
    label: path,
    ...timed(execution),
    notes: tellingCode(execution.code),
  }));
}
