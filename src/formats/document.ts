// A text that has been read, for the formats to look at; and how the files around it are reached.
import { posix } from 'node:path';
import type { Dialect } from '../expressions/index.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { decode } from './decode.js';
import type {
  Beside,
  Diagnostic,
  FileConnection,
  GivenValue,
  Locate,
  OutsideParameters,
  Source,
  SourceKind,
} from './source.js';
import { readText } from './yaml.js';

/** A file as a value, with everything a format may need. */
export interface Document {
  readonly file: string;
  readonly text: string;
  readonly value: JsonObject;
  readonly locate: Locate;
  readonly beside: Beside;
  readonly given: GivenValue;
  /** The name of the workflow as the file's name gives it. */
  readonly name: string;
  /** Takes the texts of other files that diagnostics point into. */
  readonly texts: Map<string, string>;
}

/** A workflow that a format has found in a file. */
export interface Found {
  readonly kind: SourceKind;
  readonly definition: Json;
  /** Where the definition stands in the file. */
  readonly pointer: string;
  readonly name?: string | undefined;
  readonly id?: string | undefined;
  readonly dialect?: Dialect;
  readonly parameterValues?: JsonObject;
  readonly parameters?: OutsideParameters;
  readonly templateParameters?: readonly string[];
  readonly secrets?: readonly Json[];
  readonly connections?: readonly FileConnection[];
  readonly appSettings?: { readonly [name: string]: string };
  readonly diagnostics?: readonly Diagnostic[];
  /** How places are found where the pointer is not enough. */
  readonly locate?: Locate;
}

/** A kind of file: it looks at the content and takes it, or leaves it to the next kind. */
export type Format = (document: Document) => readonly Found[] | undefined;

/** What a format has found, as the rest of the program takes it. */
export function sourceOf(
  { file, text, name, locate }: Document,
  found: Found,
  diagnostics: readonly Diagnostic[],
): Source {
  const { pointer, id, dialect } = found;
  const inFile: Locate = found.locate ?? ((at, part, span) => locate(pointer + at, part, span));
  return {
    file,
    text,
    kind: found.kind,
    definition: found.definition,
    name: found.name ?? name,
    ...(id !== undefined && { id }),
    ...(dialect && { dialect }),
    parameterValues: found.parameterValues ?? {},
    parameters: found.parameters ?? { ...nowhere, mayBeMore: false },
    templateParameters: found.templateParameters ?? [],
    secrets: found.secrets ?? [],
    connections: distinct(found.connections ?? []),
    appSettings: found.appSettings ?? {},
    diagnostics: [...diagnostics, ...(found.diagnostics ?? [])],
    locate: inFile,
  };
}

/** Of two connections of one name the first: the later ones are from older places. */
function distinct(connections: readonly FileConnection[]): readonly FileConnection[] {
  return connections.filter(({ name }, at) => connections.findIndex((other) => other.name === name) === at);
}

const nowhere = { file: '', locate: () => undefined, declared: [] };

/** Another file of a project as a value, or why it cannot be read. */
export type Companion =
  | {
      readonly file: string;
      readonly value: JsonObject;
      readonly locate: Locate;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Reads another file by its path from this one's folder; undefined where there is none. `secret`: its text is never shown. */
export function companion({ file, beside, texts }: Document, path: string, secret?: 'secret'): Companion | undefined {
  const bytes = beside(path);
  if (!bytes) return undefined;
  const name = besideName(file, path);
  const decoded = decode(bytes);
  if (!('text' in decoded)) return { diagnostics: [{ severity: 'error', file: name, ...decoded }] };
  if (!secret) texts.set(name, decoded.text);
  const read = readText(name, decoded.text);
  if (!read.ok) return read;
  if (isObject(read.value)) return { file: name, value: read.value, locate: read.locate, diagnostics: read.warnings };
  const message = 'This file must hold a JSON object.';
  return { diagnostics: [{ severity: 'error', code: 'InvalidProjectFile', message, file: name }] };
}

/** How a file beside another is called: a path of the machine keeps its own kind of slash, and one inside a package its package. */
function besideName(file: string, path: string): string {
  const [outer, inner] = file.includes('!')
    ? [file.slice(0, file.lastIndexOf('!') + 1), file.slice(file.lastIndexOf('!') + 1)]
    : ['', file];
  const slash = inner.includes('\\') ? '\\' : '/';
  return outer + posix.join(posix.dirname(inner.replaceAll('\\', '/')), path).replaceAll('/', slash);
}
