// The data model of XPath over a document: text nodes that stand together are one, declarations of namespaces are no
// attributes, the XML declaration and the document type are not there.
import {
  declaredPrefix,
  declaresNamespace,
  qualified,
  XML_NAMESPACE,
  type XmlChild,
  type XmlDocument,
  type XmlElement,
} from './xml-node.js';

export interface NodeInfo {
  readonly kind: 'root' | 'element' | 'attribute' | 'text' | 'comment' | 'instruction' | 'namespace';
  /** The qualified name, the local name and the namespace; empty where the kind has none. */
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  readonly parent: NodeInfo | undefined;
  /** The place in document order. */
  readonly order: number;
  /** The place among the parent's children. */
  readonly index: number;
  readonly children: readonly NodeInfo[];
  readonly attributes: readonly NodeInfo[];
  /** The text of what has no children. */
  readonly text: string;
  /** What the root or an element was made of. */
  readonly source: XmlDocument | XmlElement | undefined;
}

type Draft = { -readonly [Key in keyof NodeInfo]: NodeInfo[Key] } & { children: NodeInfo[]; attributes: NodeInfo[] };

/** The root node of a document. */
export function xpathRoot(document: XmlDocument): NodeInfo {
  let order = 0;
  const root = Object.assign(draft('root', undefined, order++, 0), { source: document });
  addChildren(root, document.children);
  return root;

  function addChildren(parent: Draft, children: readonly XmlChild[]): void {
    let text: Draft | undefined;
    for (const child of children) {
      const value = textIn(child);
      if (value !== undefined) {
        text ??= push(parent, 'text');
        text.text += value;
        continue;
      }
      text = undefined;
      if (child.kind === 'element') addElement(parent, child);
      else if (child.kind === 'comment') push(parent, 'comment').text = child.value;
      else if (child.kind === 'instruction') {
        Object.assign(push(parent, 'instruction'), { text: child.value, name: child.target, local: child.target });
      }
    }
  }

  function addElement(parent: Draft, element: XmlElement): void {
    const node = push(parent, 'element');
    Object.assign(node, {
      name: qualified(element),
      local: element.local,
      namespace: element.namespace,
      source: element,
    });
    for (const attribute of element.attributes) {
      if (declaresNamespace(attribute)) continue;
      const made = draft('attribute', node, order++, 0);
      const { local, namespace, value } = attribute;
      node.attributes.push(Object.assign(made, { name: qualified(attribute), local, namespace, text: value }));
    }
    addChildren(node, element.children);
  }

  function push(parent: Draft, kind: NodeInfo['kind']): Draft {
    const node = draft(kind, parent, order++, parent.children.length);
    parent.children.push(node);
    return node;
  }
}

function textIn(child: XmlChild): string | undefined {
  const { kind } = child;
  const isText = kind === 'text' || kind === 'cdata' || kind === 'significant' || kind === 'whitespace';
  return isText ? child.value : undefined;
}

function draft(kind: NodeInfo['kind'], parent: NodeInfo | undefined, order: number, index: number): Draft {
  return {
    kind,
    name: '',
    local: '',
    namespace: '',
    parent,
    order,
    index,
    children: [],
    attributes: [],
    text: '',
    source: undefined,
  };
}

/** The text of a node and of all that is in it. */
export function stringValue(node: NodeInfo): string {
  if (node.kind !== 'root' && node.kind !== 'element') return node.text;
  let value = '';
  for (const child of node.children) {
    if (child.kind === 'text') value += child.text;
    else if (child.kind === 'element') value += stringValue(child);
  }
  return value;
}

const namespaceNodes = new WeakMap<NodeInfo, readonly NodeInfo[]>();

/** The namespaces in scope of an element as nodes; the same nodes each time, because sets of nodes go by identity. */
export function namespacesOf(element: NodeInfo): readonly NodeInfo[] {
  if (element.kind !== 'element') return [];
  let nodes = namespaceNodes.get(element);
  if (!nodes) {
    const entries = [...inScope(element)].filter(([, uri]) => uri !== '');
    // Between the element and its attributes in document order.
    nodes = entries.map(([prefix, uri], index) => {
      const node = draft('namespace', element, element.order + (index + 1) / (entries.length + 1), 0);
      return Object.assign(node, { name: prefix, local: prefix, text: uri });
    });
    namespaceNodes.set(element, nodes);
  }
  return nodes;
}

function inScope({ parent, source }: NodeInfo): Map<string, string> {
  const scope: Map<string, string> = parent ? inScope(parent) : new Map([['xml', XML_NAMESPACE]]);
  for (const attribute of source?.kind === 'element' ? source.attributes : []) {
    if (declaresNamespace(attribute)) scope.set(declaredPrefix(attribute), attribute.value);
  }
  return scope;
}
