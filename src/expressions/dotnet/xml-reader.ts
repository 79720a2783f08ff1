// Reads XML text as .NET's XmlDocument.LoadXml does: strict, white space between markup dropped, line ends kept as they are.
// A parser of our own: it fails at the first fault with .NET's words and place where @xmldom/xmldom repairs and warns, it
// never expands an entity, and it is small enough to need no loading before the synchronous evaluation.
import { XmlCursor } from './xml-cursor.js';
import { readDoctype } from './xml-doctype.js';
import {
  qualified,
  rootOf,
  XML_NAMESPACE,
  type XmlAttribute,
  type XmlChild,
  type XmlDeclaration,
  type XmlDocument,
  type XmlElement,
  XmlError,
  type XmlName,
  XMLNS_NAMESPACE,
} from './xml-node.js';

/** Deeper documents are no data; the limit keeps hostile input from exhausting the stack of what reads them later. */
const MAX_DEPTH = 1000;

type Namespaces = ReadonlyMap<string, string>;

/** An element whose end has not come yet. */
interface Open {
  readonly element: XmlElement;
  /** Where its name starts. */
  readonly at: number;
  readonly namespaces: Namespaces;
  readonly preserve: boolean;
}

/** Reads a document; throws XmlError. */
export function readXml(text: string): XmlDocument {
  const cursor = new XmlCursor(text);
  const document: XmlDocument = { kind: 'document', children: [] };
  if (/^<\?xml[ \t\r\n]/.test(text)) document.children.push(readDeclaration(cursor));
  const open: Open[] = [];
  while (!cursor.atEnd) {
    if (!cursor.starts('<')) readText(cursor, open.at(-1));
    else if (cursor.starts('</')) closeElement(cursor, open);
    else if (cursor.starts('<!') || cursor.starts('<?')) readSpecial(cursor, document, open.at(-1));
    else openElement(cursor, document, open);
  }
  if (open.length > 0) {
    const names = open.map(({ element }) => qualified(element)).toReversed();
    cursor.fail(`Unexpected end of file has occurred. The following elements are not closed: ${names.join(', ')}.`);
  }
  if (!rootOf(document)) throw new XmlError('Root element is missing.');
  return document;
}

const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(["'])([^"'<]*)\1(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])([A-Za-z][\w.-]*)\3)?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(["'])(yes|no)\5)?[ \t\r\n]*\?>/y;

function readDeclaration(cursor: XmlCursor): XmlDeclaration {
  DECLARATION.lastIndex = 0;
  const [whole = '', , version = '', , encoding = '', , standalone = ''] = DECLARATION.exec(cursor.text) ?? [];
  if (whole === '') cursor.fail('Syntax for an XML declaration is invalid.', 6);
  if (version !== '1.0') cursor.fail(`Version number '${version}' is invalid.`, cursor.text.indexOf(version, 6));
  cursor.at = whole.length;
  return { kind: 'declaration', version, encoding, standalone };
}

/** Text up to the next markup. White space alone is dropped, or kept as significant where `xml:space` says so. */
function readText(cursor: XmlCursor, parent: Open | undefined): void {
  const start = cursor.at;
  if (!parent) {
    cursor.space();
    if (!cursor.atEnd && !cursor.starts('<')) cursor.fail('Data at the root level is invalid.');
    return;
  }
  let value = '';
  let isText = false;
  while (!cursor.atEnd && !cursor.starts('<')) {
    if (cursor.starts('&')) {
      const referred = cursor.reference();
      value += referred.value;
      isText ||= referred.decimal;
      continue;
    }
    const end = endOfRun(cursor);
    value += cursor.text.slice(cursor.at, end);
    cursor.at = end;
  }
  if (cursor.atEnd && cursor.at === start) return;
  const white = !isText && /^[ \t\r\n]*$/.test(value);
  if (!white) parent.element.children.push({ kind: 'text', value });
  else if (parent.preserve) parent.element.children.push({ kind: 'significant', value });
}

/** A run of text without markup and references. */
const RUN = /[^<&]*/y;

function endOfRun(cursor: XmlCursor): number {
  RUN.lastIndex = cursor.at;
  const run = RUN.exec(cursor.text)?.[0] ?? '';
  cursor.check(cursor.at, cursor.at + run.length);
  const close = run.indexOf(']]>');
  if (close >= 0) cursor.fail("']]>' is not allowed in character data.", cursor.at + close);
  return cursor.at + run.length;
}

