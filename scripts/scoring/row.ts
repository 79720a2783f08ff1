import { isArray, isObject, type Json, type JsonObject, stringifyJson } from '../../src/json.js';

/** What a row was expected to give, and what it gave; undefined where dryflow has no such function. */
export type Answer = { readonly expected: string; readonly actual: string } | undefined;

/** Answers one row of a file. */
export type Scorer = (row: JsonObject) => Answer;

/** A row that is known to be answered otherwise, and why. */
export interface Exception {
  readonly file: string;
  readonly applies: (row: JsonObject) => boolean;
  readonly reason: string;
}

/** The string under a name; undefined where there is none. */
export function stringIn(object: Json | undefined, name: string): string | undefined {
  const value = isObject(object) ? object[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function inputOf(row: JsonObject): JsonObject {
  const input = row['input'];
  return isObject(input) ? input : {};
}

/** What the oracle says of a row: the output, or the type of the exception. */
export function expectedOf(row: JsonObject): string {
  return stringIn(row, 'error') ?? textOf(row['output'] ?? null);
}

export function textOf(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(sorted(value));
}

function sorted(value: Json): Json {
  if (isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}

/** Some of the properties of an expected object, beside what dryflow gives for them. */
export function compareParts(row: JsonObject, actual: JsonObject): Answer {
  const output = row['output'];
  const expected = isObject(output)
    ? Object.fromEntries(Object.keys(actual).map((name) => [name, output[name] ?? null]))
    : expectedOf(row);
  return { expected: textOf(expected), actual: textOf(actual) };
}

/** The spaces that differ between versions of ICU count as one. */
export function foldSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}
