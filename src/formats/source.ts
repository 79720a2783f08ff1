import type { Dialect } from '../expressions/index.js';
import type { Json, JsonObject } from '../json.js';
import type { Problem } from '../workflow/index.js';

/** A place in a text: lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of a character of a text, counted from 0. */
export function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** A piece of a text; the end is just after its last character. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Finds the place of a JSON pointer: of the value, or of its key; `span` picks characters of a string. */
export type Locate = (
  pointer: string,
  at?: 'key',
  span?: { readonly start: number; readonly end: number },
) => Range | undefined;

/** A definition as it was read from a file, and where each of its parts stands in the text. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly definition: Json;
  /** The workflow's name: the file's own where it has one, otherwise from the file's name. */
  readonly name: string;
  /** Set where the file says which platform it is for; otherwise it follows from the definition. */
  readonly dialect?: Dialect;
  /** Values of parameters that the file gives beside the definition, by name. */
  readonly parameterValues: JsonObject;
  /** Takes pointers into `definition`. */
  readonly locate: Locate;
}

/** A problem at its place in a file: what a user sees. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  readonly file: string;
  readonly range?: Range;
}

/** A source with its warnings, or why the file cannot be read. */
export type ReadResult =
  | { readonly ok: true; readonly source: Source; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A problem with its place looked up in the source it is about. */
export function diagnose(source: Pick<Source, 'file' | 'locate'>, problem: Problem): Diagnostic {
  const range = source.locate(problem.pointer, problem.at, problem.span);
  return {
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    ...(problem.advice === undefined ? {} : { advice: problem.advice }),
    file: source.file,
    ...(range ? { range } : {}),
  };
}

/** All problems of a source in the order of the text. */
export function diagnoseAll(
  source: Pick<Source, 'file' | 'locate'>,
  problems: readonly Problem[],
): readonly Diagnostic[] {
  return problems.map((problem) => diagnose(source, problem)).toSorted(byPlace);
}

function byPlace({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return a.start.line - b.start.line || a.start.column - b.start.column;
}
