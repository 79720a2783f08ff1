import type { Dialect } from '../expressions/index.js';
import type { Json, JsonObject } from '../json.js';
import type { ParameterDefinition, ParseOptions, Problem } from '../workflow/index.js';

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

/** What a workflow came from: what people call that kind of file. */
export type SourceKind =
  | 'workflow definition'
  | 'Logic Apps workflow'
  | 'Logic Apps Standard workflow'
  | 'ARM template'
  | 'Power Automate flow';

/** A definition as it was read from a file, what the file says beside it, and where each of its parts stands in the text. */
export interface Source {
  /** The file as people know it; in a package `package.zip!Workflows/x.json`. */
  readonly file: string;
  readonly text: string;
  readonly kind: SourceKind;
  readonly definition: Json;
  /** The workflow's name: the file's own where it has one, otherwise from the file's name. Others call it by this name. */
  readonly name: string;
  /** The GUID by which other flows of Power Automate call this one. */
  readonly id?: string;
  /** Set where the file says which platform it is for; otherwise it follows from the definition. */
  readonly dialect?: Dialect;
  /** Values of parameters that the file gives beside the definition, by name. */
  readonly parameterValues: JsonObject;
  /** Parameters that stand outside the definition, as Logic Apps Standard has them. */
  readonly parameters: OutsideParameters;
  /** Names of parameters that the file itself has around the workflow, as a template does: it has taken what was given to them. */
  readonly templateParameters: readonly string[];
  /** What nobody may see: values of secure ones among them. */
  readonly secrets: readonly Json[];
  readonly connections: readonly FileConnection[];
  /** App settings of the project (local.settings.json). */
  readonly appSettings: { readonly [name: string]: string };
  /** What is wrong or odd around the definition: errors forbid a run, warnings do not. */
  readonly diagnostics: readonly Diagnostic[];
  /** Takes pointers into `definition`. */
  readonly locate: Locate;
}

/** Parameters declared in a file of their own, with their places in it. */
export interface OutsideParameters {
  readonly file: string;
  readonly locate: Locate;
  readonly declared: readonly ParameterDefinition[];
  /** There may be more, in a file that is not at hand. */
  readonly mayBeMore: boolean;
}

/** A connection as a file of the platforms knows it. */
export interface FileConnection {
  /** The name that actions use. */
  readonly name: string;
  readonly group: ConnectionGroup;
  /** What it is a connection to: `shared_office365`, `office365`, `AzureBlob`. */
  readonly api?: string;
  /** Other names it has: that of the resource in Azure, that of the connection reference in a solution. */
  readonly aliases: readonly string[];
}

/** What kind of connection it is, as connections.json tells them apart. */
export type ConnectionGroup = 'managed' | 'serviceProvider' | 'function' | 'apiManagement' | 'agent';

/** A problem at its place in a file: what a user sees. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  readonly file: string;
  readonly range?: Range;
}

/** The workflows of a file, or why it cannot be read; and the texts that diagnostics point into, by the files they show. */
export type ReadResult =
  | {
      readonly ok: true;
      readonly sources: readonly [Source, ...Source[]];
      readonly diagnostics: readonly Diagnostic[];
      readonly texts: ReadonlyMap<string, string>;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly texts: ReadonlyMap<string, string> };

/** What reading a file needs of the world around it. */
export interface ReadOptions {
  /** The content of another file by its path from the folder of this one; undefined where there is none. */
  readonly beside?: Beside;
  /** The name of the folder that the file is in, which names a workflow of Logic Apps Standard. */
  readonly folder?: string;
  readonly given?: GivenValue;
}

/** The value that a caller gives to a parameter of a type; undefined where none is given. */
export type GivenValue = (name: string, type: string) => Json | undefined;

export type Beside = (path: string) => Uint8Array | undefined;

/** How a source is to be parsed. */
export function parseOptionsOf({ name, dialect, parameters }: Source): ParseOptions {
  return {
    name,
    ...(dialect && { dialect }),
    parameters: parameters.declared,
    parametersElsewhere: parameters.mayBeMore,
  };
}

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

/**
 * Diagnostics of several files: warnings, then errors, which are so read last; in either the files as they are met, and each
 * in the order of its text.
 */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = [...new Set(diagnostics.map(({ file }) => file))];
  const rank = ({ severity, file }: Diagnostic) => Number(severity === 'error') * files.length + files.indexOf(file);
  return diagnostics.toSorted((a, b) => rank(a) - rank(b) || byPlace(a, b));
}

function byPlace({ range: a }: Diagnostic, { range: b }: Diagnostic): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return a.start.line - b.start.line || a.start.column - b.start.column;
}
