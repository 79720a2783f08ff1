// From what a user names to one workflow: a file, a package, the folder of a workflow, of a project or of a solution.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { read, type Diagnostic, type GivenValue, type ReadResult, type Source } from '../formats/index.js';
import { nearest } from '../nearest.js';
import { besideIn, keepText, readBytes, type Texts } from './files.js';

/** The workflows that a path leads to, with what could not be read beside them. */
export interface Workflows {
  /** What was named, as people know it. */
  readonly file: string;
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all workflows that a path leads to; `given` are values for parameters that a file itself has. */
export async function readWorkflows(path: string, texts: Texts, given?: GivenValue): Promise<Workflows> {
  const inside = (await isFolder(path)) ? await workflowFiles(path) : [];
  if (inside.length === 0) return readWorkflowFile(path, texts, given);
  const all = await Promise.all(inside.map(async (file) => readWorkflowFile(file, texts, given)));
  const sources = all.flatMap((each) => each.sources);
  const diagnostics = all.flatMap((each) => each.diagnostics);
  // One that cannot be read does not keep the others from being run.
  const severity = sources.length > 0 ? 'warning' : 'error';
  return { file: path, sources, diagnostics: diagnostics.map((each) => ({ ...each, severity })) };
}

/** Reads the workflows in a text, as a file would have it. */
export function readWorkflowText(file: string, text: string, texts: Texts, given: GivenValue): Workflows {
  return workflowsIn(file, read(file, text, { given }), texts);
}

async function readWorkflowFile(path: string, texts: Texts, given?: GivenValue): Promise<Workflows> {
  const content = await readBytes(path);
  if (!('bytes' in content)) return { file: content.file, sources: [], diagnostics: [content] };
  const folder = dirname(resolve(path));
  const { file, bytes } = content;
  const options = { beside: besideIn(folder), folder: basename(folder), ...(given && { given }) };
  return workflowsIn(file, read(file, bytes, options), texts);
}

function workflowsIn(file: string, result: ReadResult, texts: Texts): Workflows {
  for (const [name, text] of result.texts) keepText(texts, name, text);
  return { file, sources: result.ok ? result.sources : [], diagnostics: result.diagnostics };
}

/** The folder of what a user names: itself, or the one it is in. */
export async function folderOf(path: string): Promise<string> {
  return (await isFolder(path)) ? resolve(path) : dirname(resolve(path));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** The workflow of a folder, else those of a Logic Apps project, else those of an unpacked solution. */
async function workflowFiles(folder: string): Promise<readonly string[]> {
  const own = await existing([join(folder, 'workflow.json')]);
  if (own.length > 0) return own;
  const entries = await namesIn(folder);
  const ofProject = await existing(entries.map((name) => join(folder, name, 'workflow.json')));
  if (ofProject.length > 0) return ofProject;
  const names = await namesIn(join(folder, 'Workflows'));
  return existing(names.filter((name) => /\.json$/i.test(name)).map((name) => join(folder, 'Workflows', name)));
}

/** What is in a folder, always in the same order; nothing where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.toSorted((a, b) => (a < b ? -1 : 1));
}

async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) => (await stat(path).catch(() => undefined))?.isFile() ?? false),
  );
  return paths.filter((_, at) => found[at]);
}

/** The workflow that is meant: the named one, by its name or GUID, or the only one. */
export function choose({ file, sources }: Workflows, name: string | undefined): Source | Diagnostic {
  const [first, ...others] = sources;
  const names = labels(sources);
  const fault = { severity: 'error', file } as const;
  if (name === undefined) {
    if (first && others.length === 0) return first;
    const message = `There are ${sources.length} workflows here.`;
    return { ...fault, code: 'SeveralWorkflows', message, advice: `Choose one with --workflow: ${names.join(', ')}.` };
  }
  const wanted = name.toLowerCase();
  const found = sources.filter((each) => each.name.toLowerCase() === wanted || each.id === wanted);
  if (found.length === 1 && found[0]) return found[0];
  const message =
    found.length > 1 ? `There are ${found.length} workflows named '${name}'.` : `There is no workflow '${name}' here.`;
  const [close] = nearest(name, names);
  const advice = close && found.length === 0 ? `Did you mean '${close}'?` : `There are: ${names.join(', ')}.`;
  return { ...fault, code: found.length > 1 ? 'SeveralWorkflows' : 'UnknownWorkflow', message, advice };
}

/** Names that tell workflows apart: of two with one name, the GUIDs. */
function labels(sources: readonly Source[]): readonly string[] {
  const isTwice = ({ name }: Source) => sources.filter((each) => each.name === name).length > 1;
  return sources.map((source) => (isTwice(source) && source.id !== undefined ? source.id : source.name));
}
