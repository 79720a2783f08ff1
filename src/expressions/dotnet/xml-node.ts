// A document as .NET's XmlDocument holds it: the only tree here, which the reader and the JSON conversion build, and the
// writer, the JSON conversion and XPath read. Own, because the libraries' trees know nothing of empty against closed
// elements (`<a/>`, `<a></a>`) nor of insignificant white space, both of which the service shows.

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
export const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** A name with its namespace; the prefix is empty where there is none. */
export interface XmlName {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
}

export interface XmlAttribute extends XmlName {
  readonly kind: 'attribute';
  readonly value: string;
}

export interface XmlElement extends XmlName {
  readonly kind: 'element';
  readonly attributes: XmlAttribute[];
  readonly children: XmlChild[];
  /** Written `<a />`, not `<a></a>`. Nothing but an element without children is. */
  empty: boolean;
}

/** Text of any kind; `significant` is white space that `xml:space="preserve"` keeps. */
export interface XmlText {
  readonly kind: 'text' | 'cdata' | 'comment' | 'significant' | 'whitespace';
  readonly value: string;
}

export interface XmlInstruction {
  readonly kind: 'instruction';
  readonly target: string;
  readonly value: string;
}

export interface XmlDeclaration {
  readonly kind: 'declaration';
  readonly version: string;
  readonly encoding: string;
  readonly standalone: string;
}

/** The document type, of which nothing is acted upon. Undefined means not there, which is written in another way than empty. */
export interface XmlDoctype {
  readonly kind: 'doctype';
  readonly name: string;
  readonly publicId: string | undefined;
  readonly systemId: string | undefined;
  readonly internalSubset: string | undefined;
}

export type XmlChild = XmlElement | XmlText | XmlInstruction | XmlDeclaration | XmlDoctype;

export interface XmlDocument {
  readonly kind: 'document';
  readonly children: XmlChild[];
}

/** What is wrong with XML, or with JSON that should become XML, in .NET's words. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** `p:name`, or the name alone. */
export function qualified({ prefix, local }: XmlName): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** Whether an attribute declares a namespace. */
export function declaresNamespace(attribute: XmlAttribute): boolean {
  return attribute.namespace === XMLNS_NAMESPACE;
}

/** The prefix that a namespace declaration declares: empty for `xmlns="…"`. */
export function declaredPrefix({ prefix, local }: XmlAttribute): string {
  return prefix === '' ? '' : local;
}

/** The element at the root, of which there is at most one. */
export function rootOf(document: XmlDocument): XmlElement | undefined {
  return document.children.find((child) => child.kind === 'element');
}
