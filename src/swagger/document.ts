// A swagger 2.0 document as the platform publishes it: read leniently, its references followed only when asked for.
import { isObject, own, parseJson, type Json, type JsonObject } from '../json.js';

/**
 * Reads the text of a swagger file, also where published ones are not quite JSON: a byte order mark, commas before a
 * closing bracket, raw control characters or no-break spaces. Throws SyntaxError for the rest.
 */
export function readDocument(text: string): JsonObject {
  const document = readTolerantly(text.replace(/^\uFEFF/, ''));
  if (!isObject(document)) throw new SyntaxError('A swagger document must be a JSON object.');
  return document;
}

function readTolerantly(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    const repaired = repair(text);
    if (repaired === text) throw error;
    return parseJson(repaired);
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
