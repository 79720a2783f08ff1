// JSON to XML by the conventions of Newtonsoft's XmlNodeConverter, on which the service's `xml()` rests: `@name` is an
// attribute, `#text` and `#cdata-section` are text, `?name` an instruction, an array repeats its element, other names are
// elements with what XML does not allow in a name encoded (`_x0020_`).
import { isArray, isObject, type Json, type JsonObject, kindOf, numberText, primitive, Float } from '../../json.js';
import { withIndex, withProperty } from './json-path.js';
import { encodeName, prefixOf } from './xml-names.js';
import { Namespaces } from './xml-namespaces.js';
import {
  rootOf,
  XML_NAMESPACE,
  type XmlAttribute,
  type XmlChild,
  type XmlDocument,
  type XmlElement,
  XmlError,
  type XmlName,
  XMLNS_NAMESPACE,
} from './xml-node.js';
import { JSON_NAMESPACE } from './xml-to-json.js';

type Parent = XmlDocument | XmlElement;

/** A value and the path to it, for the errors. */
interface At {
  readonly value: Json;
  readonly path: string;
}

/** Makes a document; it has no element if the object has no property. Throws XmlError. */
export function xmlFromJson(value: Json): XmlDocument {
  if (!isObject(value)) fail('XmlNodeConverter can only convert JSON that begins with an object.', '');
  const document: XmlDocument = { kind: 'document', children: [] };
  addProperties(document, Object.entries(value), '', new Namespaces());
  return document;
}

function fail(message: string, path: string): never {
  throw new XmlError(`${message} Path '${path}'.`);
}

const WRONG_TYPE =
  'The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type.';

function addProperties(
  parent: Parent,
  entries: readonly (readonly [string, Json])[],
  path: string,
  namespaces: Namespaces,
): void {
  for (const [name, value] of entries) {
    const at = { value, path: withProperty(path, name) };
    if (parent.kind === 'document' && rootOf(parent)) {
      fail(
        'JSON root object has multiple properties. The root object must have a single property in order to create a ' +
          'valid XML document. Consider specifying a DeserializeRootElementName.',
        at.path,
      );
    }
    if (!isArray(value)) addValue(parent, name, at, namespaces);
    else for (const item of itemsOf(value, at.path)) addValue(parent, name, item, namespaces);
  }
}

function itemsOf(values: readonly Json[], path: string): At[] {
  return values.map((value, index) => ({ value, path: withIndex(path, index) }));
}

function addValue(parent: Parent, name: string, at: At, namespaces: Namespaces): void {
  if (name === '#text') append(parent, { kind: 'text', value: textOf(at) ?? '' });
  else if (name === '#cdata-section') append(parent, { kind: 'cdata', value: textOf(at) ?? '' });
  else if (name === '#whitespace') append(parent, { kind: 'whitespace', value: whiteSpace(at) });
  else if (name === '#significant-whitespace') append(parent, { kind: 'significant', value: whiteSpace(at) });
  else if (name.startsWith('?')) append(parent, instruction(name, at));
  else if (name.toUpperCase() === '!DOCTYPE') append(parent, doctype(at));
  else if (isArray(at.value)) addNested(parent, name, at.value, at.path, namespaces);
  else addElement(parent, name, at, namespaces);
}

function append(parent: Parent, child: XmlChild): void {
  if (parent.kind === 'document') {
    if (child.kind === 'text' || child.kind === 'cdata') throw new XmlError(WRONG_TYPE);
    if (child.kind === 'element' && rootOf(parent)) {
      throw new XmlError("This document already has a 'DocumentElement' node.");
    }
    if (child.kind === 'declaration' && parent.children.length > 0) {
      throw new XmlError('Cannot insert the node in the specified location.');
    }
  } else if (child.kind === 'declaration' || child.kind === 'doctype') throw new XmlError(WRONG_TYPE);
  parent.children.push(child);
}

/** An array in an array: an element that holds elements of the same name. */
function addNested(parent: Parent, name: string, values: readonly Json[], path: string, namespaces: Namespaces): void {
  const element = newElement(name, namespaces);
  append(parent, element);
  for (const item of itemsOf(values, path)) addValue(element, name, item, namespaces);
}

function addElement(parent: Parent, name: string, at: At, namespaces: Namespaces): void {
  if (name === '') fail('XmlNodeConverter cannot convert JSON with an empty property name to XML.', at.path);
  const entries = isObject(at.value) ? Object.entries(at.value) : undefined;
  const attributes = entries ? leadingAttributes(entries, at.path, namespaces) : { names: [], count: 0 };
  if (name.startsWith('@')) return addAttribute(parent, name, name.slice(1), at);
  const meta = name.startsWith('$') && META.has(name) ? name.slice(1) : undefined;
  const prefix = meta === undefined ? '' : namespaces.prefix(JSON_NAMESPACE);
  if (meta !== undefined && name !== '$values') return addAttribute(parent, name, joined(prefix, meta), at);
  const element = newElement(meta === undefined ? name : joined(prefix, meta), namespaces);
  append(parent, element);
  for (const [key, value] of attributes.names) setAttribute(element, key, value, namespaces);
  const rest = entries?.slice(attributes.count) ?? [];
  if (!entries) {
    const text = textOf(at);
    if (text !== undefined) element.children.push({ kind: 'text', value: text });
  } else if (rest.length > 0) {
    namespaces.push();
    addProperties(element, rest, at.path, namespaces);
    namespaces.pop();
  }
  if (entries) namespaces.removeDefault();

  function addAttribute(to: Parent, property: string, attribute: string, { path }: At): void {
    if (to.kind === 'document') {
      fail(
        `JSON root object has property '${property}' that will be converted to an attribute. A root object cannot have ` +
          'any attribute properties. Consider specifying a DeserializeRootElementName.',
        path,
      );
    }
    setAttribute(to, attribute, textOf(at) ?? '', namespaces);
  }
}

