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
  /** The files of the published version that it was compared with: the definition, and apiProperties.json where it is there. */
  readonly against: readonly string[];
  /** The usual names of the files that are not there. */
  readonly absent: readonly string[];
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
  const beside = packageOf(definition.ok ? definition.path : path);
  const its = published?.ok ? await readPublishedProperties(published.path, beside, texts) : undefined;
  const faults = [definition, published, its].flatMap((file) => (file && !file.ok ? file.diagnostics : []));
  if (!definition.ok || faults.length > 0) return { ok: false, diagnostics: faults, texts };
  const files = await readPackage(beside, texts);
  const compared = { definition: published?.ok ? published : undefined, properties: its?.ok ? its : undefined };
  const whole = {
    ...contentOf(definition, files),
    ...(compared.definition && { against: compared.definition.value }),
    ...(compared.properties && { againstProperties: compared.properties.value }),
  };
  const diagnostics = [
    ...definition.warnings,
    ...(files.properties?.ok ? files.properties.warnings : []),
    ...Object.values(files).flatMap((file) => (file && !file.ok ? file.diagnostics : [])),
    ...lintConnector(whole).map((finding) => placed(finding, definition, files)),
  ];
  const looked = lookedAt(definition.file, files, compared);
  return { ok: true, diagnostics: diagnostics.toSorted(byPlace), looked, texts };
}

/**
 * The apiProperties.json of the published version, where there is one to compare with it. The connector's own is none: an
 * old definition may lie beside the new one.
 */
async function readPublishedProperties(
  definition: string,
  beside: Package,
  texts: Texts,
): Promise<Read<ValueFile> | undefined> {
  const { properties } = packageOf(definition);
  if (properties === undefined || !beside.properties || properties === beside.properties) return undefined;
  return readValue(properties, texts);
}

/** What is compared with. */
interface Published {
  readonly definition: ValueFile | undefined;
  readonly properties: ValueFile | undefined;
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

function lookedAt(definition: string, files: Files, published: Published): Looked {
  const kinds = Object.keys(usualNames) as Exclude<FileKind, 'definition'>[];
  const shown = kinds.flatMap((kind) => (files[kind]?.ok ? [files[kind].file] : []));
  const absent = kinds.filter((kind) => files[kind] === undefined);
  const missing = new Set<FileKind>(kinds.filter((kind) => !files[kind]?.ok));
  const idle = new Set([
    ...(published.definition ? [] : ['Changes']),
    ...(published.properties ? [] : ['Changes of the properties file']),
  ]);
  const groups = ruleGroups.filter(({ section }) => !idle.has(section));
  return {
    rules: groups.filter(({ file }) => !missing.has(file)).flatMap(({ rules }) => rules).length,
    files: [definition, ...shown],
    against: Object.values(published).flatMap((file: ValueFile | undefined) => (file ? [file.file] : [])),
    absent: absent.map((kind) => usualNames[kind]),
  };
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
