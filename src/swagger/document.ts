// A swagger 2.0 document as the platform publishes it: read leniently, its references followed only when asked for.
import { positionOf, syntaxFault } from '../json-syntax.js';
import { isObject, own, parseJson, type Json, type JsonObject } from '../json.js';

/** Why a text is no swagger document, with the place of the fault: lines and columns count from 1. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly line: number;
  readonly column: number;
  /** What to do, where that is known. */
  readonly advice: string | undefined;

  constructor(message: string, { line, column }: { readonly line: number; readonly column: number }, advice?: string) {
    super(message);
    this.line = line;
    this.column = column;
    this.advice = advice;
  }
}

/**
 * Reads the text of a swagger file, also where published ones are not quite JSON: a byte order mark, commas before a
 * closing bracket, raw control characters or no-break spaces. Throws DocumentError for the rest, and for what is no swagger.
 */
export function readDocument(text: string): JsonObject {
  const plain = text.replace(/^\uFEFF/, '');
  const document = readJsonObject(plain);
  if (own(document, 'openapi') !== undefined) throw notSwagger(plain, 'openapi', openApi3);
  if (!isObject(own(document, 'paths') ?? null)) throw notSwagger(plain, 'paths', noPaths);
  return document;
}

/** Reads the JSON of a connector's file, as leniently as `readDocument`. Throws DocumentError. */
export function readJsonObject(text: string): JsonObject {
  const plain = text.replace(/^\uFEFF/, '');
  const value = readTolerantly(plain);
  if (isObject(value)) return value;
  throw new DocumentError("This is no connector's file: it must hold a JSON object.", { line: 1, column: 1 });
}

interface Said {
  readonly message: string;
  readonly advice?: string;
}

/** What is said of a document of the later version. */
export const openApi3 = {
  message: 'This is an OpenAPI 3 document.',
  advice: 'Connectors of the platform are swagger 2.0: convert it, or ask its publisher for that version.',
};
const noPaths: Said = { message: "This is no swagger document: it has no object 'paths'." };

function notSwagger(text: string, name: string, { message, advice }: Said): DocumentError {
  return new DocumentError(message, positionOf(text, Math.max(0, text.indexOf(`"${name}"`))), advice);
}

function readTolerantly(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    if (isYaml(text)) throw new DocumentError('This is YAML.', { line: 1, column: 1 }, yamlAdvice);
    const fault = syntaxFault(text);
    if (!fault) return parseRepaired(text, error as Error);
    throw new DocumentError(fault.message, positionOf(text, fault.offset), fault.advice);
  }
}

const yamlAdvice = 'Connectors are uploaded as JSON, which is read here, too: convert it.';

/** A name without quotes and its colon are what YAML begins with, after comments and the line that opens a document. */
function isYaml(text: string): boolean {
  return /^\s*(?:(?:#|---|%)[^\n]*\s*)*[\w$-]+:(?:\s|$)/.test(text);
}

function parseRepaired(text: string, { message }: Error): Json {
  try {
    return parseJson(repair(text));
  } catch {
    throw new DocumentError(`This is not JSON: ${message}`, { line: 1, column: 1 });
  }
}

/** Strings are matched first, so that what looks like a slip inside one stays as it is. */
function repair(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])|\u00A0/gs, (found) => {
    if (found === ',') return '';
    if (found === '\u00A0') return ' ';
    return found.replace(/[\u0000-\u001F]/g, (control) => JSON.stringify(control).slice(1, -1)); // oxlint-disable-line no-control-regex -- these are what is repaired
  });
}

/** The value a local JSON pointer (`#/definitions/token`) names, or undefined. */
export function lookUp(document: JsonObject, pointer: string): Json | undefined {
  if (!/^#(\/|$)/.test(pointer)) return undefined;
  let at: Json | undefined = document;
  for (const part of pointer.slice(1).split('/').slice(1)) {
    if (at === undefined) return undefined;
    const name = percentDecode(part).replace(/~1/g, '/').replace(/~0/g, '~');
    at = isObject(at) ? own(at, name) : Array.isArray(at) ? (at as readonly Json[])[Number(name)] : undefined;
  }
  return at;
}

/**
 * Follows `$ref`s to the object they stand for; an empty object when they lead nowhere or in a circle. Only the outermost
 * object is resolved, so circular definitions cost nothing until somebody walks them.
 */
export function resolve(document: JsonObject, value: Json | undefined): JsonObject {
  const seen = new Set<string>();
  let at = value;
  while (isObject(at)) {
    const ref = own(at, '$ref');
    if (typeof ref !== 'string') return at;
    if (seen.has(ref)) return {};
    seen.add(ref);
    at = lookUp(document, ref);
  }
  return {};
}

/** Percent-decodes a text, or returns it as it is where the encoding is broken. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text that can be percent-encoded: a lone surrogate becomes the replacement character, as every UTF-8 writer has it. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

/** A property of an object when it is a text, else undefined. */
export function textOf(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** A property of an object as a list of texts; empty when it is anything else. */
export function textsOf(object: JsonObject, name: string): readonly string[] {
  const value = own(object, name);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
