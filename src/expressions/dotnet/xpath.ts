// Evaluates XPath 1.0 as .NET's XPathNavigator does. An engine of our own, over the same tree as the JSON conversion: the
// library `xpath` wants a W3C DOM, reads numbers and names in its own way and has other words for errors.
import type { XmlDocument } from './xml-node.js';
import type { Operator, XPathNode } from './xpath-ast.js';
import { stepFrom } from './xpath-axes.js';
import { toBoolean, toNumber, toText, XPATH_FUNCTIONS, type XPathContext, type XPathValue } from './xpath-functions.js';
import { type NodeInfo, stringValue, xpathRoot } from './xpath-nodes.js';
import { parseXPath } from './xpath-parser.js';

/** Evaluates an expression at the root of a document; throws XPathError. */
export function evaluateXPath(document: XmlDocument, expression: string): XPathValue {
  const parsed = parseXPath(expression);
  return evaluate(parsed, { node: xpathRoot(document), position: 1, size: 1 });
}

function evaluate(node: XPathNode, context: XPathContext): XPathValue {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'call':
      return (
        XPATH_FUNCTIONS.get(node.name)?.(
          context,
          node.args.map((arg) => evaluate(arg, context)),
        ) ?? []
      );
    case 'binary':
      return binary(node.operator, node.left, node.right, context);
    case 'negate':
      return -toNumber(evaluate(node.operand, context));
    case 'group':
      return evaluate(node.inner, context);
    case 'root':
      return [rootOf(context.node)];
    case 'union':
      return inOrder([...nodes(node.left, context), ...nodes(node.right, context)]);
    case 'step':
    case 'filter':
    default:
      return walk(node, context);
  }
}

function nodes(node: XPathNode, context: XPathContext): readonly NodeInfo[] {
  const value = evaluate(node, context);
  return typeof value === 'object' ? value : [];
}

function rootOf(node: NodeInfo): NodeInfo {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}

/** A step with its predicates, which count positions from each node it starts at; or predicates on any other set. */
function walk(node: XPathNode, context: XPathContext): readonly NodeInfo[] {
  const predicates: XPathNode[] = [];
  let base = node;
  for (; base.kind === 'filter'; base = base.input) predicates.unshift(base.predicate);
  if (base.kind !== 'step') return predicates.reduce(keep, nodes(base, context));
  const { axis, test, input } = base;
  const starts = input ? nodes(input, context) : [context.node];
  return inOrder(starts.flatMap((start) => predicates.reduce(keep, stepFrom(start, axis, test))));
}

/** The nodes for which a predicate holds; a number holds at its position. */
function keep(candidates: readonly NodeInfo[], predicate: XPathNode): readonly NodeInfo[] {
  const size = candidates.length;
  return candidates.filter((node, index) => {
    const value = evaluate(predicate, { node, position: index + 1, size });
    return typeof value === 'number' ? value === index + 1 : toBoolean(value);
  });
}

/** Each node once, in document order. */
function inOrder(found: readonly NodeInfo[]): readonly NodeInfo[] {
  const sorted = found.every((node, index) => index === 0 || (found[index - 1]?.order ?? 0) < node.order);
  return sorted ? found : [...new Set(found)].toSorted((a, b) => a.order - b.order);
}

function binary(operator: Operator, left: XPathNode, right: XPathNode, context: XPathContext): XPathValue {
  const a = evaluate(left, context);
  if (operator === 'or') return toBoolean(a) || toBoolean(evaluate(right, context));
  if (operator === 'and') return toBoolean(a) && toBoolean(evaluate(right, context));
  const b = evaluate(right, context);
  switch (operator) {
    case '+':
      return toNumber(a) + toNumber(b);
    case '-':
      return toNumber(a) - toNumber(b);
    case '*':
      return toNumber(a) * toNumber(b);
    case 'div':
      return toNumber(a) / toNumber(b);
    case 'mod':
      return toNumber(a) % toNumber(b);
    case '=':
    case '!=':
    case '<':
    case '>':
    case '<=':
    case '>=':
    default:
      return compare(operator, a, b);
  }
}

type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** Of a set, one node that fits is enough; against a boolean a set is one itself. */
function compare(operator: Comparison, a: XPathValue, b: XPathValue): boolean {
  if (typeof a === 'object' && typeof b !== 'boolean') {
    return a.some((node) => compare(operator, stringFor(node, b), b));
  }
  if (typeof b === 'object' && typeof a !== 'boolean') {
    return b.some((node) => compare(operator, a, stringFor(node, a)));
  }
  if (operator === '=' || operator === '!=') return equal(a, b) === (operator === '=');
  const [x, y] = [toNumber(asPrimitive(a)), toNumber(asPrimitive(b))];
  if (operator === '<') return x < y;
  if (operator === '>') return x > y;
  return operator === '<=' ? x <= y : x >= y;
}

function stringFor(node: NodeInfo, other: XPathValue): string | number {
  const text = stringValue(node);
  return typeof other === 'number' ? toNumber(text) : text;
}

function asPrimitive(value: XPathValue): XPathValue {
  return typeof value === 'object' ? value.length > 0 : value;
}

function equal(a: XPathValue, b: XPathValue): boolean {
  if (typeof a === 'boolean' || typeof b === 'boolean') return toBoolean(a) === toBoolean(b);
  if (typeof a === 'number' || typeof b === 'number') return toNumber(a) === toNumber(b);
  return toText(a) === toText(b);
}
