// Path templates: `/identities/{identityId}/:issueAccessToken`, also with spaces in a name, several variables in a segment
// (`Foo(ID='{x}')`, `{id}.json`) and literal characters that a client may or may not percent-encode.
import { wellFormed } from './document.js';
import type { Operation } from './operation.js';

/** A path template ready to match request targets. */
export interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Orders templates that match the same target: a literal segment before a partial one before a variable. */
  readonly rank: string;
}

type Piece = { readonly literal: string } | { readonly variable: string };

/** The pieces of a template, in order; a brace without its pair is a literal. */
export function piecesOf(path: string): Piece[] {
  return path
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{[^{}]+\}$/.test(part) ? { variable: part.slice(1, -1) } : { literal: part }));
}

/** A literal piece as it stands in a request target: only what a URL cannot hold is encoded, and `%` of an escape stays. */
export function encodeLiteral(text: string): string {
  return encodeURI(wellFormed(text))
    .replace(/%25([0-9a-f]{2})/gi, '%$1')
    .replace(/[?#]/g, encodeURIComponent);
}

const compiled = new WeakMap<Operation, Template>();

/** The template of an operation, compiled once. */
export function templateOf(operation: Operation): Template {
  const known = compiled.get(operation);
  if (known) return known;
  const template = compile(operation.basePath + operation.path);
  compiled.set(operation, template);
  return template;
}

function compile(path: string): Template {
  const pieces = piecesOf(path);
  const source = pieces.map((piece) => ('variable' in piece ? '([^/]+?)' : literalPattern(piece.literal))).join('');
  return {
    pattern: new RegExp(`^${source}$`),
    names: pieces.flatMap((piece) => ('variable' in piece ? [piece.variable] : [])),
    rank: path.split('/').map(rankOf).join(''),
  };
}

function rankOf(segment: string): string {
  const pieces = piecesOf(segment);
  if (pieces.every((piece) => 'literal' in piece)) return '0';
  return pieces.length > 1 ? '1' : '2';
}

/** Each byte of a literal may arrive as it is or percent-encoded, in either case of hex. */
function literalPattern(literal: string): string {
  const units = encodeLiteral(literal).match(/%[0-9a-f]{2}|./gis) ?? [];
  return units.map(unitPattern).join('');
}

function unitPattern(unit: string): string {
  if (unit === '/') return '/';
  const code = unit.length === 3 ? Number.parseInt(unit.slice(1), 16) : unit.charCodeAt(0);
  const hex = code
    .toString(16)
    .padStart(2, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return code > 0x20 && code < 0x7f && code !== 0x2f ? `(?:\\x${code.toString(16)}|%${hex})` : `%${hex}`;
}
