// XPath 1.0 parsed: the tree, the functions' signatures and the types that can be told before evaluating.

export type XPathType = 'nodes' | 'number' | 'string' | 'boolean' | 'any';

export type Axis = (typeof AXES)[number];

export const AXES = [
  'ancestor',
  'ancestor-or-self',
  'attribute',
  'child',
  'descendant',
  'descendant-or-self',
  'following',
  'following-sibling',
  'namespace',
  'parent',
  'preceding',
  'preceding-sibling',
  'self',
] as const;

/** Which nodes of an axis a step takes. `principal` is the axis's own kind: elements, but for attributes and namespaces. */
export interface NodeTest {
  readonly kind: 'principal' | 'node' | 'text' | 'comment' | 'instruction';
  /** The local name, or the target of an instruction; empty for any. */
  readonly name: string;
}

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '>' | '<=' | '>=' | '+' | '-' | '*' | 'div' | 'mod';

export type XPathNode =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly XPathNode[] }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: XPathNode; readonly right: XPathNode }
  | { readonly kind: 'negate'; readonly operand: XPathNode }
  | { readonly kind: 'union'; readonly left: XPathNode; readonly right: XPathNode }
  | { readonly kind: 'root' }
  | { readonly kind: 'group'; readonly inner: XPathNode }
  | { readonly kind: 'step'; readonly input: XPathNode | undefined; readonly axis: Axis; readonly test: NodeTest }
  | { readonly kind: 'filter'; readonly input: XPathNode; readonly predicate: XPathNode };

/** A function of XPath: how many arguments, of which types (the last for all further ones), and what it gives. */
export interface XPathSignature {
  readonly fewest: number;
  readonly most: number;
  readonly takes: readonly XPathType[];
  readonly gives: XPathType;
}

function signature(fewest: number, most: number, takes: readonly XPathType[], gives: XPathType): XPathSignature {
  return { fewest, most, takes, gives };
}

export const SIGNATURES: ReadonlyMap<string, XPathSignature> = new Map([
  ['last', signature(0, 0, [], 'number')],
  ['position', signature(0, 0, [], 'number')],
  ['count', signature(1, 1, ['nodes'], 'number')],
  ['id', signature(1, 1, ['any'], 'nodes')],
  ['local-name', signature(0, 1, ['nodes'], 'string')],
  ['namespace-uri', signature(0, 1, ['nodes'], 'string')],
  ['name', signature(0, 1, ['nodes'], 'string')],
  ['string', signature(0, 1, ['any'], 'string')],
  ['concat', signature(2, Infinity, ['string'], 'string')],
  ['starts-with', signature(2, 2, ['string', 'string'], 'boolean')],
  ['contains', signature(2, 2, ['string', 'string'], 'boolean')],
  ['substring-before', signature(2, 2, ['string', 'string'], 'string')],
  ['substring-after', signature(2, 2, ['string', 'string'], 'string')],
  ['substring', signature(2, 3, ['string', 'number', 'number'], 'string')],
  ['string-length', signature(0, 1, ['string'], 'number')],
  ['normalize-space', signature(0, 1, ['string'], 'string')],
  ['translate', signature(3, 3, ['string', 'string', 'string'], 'string')],
  ['boolean', signature(1, 1, ['any'], 'boolean')],
  ['not', signature(1, 1, ['boolean'], 'boolean')],
  ['true', signature(0, 0, [], 'boolean')],
  ['false', signature(0, 0, [], 'boolean')],
  ['lang', signature(1, 1, ['string'], 'boolean')],
  ['number', signature(0, 1, ['any'], 'number')],
  ['sum', signature(1, 1, ['nodes'], 'number')],
  ['floor', signature(1, 1, ['number'], 'number')],
  ['ceiling', signature(1, 1, ['number'], 'number')],
  ['round', signature(1, 1, ['number'], 'number')],
]);

/** What an expression gives, as far as its text shows; `any` for what only a context could explain. */
export function typeOf(node: XPathNode): XPathType {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'string' ? 'string' : 'number';
    case 'call':
      return SIGNATURES.get(node.name)?.gives ?? 'any';
    case 'binary':
      return ['+', '-', '*', 'div', 'mod'].includes(node.operator) ? 'number' : 'boolean';
    case 'negate':
      return 'number';
    case 'group':
      return typeOf(node.inner);
    case 'union':
    case 'root':
    case 'step':
    case 'filter':
    default:
      return 'nodes';
  }
}