/** Comments, CDATA, processing instructions and the document type. */
function readSpecial(cursor: XmlCursor, document: XmlDocument, parent: Open | undefined): void {
  const children: XmlChild[] = parent?.element.children ?? document.children;
  const start = cursor.at;
  if (cursor.take('<!--')) children.push({ kind: 'comment', value: readComment(cursor) });
  else if (cursor.take('<?')) children.push(readInstruction(cursor));
  else if (cursor.take('<![CDATA[')) {
    if (!parent) cursor.fail('Data at the root level is invalid.', start);
    children.push({ kind: 'cdata', value: cursor.until(']]>', 'CDATA') });
  } else if (cursor.take('<!DOCTYPE')) {
    if (parent || rootOf(document)) cursor.fail('DTD must be defined before the document root element.', start + 2);
    if (children.some((child) => child.kind === 'doctype')) cursor.fail('Cannot have multiple DTDs.', start + 2);
    children.push(readDoctype(cursor));
  } else {
    cursor.at += 2;
    cursor.unexpected("The expected token is '--', '[CDATA[' or 'DOCTYPE'.");
  }
}

function readComment(cursor: XmlCursor): string {
  const start = cursor.at;
  const value = cursor.until('-->', 'Comment');
  const inside = `${value}-`.indexOf('--');
  if (inside >= 0)
    cursor.fail("An XML comment cannot contain '--', and '-' cannot be the last character.", start + inside);
  return value;
}

function readInstruction(cursor: XmlCursor): XmlChild {
  const start = cursor.at;
  const target = cursor.name();
  if (target.includes(':')) {
    cursor.fail(
      "The ':' character, hexadecimal value 0x3A, cannot be included in a name.",
      start + target.indexOf(':'),
    );
  }
  if (target.toLowerCase() === 'xml') {
    const text =
      target === 'xml'
        ? 'Unexpected XML declaration. The XML declaration must be the first node in the document, and no whitespace ' +
          'characters are allowed to appear before it.'
        : `'${target}' is an invalid name for processing instructions.`;
    cursor.fail(text, start);
  }
  if (!cursor.space() && !cursor.starts('?>')) cursor.endOfName(/[?]/);
  return { kind: 'instruction', target, value: cursor.until('?>', 'PI') };
}

function openElement(cursor: XmlCursor, document: XmlDocument, open: Open[]): void {
  cursor.at++;
  const at = cursor.at;
  const parent = open.at(-1);
  if (!parent && rootOf(document)) cursor.fail('There are multiple root elements.');
  if (open.length >= MAX_DEPTH) cursor.fail(`The elements nest deeper than ${MAX_DEPTH} levels.`);
  const name = cursor.name();
  cursor.endOfName(/[ \t\r\n/>]/);
  const attributes = readAttributes(cursor);
  const empty = cursor.take('/');
  cursor.expect('>');
  const namespaces = declared(cursor, attributes, parent?.namespaces ?? ROOT_NAMESPACES);
  const element: XmlElement = {
    kind: 'element',
    ...resolve(cursor, name, at, namespaces, namespaces.get('') ?? ''),
    attributes: attributes.map((raw) => resolved(cursor, raw, namespaces)),
    children: [],
    empty,
  };
  checkDuplicates(cursor, element.attributes, attributes);
  (parent?.element ?? document).children.push(element);
  const space = element.attributes.find((item) => item.namespace === XML_NAMESPACE && item.local === 'space')?.value;
  const preserve = space === undefined ? (parent?.preserve ?? false) : space === 'preserve';
  if (!empty) open.push({ element, at, namespaces, preserve });
}

function closeElement(cursor: XmlCursor, open: Open[]): void {
  cursor.at += 2;
  const start = cursor.at;
  const last = open.pop();
  if (!last) cursor.fail('Unexpected end tag.', start);
  const name = cursor.name();
  const expected = qualified(last.element);
  if (name !== expected) {
    const { line, position } = cursor.place(last.at);
    cursor.fail(
      `The '${expected}' start tag on line ${line} position ${position} does not match the end tag of '${name}'.`,
      start,
    );
  }
  cursor.space();
  cursor.expect('>');
}

