// The files of a connector, from disk to findings with their places.
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { positionIn, readText, type Diagnostic, type Locate, type Range } from '../formats/index.js';
import type { Json } from '../json.js';
import { lintConnector, type FileKind, type Finding } from '../lint/index.js';
import { readTextFile, shownPath, type Texts } from './files.js';

/** A finding as a user sees it. Those without a rule are about a file that cannot be read, or not wholly. */
export interface LintDiagnostic extends Diagnostic {
  /** The JSON pointer of the place, where the file is JSON. */
  readonly pointer?: string;
}

/** What was found in a connector, or why its definition cannot be read. */
export type LintReport =
  | { readonly ok: true; readonly diagnostics: readonly LintDiagnostic[]; readonly texts: Texts }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly texts: Texts };

/** Lints a definition and the files of its package; `against` is the definition of the published version. */
export async function lintConnectorFile(path: string, against?: string): Promise<LintReport> {
  const texts: Texts = new Map();
  const definition = await readValue(path, texts);
  const published = against === undefined ? undefined : await readValue(against, texts);
  const faults = [definition, published].flatMap((file) => (file && !file.ok ? file.diagnostics : []));
  if (!definition.ok || (published && !published.ok)) return { ok: false, diagnostics: faults, texts };
  const beside = packageOf(path);
  const properties = beside.properties === undefined ? undefined : await readValue(beside.properties, texts);
  const [readme, script] = await Promise.all([optionalText(beside.readme, texts), optionalText(beside.script, texts)]);
  const icon = beside.icon === undefined ? undefined : await readFile(beside.icon);
  const findings = lintConnector({
    definition: definition.value,
    definitionText: definition.text,
    ...(properties?.ok && { properties: properties.value }),
    ...(published && { against: published.value }),
    ...(readme && { readme: readme.text }),
    ...(script && { script: script.text }),
    ...(icon && { icon }),
  });
  const files: Files = {
    definition,
    properties: properties?.ok ? properties : undefined,
    readme,
    script,
    icon: beside.icon,
  };
  const diagnostics = [
    ...definition.warnings,
    ...(properties ? (properties.ok ? properties.warnings : properties.diagnostics) : []),
    ...findings.map((finding) => placed(finding, files)),
  ];
  return { ok: true, diagnostics: diagnostics.toSorted(byPlace), texts };
}

interface TextFile {
  readonly file: string;
  readonly text: string;
}

type ValueFile = TextFile & { readonly value: Json; readonly locate: Locate; readonly warnings: readonly Diagnostic[] };

interface Files {
  readonly definition: ValueFile;
  readonly properties: ValueFile | undefined;
  readonly readme: TextFile | undefined;
  readonly script: TextFile | undefined;
  readonly icon: string | undefined;
}

type ReadValue =
  ({ readonly ok: true } & ValueFile) | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

async function readValue(path: string, texts: Texts): Promise<ReadValue> {
  const read = await readTextFile(path, texts);
  if (!('text' in read)) return { ok: false, diagnostics: [read] };
  const text = read.text.replace(/^\uFEFF/, '');
  const result = readText(read.file, text);
  return result.ok ? { ...result, file: read.file, text } : result;
}

async function optionalText(path: string | undefined, texts: Texts): Promise<TextFile | undefined> {
  const read = path === undefined ? undefined : await readTextFile(path, texts);
  if (!read || !('text' in read)) return undefined;
  return { file: read.file, text: read.text.replace(/^\uFEFF/, '') };
}

const usualNames: readonly (readonly [Exclude<FileKind, 'definition'>, string])[] = [
  ['properties', 'apiproperties.json'],
  ['readme', 'readme.md'],
  ['icon', 'icon.png'],
  ['script', 'script.csx'],
];

type Package = { readonly [kind in Exclude<FileKind, 'definition'>]?: string };

/**
 * The files of a connector by their usual names, in any case. A folder is a package where it has apiProperties.json: that
 * of the definition, or `connector` in it. Elsewhere a README.md is about something else.
 */
function packageOf(definition: string): Package {
  const folder = dirname(definition);
  const found = [folder, join(folder, 'connector')].map(filesIn).find(({ properties }) => properties !== undefined);
  return found ?? {};
}

function filesIn(folder: string): Package {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const entries = usualNames.flatMap(([kind, usual]) => {
    const name = names.find((each) => each.toLowerCase() === usual);
    return name === undefined ? [] : [[kind, join(folder, name)] as const];
  });
  return Object.fromEntries(entries);
}

function placed(finding: Finding, files: Files): LintDiagnostic {
  const { rule, severity, message, advice, spot } = finding;
  const place = placeOf(finding, files);
  return {
    severity,
    code: rule,
    message,
    ...(advice !== undefined && { advice }),
    ...place,
    ...('pointer' in spot && { pointer: spot.pointer }),
  };
}

function placeOf({ file, spot }: Finding, files: Files): { readonly file: string; readonly range?: Range } {
  const { definition } = files;
  if (file === 'icon') return { file: shownPath(files.icon ?? '') };
  const source = files[file] ?? definition;
  if ('whole' in spot) return { file: source.file };
  if ('span' in spot) {
    const [start, end] = spot.span;
    return { file: source.file, range: { start: positionIn(source.text, start), end: positionIn(source.text, end) } };
  }
  const range = (file === 'properties' ? files.properties : definition)?.locate(spot.pointer, spot.at);
  return { file: source.file, ...(range && { range }) };
}

/** By file in the order they come, then by place; what is about a file as a whole comes first. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const [first, second] = [a.range?.start, b.range?.start];
  return (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}
