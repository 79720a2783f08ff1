// The order that runAfter makes of a container's actions.

/** An action as its container's graph sees it; an ActionNode is one. */
export interface GraphNode {
  readonly name: string;
  readonly runAfter: readonly { readonly name: string }[];
}

/** The names of the actions that wait for each action, in file order. */
export function successorsOf(nodes: readonly GraphNode[]): ReadonlyMap<string, readonly string[]> {
  const successors = new Map<string, string[]>(nodes.map(({ name }) => [name, []]));
  for (const node of nodes) {
    for (const { name } of node.runAfter) successors.get(name)?.push(node.name);
  }
  return successors;
}

/** The names in an order in which each stands after those it waits for; actions on a cycle are left out. */
export function inOrder(nodes: readonly GraphNode[]): readonly string[] {
  const successors = successorsOf(nodes);
  const waiting = new Map(
    nodes.map((node) => [node.name, node.runAfter.filter(({ name }) => successors.has(name)).length]),
  );
  const order = nodes.filter(({ name }) => waiting.get(name) === 0).map(({ name }) => name);
  // `order` grows while it is walked: each name that no longer waits joins it.
  for (const name of order) {
    for (const next of successors.get(name) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

/** The names along one cycle, each running after the one that follows it in the list, or nothing. */
export function findCycle(nodes: readonly GraphNode[]): readonly string[] | undefined {
  const done = new Set(inOrder(nodes));
  const stuck = new Map(nodes.filter(({ name }) => !done.has(name)).map((node) => [node.name, node]));
  // Every action left over waits for another one left over, so that walking back must come round.
  const path: string[] = [];
  let at = [...stuck.keys()][0];
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = stuck.get(at)?.runAfter.find(({ name }) => stuck.has(name))?.name;
  }
  return at === undefined ? undefined : path.slice(path.indexOf(at));
}