/** An attribute as written, before its prefix is looked up. */
interface RawAttribute {
  readonly name: string;
  readonly value: string;
  readonly at: number;
}

function readAttributes(cursor: XmlCursor): RawAttribute[] {
  const attributes: RawAttribute[] = [];
  while (cursor.space() && !cursor.atEnd && !cursor.starts('/') && !cursor.starts('>')) {
    const at = cursor.at;
    const name = cursor.name();
    cursor.space();
    cursor.expect('=');
    cursor.space();
    attributes.push({ name, value: readValue(cursor), at });
    if (!/[ \t\r\n/>]/.test(cursor.text.charAt(cursor.at))) cursor.unexpected('Expecting white space.');
  }
  return attributes;
}

function readValue(cursor: XmlCursor): string {
  const quote = cursor.text.charAt(cursor.at);
  if (quote !== '"' && quote !== "'") cursor.unexpected(`The expected token is '"' or '''.`);
  cursor.at++;
  const close = cursor.text.indexOf(quote, cursor.at);
  if (close < 0) cursor.fail('Unexpected end of file has occurred.', cursor.text.length);
  const bracket = cursor.text.slice(cursor.at, close).indexOf('<');
  if (bracket >= 0) {
    cursor.fail("'<', hexadecimal value 0x3C, is an invalid attribute character.", cursor.at + bracket);
  }
  cursor.check(cursor.at, close);
  let value = '';
  while (cursor.at < close) {
    if (cursor.starts('&')) value += cursor.reference().value;
    const end = endOfPart(cursor, close);
    value += cursor.text.slice(cursor.at, end);
    cursor.at = end;
  }
  cursor.at = close + 1;
  return value;
}

function endOfPart(cursor: XmlCursor, close: number): number {
  RUN.lastIndex = cursor.at;
  RUN.exec(cursor.text);
  return Math.min(Math.max(RUN.lastIndex, cursor.at), close);
}

const ROOT_NAMESPACES: Namespaces = new Map([
  ['xml', XML_NAMESPACE],
  ['xmlns', XMLNS_NAMESPACE],
]);

function declared(cursor: XmlCursor, attributes: readonly RawAttribute[], outer: Namespaces): Namespaces {
  let inner: Map<string, string> | undefined;
  for (const { name, value, at } of attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const prefix = name.slice('xmlns:'.length);
    if (prefix === 'xmlns') cursor.fail('Prefix "xmlns" is reserved for use by XML.', at);
    if (prefix !== '' && value === '') cursor.fail('Invalid namespace declaration.', at);
    inner ??= new Map(outer);
    inner.set(prefix, value);
  }
  return inner ?? outer;
}

function resolve(cursor: XmlCursor, name: string, at: number, namespaces: Namespaces, unprefixed: string): XmlName {
  const [first = '', second, ...more] = name.split(':');
  if (second === undefined) return { prefix: '', local: first, namespace: unprefixed };
  if (first === '' || second === '' || more.length > 0) {
    const colon = first === '' ? 0 : name.indexOf(':', second === '' ? 0 : first.length + 1);
    cursor.fail("The ':' character, hexadecimal value 0x3A, cannot be included in a name.", at + colon);
  }
  const namespace = namespaces.get(first);
  if (namespace === undefined) return cursor.fail(`'${first}' is an undeclared prefix.`, at);
  return { prefix: first, local: second, namespace };
}

function resolved(cursor: XmlCursor, { name, value, at }: RawAttribute, namespaces: Namespaces): XmlAttribute {
  const unprefixed = name === 'xmlns' ? XMLNS_NAMESPACE : '';
  return { kind: 'attribute', ...resolve(cursor, name, at, namespaces, unprefixed), value };
}

function checkDuplicates(cursor: XmlCursor, attributes: readonly XmlAttribute[], raw: readonly RawAttribute[]): void {
  if (attributes.length < 2) return;
  const seen = new Set<string>();
  for (const [index, { local, namespace }] of attributes.entries()) {
    const key = `${local} ${namespace}`;
    if (seen.has(key)) cursor.fail(`'${raw[index]?.name}' is a duplicate attribute name.`, raw[index]?.at);
    seen.add(key);
  }
}
