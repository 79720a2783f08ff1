// One iteration of a loop, asked for by its path: `Each[5]`, or `Each[5]/Inner[2]`.
import { createColors } from 'picocolors';
import type { Iteration, TreeNode } from '../../../history/index.js';
import { UsageError, type Io } from '../../io.js';
import { painted } from '../../status.js';
import type { Execution } from './action.js';
import { treeLines } from './tree.js';

/** An iteration under its path. */
export type Pass = Iteration & { readonly path: string };

/** The iteration that is meant, in any case; undefined for what is no loop's. Throws where the loop has had fewer. */
export function iterationOf(nodes: readonly TreeNode[], wanted: string): Pass | undefined {
  const [, loop = '', index = ''] = /^(.*)\[(\d+)\]$/s.exec(wanted) ?? [];
  const node = loop === '' ? undefined : nodeAt(nodes, loop.toLowerCase());
  if (!node || node.iterations.length === 0) return undefined;
  const found = node.iterations.find((each) => each.index === Number(index));
  if (found) return { ...found, path: passPath(node, found) };
  const [first, last] = [node.iterations[0], node.iterations.at(-1)].map((each) => each && passPath(node, each));
  const there = first === last ? `there is ${first} alone` : `there are ${first} to ${last}`;
  throw new UsageError(`The run has no iteration '${wanted}': ${there}.`);
}

function passPath({ path }: TreeNode, { index }: Iteration): string {
  return `${path}[${index}]`;
}

function nodeAt(nodes: readonly TreeNode[], path: string): TreeNode | undefined {
  for (const node of nodes) {
    const inside = [...node.children, ...node.iterations.flatMap(({ children }) => children)];
    const found = node.path.toLowerCase() === path ? node : nodeAt(inside, path);
    if (found) return found;
  }
  return undefined;
}

/** What ran in an iteration, as a list. */
export function insideOf({ path }: Pass, all: readonly Execution[]): readonly Execution[] {
  return all.filter((each) => each.path.startsWith(`${path}/`));
}

/** An iteration as lines: how it ended, and its actions as a tree. */
export function iterationLines({ path, status, children }: Pass, { color }: Io): string[] {
  const paint = createColors(color);
  const one = children[0]?.path;
  return [
    `${paint.bold(path)}  ${painted(status, status, paint)}`,
    '',
    ...treeLines(children, color),
    ...(one === undefined ? [] : ['', paint.dim(`One action whole: --action '${one}'`)]),
  ];
}
