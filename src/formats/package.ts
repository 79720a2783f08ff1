// Packages and solutions of Power Automate, and zipped projects: a zip archive is read as the folder it would unpack to.
import { posix } from 'node:path';
import { isObject, ownAnyCase } from '../json.js';
import { decode } from './decode.js';
import { namesInSolution } from './power-automate.js';
import type { Beside, Diagnostic, ReadOptions, ReadResult, Source } from './source.js';
import { isZipFault, readZip, type ZipEntry } from './zip.js';

type ReadEntry = (file: string, content: Uint8Array, options: ReadOptions) => ReadResult;

/** Reads the workflows in a zip archive. Places inside are shown as `package.zip!Workflows/x.json:12:3`. */
export function readPackage(file: string, bytes: Uint8Array, readEntry: ReadEntry): ReadResult {
  const archive = readZip(bytes);
  if (isZipFault(archive))
    return { ok: false, diagnostics: [{ severity: 'error', file, ...archive }], texts: new Map() };
  const entries = new Map(archive.map((entry) => [entry.name, entry]));
  const results = archive.filter(isCandidate).map((entry) => readOne(file, entry, entries, readEntry));
  const texts = new Map(results.flatMap((each) => [...each.texts]));
  const names = solutionNames(entries);
  const sources = results.flatMap((each) => (each.ok ? each.sources : [])).filter(isWorkflow);
  const [first, ...others] = sources.map((source) => named(source, names));
  const problems = distinct(
    results.flatMap(({ diagnostics }) => diagnostics).filter(({ code }) => code !== 'NotAWorkflow'),
  );
  if (first) return { ok: true, sources: [first, ...others], diagnostics: problems.map(asWarning), texts };
  return { ok: false, diagnostics: problems.length > 0 ? problems : [empty(file, archive)], texts };
}

/** Pictures and forms of a solution are left packed. */
function isCandidate({ name }: ZipEntry): boolean {
  return /\.json$/i.test(name);
}

function readOne(
  file: string,
  entry: ZipEntry,
  entries: ReadonlyMap<string, ZipEntry>,
  readEntry: ReadEntry,
): ReadResult {
  const content = entry.read();
  const shown = `${file}!${printable(entry.name)}`;
  if ('code' in content) return { ok: false, diagnostics: [{ severity: 'error', file, ...content }], texts: new Map() };
  const above = posix.basename(posix.dirname(entry.name));
  return readEntry(shown, content, { beside: besideIn(entry.name, entries), ...(above !== '.' && { folder: above }) });
}

/** The files around one in the archive; a name that leads out of the archive names none of its files. */
function besideIn(name: string, entries: ReadonlyMap<string, ZipEntry>): Beside {
  return (path) => {
    const content = entries.get(posix.join(posix.dirname(name), path))?.read();
    return content && !('code' in content) ? content : undefined;
  };
}

/** A JSON file that is nothing else is taken for a bare definition; in an archive only one with actions is. */
function isWorkflow({ kind, definition }: Source): boolean {
  return kind !== 'workflow definition' || (isObject(definition) && isObject(ownAnyCase(definition, 'actions')));
}

function solutionNames(entries: ReadonlyMap<string, ZipEntry>): ReadonlyMap<string, string> {
  const content = entries.get('customizations.xml')?.read();
  const decoded = content && !('code' in content) ? decode(content) : undefined;
  return decoded && 'text' in decoded ? namesInSolution(decoded.text) : new Map();
}

function named(source: Source, names: ReadonlyMap<string, string>): Source {
  const name = source.id === undefined ? undefined : names.get(source.id);
  return name === undefined ? source : { ...source, name };
}

/** What is wrong with the archive (encrypted, too large) is wrong with every file in it, and said once. */
function distinct(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = ({ code, file }: Diagnostic) => all.find((other) => other.code === code && other.file === file);
  return all.filter((each) => each.range !== undefined || first(each) === each);
}

/** A file that cannot be read does not keep the others from being run. */
function asWarning(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}

function empty(file: string, archive: readonly ZipEntry[]): Diagnostic {
  const names = archive
    .slice(0, 5)
    .map(({ name }) => printable(name))
    .join(', ');
  const holds = archive.length === 0 ? 'It is empty.' : `It holds ${names}${archive.length > 5 ? ', …' : ''}.`;
  const message = 'There is no workflow in this zip archive.';
  return { severity: 'error', code: 'NotAWorkflow', message, advice: holds, file };
}

/** Names come from anywhere, and terminals obey control characters. */
function printable(name: string): string {
  return name.replace(/\p{Cc}/gu, '?');
}
