import type { XmlCursor } from './xml-cursor.js';
import type { XmlDoctype } from './xml-node.js';

/**
 * Reads a document type for what it says of itself (the service shows it in `json()`). Nothing in it is acted upon: no
 * entity is expanded, no file fetched, no default attribute added.
 */
export function readDoctype(cursor: XmlCursor): XmlDoctype {
  if (!cursor.space()) cursor.unexpected('Expecting white space.');
  const name = cursor.name();
  cursor.space();
  const { publicId, systemId } = externalId(cursor);
  cursor.space();
  // .NET keeps an empty subset where there is none, which its writer then shows as `[]`.
  const internalSubset = cursor.take('[') ? subset(cursor) : '';
  cursor.space();
  cursor.expect('>');
  if (internalSubset !== '') cursor.declares = declarationsIn(internalSubset);
  return { kind: 'doctype', name, publicId, systemId, internalSubset };
}

function externalId(cursor: XmlCursor): Pick<XmlDoctype, 'publicId' | 'systemId'> {
  if (cursor.take('SYSTEM')) return { publicId: undefined, systemId: literal(cursor) };
  if (!cursor.take('PUBLIC')) return { publicId: undefined, systemId: undefined };
  const publicId = literal(cursor);
  return { publicId, systemId: literal(cursor) };
}

function literal(cursor: XmlCursor): string {
  cursor.space();
  const quote = cursor.text.charAt(cursor.at);
  if (quote !== '"' && quote !== "'") cursor.unexpected(`The expected token is '"' or '''.`);
  cursor.at++;
  return cursor.until(quote, 'a literal');
}

// What a `]` in an internal subset can hide in: comments, instructions and quoted text.
const SUBSET = /(?:[^\]"'<]+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(?!!--|\?)|"[^"]*"|'[^']*')*/y;

function subset(cursor: XmlCursor): string {
  SUBSET.lastIndex = cursor.at;
  const text = SUBSET.exec(cursor.text)?.[0] ?? '';
  cursor.check(cursor.at, cursor.at + text.length);
  cursor.at += text.length;
  if (cursor.atEnd) cursor.fail('Unexpected end of file while parsing DTD has occurred.');
  cursor.expect(']');
  return text.replace(/\r(?!\n)/g, '\n'); // .NET's DTD reader turns a lone carriage return into a line feed
}

function declarationsIn(text: string): (entity: string) => boolean {
  const names = new Set([...text.matchAll(/<!ENTITY\s+([^\s%"'>]+)/g)].map(([, name]) => name));
  return (entity) => names.has(entity);
}
