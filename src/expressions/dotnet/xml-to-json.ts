// XML to JSON by the conventions of Newtonsoft's XmlNodeConverter, on which the service's `json()` rests.
import type { Json, JsonObject } from '../../json.js';
import { decodeName } from './xml-names.js';
import {
  declaredPrefix,
  declaresNamespace,
  XML_NAMESPACE,
  type XmlAttribute,
  type XmlChild,
  type XmlDocument,
  type XmlElement,
  XmlError,
  type XmlName,
  XMLNS_NAMESPACE,
} from './xml-node.js';

/** The namespace whose attribute `json:Array="true"` makes an array of one element. */
export const JSON_NAMESPACE = 'http://james.newtonking.com/projects/json';

/** The declarations in scope, the innermost last. */
type Declarations = readonly (readonly [prefix: string, uri: string])[];

const OUTSIDE: Declarations = [
  ['xml', XML_NAMESPACE],
  ['xmlns', XMLNS_NAMESPACE],
];

/** A document as an object: `?xml`, `@attribute`, `#text`, an array where a name repeats, null for `<a/>`, `""` for `<a></a>`. */
export function xmlToJson(document: XmlDocument): JsonObject {
  const properties = new Map<string, Json>();
  addGroups(properties, document.children, OUTSIDE);
  return Object.fromEntries(properties);
}

/** Adds a property; one of the same name goes, and the new one is last, as in Newtonsoft's writer. */
function add(properties: Map<string, Json>, name: string, value: Json): void {
  properties.delete(name);
  properties.set(name, value);
}

function groupsOf(nodes: readonly XmlChild[], outer: Declarations): Map<string, XmlChild[]> {
  const groups = new Map<string, XmlChild[]>();
  for (const node of nodes) {
    const name = nameOf(node, outer);
    const group = groups.get(name);
    if (group) group.push(node);
    else groups.set(name, [node]);
  }
  return groups;
}

/** Nodes of one name together, where the first of them stands. */
function addGroups(properties: Map<string, Json>, nodes: readonly XmlChild[], outer: Declarations): void {
  for (const [name, group] of groupsOf(nodes, outer)) {
    const [first] = group;
    if (!first) continue;
    if (group.length > 1 || isArray(first)) {
      // A comment is no value, so that comments leave an array without items (recorded).
      add(
        properties,
        name,
        group.filter(({ kind }) => kind !== 'comment').map((node) => valueOf(node, outer)),
      );
    } else if (first.kind !== 'comment') {
      const own = first.kind === 'element' ? fullName(first, within(first, outer)) : name;
      add(properties, own, valueOf(first, outer));
    }
  }
}

function valueOf(node: XmlChild, outer: Declarations): Json {
  switch (node.kind) {
    case 'element':
      return elementValue(node, outer);
    case 'declaration':
      return present({ '@version': node.version, '@encoding': node.encoding, '@standalone': node.standalone });
    case 'doctype':
      return present({
        '@name': node.name,
        '@public': node.publicId,
        '@system': node.systemId,
        '@internalSubset': node.internalSubset,
      });
    case 'instruction':
    case 'text':
    case 'cdata':
    case 'comment':
    case 'significant':
    case 'whitespace':
    default:
      return node.value;
  }
}

function present(properties: Readonly<Record<string, string | undefined>>): JsonObject {
  const filled: [string, string][] = [];
  for (const [name, value] of Object.entries(properties)) if (value) filled.push([name, value]);
  return Object.fromEntries(filled);
}

function elementValue(element: XmlElement, outer: Declarations): Json {
  const { attributes, children } = element;
  const [only] = children;
  // Marked as an array, with children of its own name: an array within an array, of which they are the items.
  if (
    isArray(element) &&
    only &&
    children.every((child) => child.kind === 'element' && child.local === element.local)
  ) {
    const values = children.map((child) => valueOf(child, outer));
    return values.length > 1 || isArray(only) ? values : (values[0] ?? null);
  }
  const inner = within(element, outer);
  const shown = attributes.filter((attribute) => !isForJson(attribute));
  if (shown.length === 0 && children.length === 1 && only?.kind === 'text') return only.value;
  if (children.length === 0 && attributes.length === 0) return element.empty ? null : '';
  const properties = new Map<string, Json>();
  for (const attribute of attributes) {
    if (!isHidden(attribute)) add(properties, attributeName(attribute, inner), attribute.value);
  }
  addGroups(properties, children, inner);
  return Object.fromEntries(properties);
}

function isArray(node: XmlChild): boolean {
  if (node.kind !== 'element') return false;
  const mark = node.attributes.find(({ local, namespace }) => local === 'Array' && namespace === JSON_NAMESPACE);
  return mark !== undefined && booleanOf(mark.value);
}

/** `XmlConvert.ToBoolean`. */
function booleanOf(text: string): boolean {
  const word = text.trim();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw new XmlError(`The string '${text}' is not a valid Boolean value.`);
}

/** Attributes of Newtonsoft's own: they do not keep an element from being a plain value. */
function isForJson(attribute: XmlAttribute): boolean {
  return attribute.namespace === JSON_NAMESPACE || declaresJson(attribute);
}

function isHidden(attribute: XmlAttribute): boolean {
  return declaresJson(attribute) || (attribute.namespace === JSON_NAMESPACE && attribute.local === 'Array');
}

function declaresJson(attribute: XmlAttribute): boolean {
  return declaresNamespace(attribute) && attribute.value === JSON_NAMESPACE;
}

function within({ attributes }: XmlElement, outer: Declarations): Declarations {
  const own = attributes.filter(declaresNamespace);
  if (own.length === 0) return outer;
  return [...outer, ...own.map((item) => [decodeName(declaredPrefix(item)), item.value] as const)];
}

function nameOf(node: XmlChild, declarations: Declarations): string {
  switch (node.kind) {
    case 'element':
      return fullName(node, declarations);
    case 'instruction':
      return `?${decodeName(node.target)}`;
    case 'declaration':
      return '?xml';
    case 'doctype':
      return '!DOCTYPE';
    case 'cdata':
      return '#cdata-section';
    case 'significant':
      return '#significant-whitespace';
    case 'text':
    case 'comment':
    case 'whitespace':
    default:
      return `#${node.kind}`;
  }
}

function attributeName(attribute: XmlAttribute, declarations: Declarations): string {
  if (attribute.namespace === JSON_NAMESPACE) return `$${attribute.local}`;
  return `@${attribute.local === 'xmlns' && declaresNamespace(attribute) ? 'xmlns' : prefixed(attribute, declarations)}`;
}

function fullName(element: XmlElement, declarations: Declarations): string {
  return element.namespace === JSON_NAMESPACE ? `$${element.local}` : prefixed(element, declarations);
}

/** The prefix is the one declared last for the namespace, whichever was written. */
function prefixed({ local, namespace }: XmlName, declarations: Declarations): string {
  const prefix = namespace === '' ? '' : prefixFor(namespace, declarations);
  return prefix === '' ? decodeName(local) : `${prefix}:${decodeName(local)}`;
}

function prefixFor(namespace: string, declarations: Declarations): string {
  const found = declarations.findLast(
    ([prefix, uri]) => uri === namespace && declarations.findLast(([other]) => other === prefix)?.[1] === uri,
  );
  return found?.[0] ?? '';
}
