import type { Axis, NodeTest } from './xpath-ast.js';
import { namespacesOf, type NodeInfo } from './xpath-nodes.js';

/** The nodes of a step from one node, in the order in which positions count: backwards on the axes that look back. */
export function stepFrom(node: NodeInfo, axis: Axis, test: NodeTest): NodeInfo[] {
  const found: NodeInfo[] = [];
  for (const candidate of along(node, axis)) if (matches(candidate, axis, test)) found.push(candidate);
  return found;
}

function matches(node: NodeInfo, axis: Axis, { kind, name }: NodeTest): boolean {
  if (kind === 'node') return true;
  if (kind !== 'principal') return node.kind === kind && (name === '' || node.name === name);
  const principal = axis === 'attribute' || axis === 'namespace' ? axis : 'element';
  // A name without a prefix is a name without a namespace.
  return node.kind === principal && (name === '' || (node.local === name && node.namespace === ''));
}

function along(node: NodeInfo, axis: Axis): Iterable<NodeInfo> {
  switch (axis) {
    case 'self':
      return [node];
    case 'child':
      return node.children;
    case 'attribute':
      return node.attributes;
    case 'namespace':
      return namespacesOf(node);
    case 'parent':
      return node.parent ? [node.parent] : [];
    case 'ancestor':
      return ancestors(node);
    case 'ancestor-or-self':
      return [node, ...ancestors(node)];
    case 'descendant':
      return descendants(node);
    case 'descendant-or-self':
      return withDescendants(node);
    case 'following-sibling':
      return siblings(node).slice(node.index + 1);
    case 'preceding-sibling':
      return siblings(node).slice(0, node.index).toReversed();
    case 'following':
      return following(node);
    case 'preceding':
    default:
      return preceding(node);
  }
}

function isChild({ kind }: NodeInfo): boolean {
  return kind !== 'attribute' && kind !== 'namespace';
}

function siblings(node: NodeInfo): readonly NodeInfo[] {
  return isChild(node) ? (node.parent?.children ?? []) : [];
}

function ancestors(node: NodeInfo): NodeInfo[] {
  const found: NodeInfo[] = [];
  for (let { parent } = node; parent; { parent } = parent) found.push(parent);
  return found;
}

function* descendants(node: NodeInfo): Generator<NodeInfo> {
  // A stack of its own, because generators within generators take quadratic time in the depth.
  const stack = node.children.toReversed();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    for (let index = next.children.length; index-- > 0;) {
      const child = next.children[index];
      if (child) stack.push(child);
    }
  }
}

function* withDescendants(node: NodeInfo): Generator<NodeInfo> {
  yield node;
  yield* descendants(node);
}

function* following(node: NodeInfo): Generator<NodeInfo> {
  if (!isChild(node) && node.parent) yield* descendants(node.parent);
  for (const from of [node, ...ancestors(node)]) {
    for (const sibling of siblings(from).slice(from.index + 1)) yield* withDescendants(sibling);
  }
}

function* preceding(node: NodeInfo): Generator<NodeInfo> {
  for (const from of [node, ...ancestors(node)]) {
    for (const sibling of siblings(from).slice(0, from.index).toReversed()) {
      yield* [...withDescendants(sibling)].toReversed();
    }
  }
}
