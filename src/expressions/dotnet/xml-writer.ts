// Writes XML as .NET's XmlDocument.OuterXml does.
import {
  declaredPrefix,
  declaresNamespace,
  qualified,
  XML_NAMESPACE,
  type XmlChild,
  type XmlDeclaration,
  type XmlDoctype,
  type XmlDocument,
  type XmlElement,
  XmlError,
  type XmlName,
} from './xml-node.js';

/** The namespaces in scope by prefix. */
type Scope = ReadonlyMap<string, string>;

const OUTSIDE: Scope = new Map([['xml', XML_NAMESPACE]]);

/** The text of a document or a node of it, with the namespace declarations that it needs to stand alone. */
export function outerXml(node: XmlDocument | XmlChild): string {
  return node.kind === 'document' ? writeAll(node.children, OUTSIDE) : write(node, OUTSIDE);
}

function writeAll(nodes: readonly XmlChild[], scope: Scope): string {
  let text = '';
  for (const node of nodes) text += write(node, scope);
  return text;
}

function write(node: XmlChild, scope: Scope): string {
  switch (node.kind) {
    case 'element':
      return writeElement(node, scope);
    case 'text':
      return escapeText(node.value);
    case 'significant':
    case 'whitespace':
      return node.value;
    case 'cdata':
      if (node.value.includes(']]>')) throw new XmlError("Cannot have ']]>' inside an XML CDATA block.");
      return `<![CDATA[${node.value}]]>`;
    case 'comment':
      return `<!--${node.value}-->`;
    case 'instruction':
      if (node.value.includes('?>')) throw new XmlError("Cannot have '?>' inside an XML processing instruction.");
      return `<?${node.target} ${node.value}?>`;
    case 'declaration':
      return writeDeclaration(node);
    case 'doctype':
    default:
      return writeDoctype(node);
  }
}

function writeDeclaration({ version, encoding, standalone }: XmlDeclaration): string {
  const rest = (encoding && ` encoding="${encoding}"`) + (standalone && ` standalone="${standalone}"`);
  return `<?xml version="${version}"${rest}?>`;
}

function writeDoctype({ name, publicId, systemId, internalSubset }: XmlDoctype): string {
  const system = systemId === undefined ? '' : ` SYSTEM "${systemId}"`;
  const id = publicId === undefined ? system : ` PUBLIC "${publicId}" "${systemId ?? ''}"`;
  return `<!DOCTYPE ${name}${id}${internalSubset === undefined ? '' : `[${internalSubset}]`}>`;
}

function writeElement(element: XmlElement, outer: Scope): string {
  const declarations = new Declarations(element, outer);
  const name = declarations.nameOf(element);
  const attributes = element.attributes.map((attribute) => {
    const shown = declaresNamespace(attribute) ? qualified(attribute) : declarations.attributeName(attribute);
    return ` ${shown}="${escapeAttribute(attribute.value)}"`;
  });
  const start = `<${name}${attributes.join('')}${declarations.added}`;
  if (element.empty && element.children.length === 0) return `${start} />`;
  return `${start}>${writeAll(element.children, declarations.scope)}</${name}>`;
}

/** The namespaces that an element declares, and those that it must declare to be written where it is. */
class Declarations {
  scope: Scope;
  /** The declarations that no attribute makes. */
  added = '';
  #own: readonly string[] = [];

  constructor({ attributes }: XmlElement, outer: Scope) {
    this.scope = outer;
    for (const attribute of attributes) {
      if (declaresNamespace(attribute)) this.#declare(declaredPrefix(attribute), attribute.value);
    }
  }

  #declare(prefix: string, uri: string): void {
    this.scope = new Map(this.scope).set(prefix, uri);
    this.#own = [...this.#own, prefix];
  }

  /** The name to write. A prefix without a namespace is dropped (recorded), one that is not declared is declared here. */
  nameOf({ prefix: written, local, namespace }: XmlName): string {
    const prefix = namespace === '' ? '' : written;
    if ((this.scope.get(prefix) ?? '') !== namespace && !this.#own.includes(prefix)) {
      this.#declare(prefix, namespace);
      this.added += ` xmlns${prefix && `:${prefix}`}="${escapeAttribute(namespace)}"`;
    }
    return prefix === '' ? local : `${prefix}:${local}`;
  }

  /** The default namespace is not for attributes. */
  attributeName(attribute: XmlName): string {
    return attribute.namespace === '' ? attribute.local : this.nameOf(attribute);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Characters that XML does not allow are written as references all the same.
/* oxlint-disable no-control-regex -- these are the characters meant */
const IN_TEXT = /[&<>\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/g;
const IN_ATTRIBUTE = /[&<>"\0-\x08\n-\x1f\ufffe\uffff]|[\ud800-\udfff]/g;
/* oxlint-enable no-control-regex */

function escapeText(text: string): string {
  return text.replace(IN_TEXT, escapeCharacter);
}

function escapeAttribute(text: string): string {
  return text.replace(IN_ATTRIBUTE, escapeCharacter);
}

function escapeCharacter(unit: string, at: number, text: string): string {
  const code = unit.charCodeAt(0);
  if (code < 0xd800 || code > 0xdfff) return ENTITIES[unit] ?? `&#x${code.toString(16).toUpperCase()};`;
  const isHigh = code < 0xdc00;
  const other = text.charCodeAt(isHigh ? at + 1 : at - 1);
  if (isHigh ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff) return unit;
  throw new XmlError('The surrogate pair is invalid: a text holds half of a character.');
}
