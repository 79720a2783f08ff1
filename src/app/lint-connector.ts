// A connector on disk, and what the rules find in it, with the places.
import { positionIn, type Diagnostic, type Range } from '../formats/index.js';
import { lintConnector, ruleGroups, type ConnectorFiles, type FileKind, type Finding } from '../lint/index.js';
import {
  packageOf,
  readDefinition,
  readPicture,
  readTextOf,
  readValue,
  usualNames,
  type Package,
  type Read,
  type TextFile,
  type ValueFile,
} from './connector-files.js';
import type { Texts } from './files.js';

/** A finding as a user sees it. Those without a rule are about a file that cannot be read, or not wholly. */
export interface LintDiagnostic extends Diagnostic {
  /** The JSON pointer of the place, where the file is JSON. */
  readonly pointer?: string;
}

/** What was looked at. */
export interface Looked {
  readonly rules: number;
  readonly files: readonly string[];
  /** The published definition that it was compared with. */
  readonly against: string | undefined;
  /** The usual names of the files that are not there, and the number of rules that look at them. */
  readonly absent: readonly { readonly name: string; readonly rules: number }[];
}

/** What was found in a connector, or why its definition cannot be read. */
export type LintReport =
  | {
      readonly ok: true;
      readonly diagnostics: readonly LintDiagnostic[];
      readonly looked: Looked;
      readonly texts: Texts;
    }
  | { readonly ok: false; readonly diagnostics: readonly LintDiagnostic[]; readonly texts: Texts };

/** Lints a definition and the files of its package; `against` is the definition of the published version. */
export async function lintConnectorFile(path: string, against?: string): Promise<LintReport> {
  const texts: Texts = new Map();
  const definition = await readDefinition(path, texts);
  const published = against === undefined ? undefined : await readDefinition(against, texts);
  const faults = [definition, published].flatMap((file) => (file && !file.ok ? file.diagnostics : []));
  if (!definition.ok || (published && !published.ok)) return { ok: false, diagnostics: faults, texts };
  const beside = packageOf(definition.path);
  const files = await readPackage(beside, texts);
  const whole = { ...contentOf(definition, files), ...(published && { against: published.value }) };
  const diagnostics = [
    ...definition.warnings,
    ...(files.properties?.ok ? files.properties.warnings : []),
    ...Object.values(files).flatMap((file) => (file && !file.ok ? file.diagnostics : [])),
    ...lintConnector(whole).map((finding) => placed(finding, definition, files)),
  ];
  const looked = lookedAt(definition.file, files, published?.file);
  return { ok: true, diagnostics: diagnostics.toSorted(byPlace), looked, texts };
}

interface Files {
  readonly properties: Read<ValueFile> | undefined;
  readonly readme: Read<TextFile> | undefined;
  readonly script: Read<TextFile> | undefined;
  readonly icon: Read<{ readonly file: string; readonly bytes: Uint8Array }> | undefined;
}

async function readPackage({ properties, readme, icon, script }: Package, texts: Texts): Promise<Files> {
  return {
    properties: properties === undefined ? undefined : await readValue(properties, texts),
    readme: readme === undefined ? undefined : await readTextOf(readme, texts),
    icon: icon === undefined ? undefined : await readPicture(icon),
    script: script === undefined ? undefined : await readTextOf(script, texts),
  };
}

function contentOf(definition: ValueFile, { properties, readme, script, icon }: Files): ConnectorFiles {
  return {
    definition: definition.value,
    definitionText: definition.text,
    ...(properties?.ok && { properties: properties.value }),
    ...(readme?.ok && { readme: readme.text }),
    ...(script?.ok && { script: script.text }),
    ...(icon?.ok && { icon: icon.bytes }),
  };
}

function lookedAt(definition: string, files: Files, against: string | undefined): Looked {
  const kinds = Object.keys(usualNames) as Exclude<FileKind, 'definition'>[];
  const shown = kinds.flatMap((kind) => (files[kind]?.ok ? [files[kind].file] : []));
  const absent = kinds.filter((kind) => files[kind] === undefined);
  const missing = new Set<FileKind>(kinds.filter((kind) => !files[kind]?.ok));
  const used = ruleGroups.filter(
    ({ section, file }) => !missing.has(file) && (against !== undefined || section !== 'Changes'),
  );
  return {
    rules: used.reduce((sum, { rules }) => sum + rules.length, 0),
    files: [definition, ...shown],
    against,
    absent: absent.map((kind) => ({ name: usualNames[kind], rules: rulesAbout(kind) })),
  };
}

function rulesAbout(kind: FileKind): number {
  return ruleGroups.filter(({ file }) => file === kind).reduce((sum, { rules }) => sum + rules.length, 0);
}

function placed(finding: Finding, definition: ValueFile, files: Files): LintDiagnostic {
  const { rule, severity, message, advice, spot } = finding;
  return {
    severity,
    code: rule,
    message,
    ...(advice !== undefined && { advice }),
    ...placeOf(finding, definition, files),
    ...('pointer' in spot && { pointer: spot.pointer }),
  };
}

function placeOf({ file, spot }: Finding, definition: ValueFile, files: Files): { file: string; range?: Range } {
  const read = file === 'definition' ? undefined : files[file];
  const source = read?.ok ? read : definition;
  if ('whole' in spot || !('text' in source)) return { file: source.file };
  if ('span' in spot) {
    const [start, end] = spot.span;
    return { file: source.file, range: { start: positionIn(source.text, start), end: positionIn(source.text, end) } };
  }
  const range = 'locate' in source ? source.locate(spot.pointer, spot.at) : undefined;
  return { file: source.file, ...(range && { range }) };
}

/** By file in the order they come, then by place; what is about a file as a whole comes first. */
function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const [first, second] = [a.range?.start, b.range?.start];
  return (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}
