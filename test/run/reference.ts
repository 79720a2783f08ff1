// A second, slow and simple reading of runAfter and roll-up (reference, sections 5.1 and 5.2), to hold the interpreter against.
import type { Node, Status, What } from './shapes.js';

/** How an Http action will end, by its path. */
export type Fate = (path: string) => Status;

export interface Implied {
  readonly run: Status;
  /** The status of every execution, by its path. */
  readonly actions: ReadonlyMap<string, Status>;
}

export function implied(nodes: readonly Node[], fate: Fate): Implied {
  const actions = new Map<string, Status>();
  const run = runAll(nodes, '', undefined, fate, actions);
  return { run, actions };
}

/** Runs actions that stand together, in file order (edges only go back), and gives their status taken together. */
function runAll(
  nodes: readonly Node[],
  prefix: string,
  item: number | undefined,
  fate: Fate,
  told: Map<string, Status>,
): Status {
  for (const node of nodes) {
    const runs = node.after.every(({ name, statuses }) => statuses.includes(told.get(prefix + name) ?? 'Skipped'));
    if (!runs) skip(node, prefix, told);
    else told.set(prefix + node.name, execute(node, prefix, item, fate, told));
  }
  return together(nodes, (name) => told.get(prefix + name) ?? 'Skipped');
}

function execute(
  { name, what }: Node,
  prefix: string,
  item: number | undefined,
  fate: Fate,
  told: Map<string, Status>,
): Status {
  switch (what.kind) {
    case 'compose':
      return what.fails ? 'Failed' : 'Succeeded';
    case 'http':
      return fate(prefix + name);
    case 'wait':
      return 'Succeeded';
    case 'switch':
      return choose(what, prefix, item, fate, told);
    case 'until':
      return repeat(what, `${prefix}${name}`, item, fate, told);
    case 'scope':
      return runAll(what.body, prefix, item, fate, told);
    case 'if':
      return branch(what, prefix, item, fate, told);
    case 'foreach':
      return loop(what, `${prefix}${name}`, fate, told);
  }
}

function branch(
  what: What & { kind: 'if' },
  prefix: string,
  item: number | undefined,
  fate: Fate,
  told: Map<string, Status>,
): Status {
  const { condition, body, otherwise } = what;
  const holds = condition === 'holds' || (condition === 'odd' && (item ?? 0) % 2 === 1);
  const broken = condition === 'broken';
  for (const node of [...(holds && !broken ? [] : body), ...(holds || broken ? otherwise : [])])
    skip(node, prefix, told);
  if (broken) return 'Failed';
  runAll(holds ? body : otherwise, prefix, item, fate, told);
  return together([...body, ...otherwise], (name) => told.get(prefix + name) ?? 'Skipped');
}

function choose(
  { choice, body, second, otherwise }: What & { kind: 'switch' },
  prefix: string,
  item: number | undefined,
  fate: Fate,
  told: Map<string, Status>,
): Status {
  const branches = { first: body, second, default: otherwise };
  const taken = choice === 'other type' || choice === 'null' ? [] : branches[choice];
  const others = Object.values(branches).filter((each) => each !== taken);
  for (const node of others.flat()) skip(node, prefix, told);
  if (choice === 'null') return 'Failed';
  if (choice === 'other type') for (const { name } of others.flat()) told.set(prefix + name, 'Failed');
  else runAll(taken, prefix, item, fate, told);
  return together([...body, ...second, ...otherwise], (name) => told.get(prefix + name) ?? 'Skipped');
}

/** An Until ends as its last iteration did; the item is that of the loop around it. */
function repeat(
  { times, body }: What & { kind: 'until' },
  path: string,
  item: number | undefined,
  fate: Fate,
  told: Map<string, Status>,
): Status {
  let last: Status = 'Succeeded';
  for (let at = 0; at < Math.max(times, 1); at++) last = runAll(body, `${path}[${at}]/`, item, fate, told);
  return times === 0 ? 'Failed' : last;
}

function loop(what: What & { kind: 'foreach' }, path: string, fate: Fate, told: Map<string, Status>): Status {
  if (what.items < 0) return 'Failed';
  const each = Array.from({ length: what.items }, (_, at) => runAll(what.body, `${path}[${at}]/`, at, fate, told));
  return worst(each);
}

/** Writes an action off with all that is inside; a loop that does not run has no iterations to write anything to. */
function skip({ name, what }: Node, prefix: string, told: Map<string, Status>): void {
  told.set(prefix + name, 'Skipped');
  if (what.kind === 'foreach' || what.kind === 'until' || !('body' in what)) return;
  const second = what.kind === 'switch' ? what.second : [];
  const otherwise = 'otherwise' in what ? what.otherwise : [];
  for (const node of [...what.body, ...second, ...otherwise]) skip(node, prefix, told);
}

/** The leaves count; a skipped one stands for its predecessors, and so on. */
function together(nodes: readonly Node[], statusOf: (name: string) => Status): Status {
  const standsFor = (node: Node): Status[] => {
    if (statusOf(node.name) !== 'Skipped') return [statusOf(node.name)];
    return nodes.filter(({ name }) => node.after.some((edge) => edge.name === name)).flatMap(standsFor);
  };
  const leaves = nodes.filter(({ name }) => !nodes.some(({ after }) => after.some((edge) => edge.name === name)));
  return worst(leaves.flatMap(standsFor));
}

function worst(all: readonly Status[]): Status {
  return all.includes('Failed') ? 'Failed' : all.includes('TimedOut') ? 'TimedOut' : 'Succeeded';
}