function joined(prefix: string, local: string): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** Properties of Newtonsoft's own serialiser, which become attributes of its namespace (`$values`: an element). */
const META = new Set(['$id', '$ref', '$type', '$value', '$values']);

interface Attributes {
  readonly names: readonly (readonly [string, string])[];
  /** How many properties they took. */
  readonly count: number;
}

/**
 * The attributes before the first other property. They are read before the element is made because its own prefix may be
 * declared by one; the declarations stay for the elements that follow, as Newtonsoft has it.
 */
function leadingAttributes(
  entries: readonly (readonly [string, Json])[],
  path: string,
  namespaces: Namespaces,
): Attributes {
  const names: [string, string][] = [];
  let count = 0;
  for (const [name, value] of entries) {
    const isMeta = META.has(name);
    if (!name.startsWith('@') && !isMeta) break;
    if (isMeta) declareJson(names, namespaces);
    if (name === '$values') break;
    const text = textOf({ value, path: withProperty(path, name) }) ?? '';
    const attribute = isMeta ? joined(namespaces.prefix(JSON_NAMESPACE), name.slice(1)) : name.slice(1);
    names.push([attribute, text]);
    if (attribute === 'xmlns' || attribute.startsWith('xmlns:')) namespaces.add(attribute.slice(6), text);
    count++;
  }
  return { names, count };
}

function declareJson(names: [string, string][], namespaces: Namespaces): void {
  if (namespaces.prefix(JSON_NAMESPACE) !== '') return;
  let prefix = 'json';
  for (let number = 1; namespaces.uri(prefix) !== ''; number++) prefix = `json${number}`;
  names.push([`xmlns:${prefix}`, JSON_NAMESPACE]);
  namespaces.add(prefix, JSON_NAMESPACE);
}

function newElement(name: string, namespaces: Namespaces): XmlElement {
  const encoded = encodeName(name);
  const qualified = split(encoded, namespaces.uri(prefixOf(name)));
  return { kind: 'element', ...qualified, attributes: [], children: [], empty: true };
}

function setAttribute(element: XmlElement, name: string, value: string, namespaces: Namespaces): void {
  const prefix = prefixOf(name);
  const encoded = encodeName(name);
  const isDeclaration = encoded === 'xmlns' || prefix === 'xmlns';
  const namespace = isDeclaration ? XMLNS_NAMESPACE : prefix === '' ? '' : namespaces.uri(prefix);
  const attribute: XmlAttribute = { kind: 'attribute', ...split(encoded, namespace), value };
  const { attributes } = element;
  const same = attributes.findIndex((other) => other.local === attribute.local && other.namespace === namespace);
  if (same >= 0) attributes.splice(same, 1);
  attributes.push(attribute);
}

function split(name: string, namespace: string): XmlName {
  const [first = '', second, ...more] = name.split(':');
  if (second === undefined) return { prefix: '', local: first, namespace };
  if (first === '' || second === '' || more.length > 0) {
    throw new XmlError("The ':' character, hexadecimal value 0x3A, cannot be included in a name.");
  }
  return { prefix: first, local: second, namespace: first === 'xml' ? XML_NAMESPACE : namespace };
}

/** A simple value as XML writes it; undefined for null. */
function textOf({ value, path }: At): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value instanceof Float) return doubleText(Number(primitive(value)));
  if (isObject(value) || isArray(value)) {
    return fail(`Cannot get an XML string value from token type 'Start${kindOf(value)}'.`, path);
  }
  return String(value);
}

/** `XmlConvert.ToString(double)`. */
function doubleText(value: number): string {
  if (Math.abs(value) === Infinity) return value < 0 ? '-INF' : 'INF';
  return Number.isSafeInteger(value) ? String(value) : numberText(value);
}

function whiteSpace(at: At): string {
  const text = textOf(at) ?? '';
  if (/^[ \t\r\n]*$/.test(text)) return text;
  throw new XmlError('The string for white space contains an invalid character.');
}

function instruction(name: string, at: At): XmlChild {
  if (name !== '?xml') return { kind: 'instruction', target: encodeName(name.slice(1), true), value: textOf(at) ?? '' };
  const { version = '', encoding = '', standalone = '' } = members(at, 'XmlDeclaration', DECLARATION);
  if (version !== '1.0') {
    throw new XmlError(`Wrong XML version information. The XML must match production "VersionNum ::= '1.' [0-9]+".`);
  }
  if (!['', 'yes', 'no'].includes(standalone)) {
    throw new XmlError(`Wrong value for the XML declaration standalone attribute of '${standalone}'.`);
  }
  return { kind: 'declaration', version, encoding, standalone };
}

const DECLARATION = ['@version', '@encoding', '@standalone'];
const DOCTYPE = ['@name', '@public', '@system', '@internalSubset'];

function doctype(at: At): XmlChild {
  const found = members(at, 'XmlDeclaration', DOCTYPE);
  return {
    kind: 'doctype',
    name: found['name'] ?? '',
    publicId: found['public'],
    systemId: found['system'],
    internalSubset: found['internalSubset'],
  };
}

function members({ value, path }: At, what: string, names: readonly string[]): Record<string, string | undefined> {
  const object: JsonObject = isObject(value) ? value : {};
  const found: Record<string, string | undefined> = {};
  for (const [name, item] of Object.entries(object)) {
    const at = withProperty(path, name);
    if (!names.includes(name)) fail(`Unexpected property name encountered while deserializing ${what}: ${name}`, at);
    found[name.slice(1)] = textOf({ value: item, path: at });
  }
  return found;
}
