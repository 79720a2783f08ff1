// The workflows that a workflow starts: in the same file, or beside it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Startable } from '../engines/index.js';
import { diagnoseAll, parseOptionsOf, type Diagnostic, type Source } from '../formats/index.js';
import { actionsOf, madeUpAdvice, parseWorkflow, type Workflow } from '../workflow/index.js';
import { childName } from './child-name.js';
import type { Texts } from './files.js';
import { furnish, type Complete, type Parsed } from './furnish.js';
import { withoutMocked } from './mock-problems.js';
import { isMockedBy, type RunOptions } from './options.js';
import type { Services } from './services.js';
import { readWorkflows } from './workflows.js';

/** The children of a workflow and theirs, ready to be started. */
export interface Children {
  readonly find: (name: string) => Startable | undefined;
  /** Whether there is a workflow of that name, be it ready or not. */
  readonly has: (name: string) => boolean;
  readonly furnished: readonly Complete[];
  /** What they were read from, by the names in lower case that they are started by. */
  readonly sources: ReadonlyMap<string, Source>;
  /** What is wrong with them: errors forbid the run, a child that is not there is a warning. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Where the workflows are that a workflow names: those of the same file, or what was kept of them by an earlier run. */
export interface Siblings {
  readonly others: readonly Source[];
  readonly kept?: ReadonlyMap<string, Source>;
}

/** Gets every workflow ready that a run may start. */
export async function childrenOf(
  parent: Parsed,
  siblings: Siblings,
  options: RunOptions,
  services: Services,
): Promise<Children> {
  const diagnostics: Diagnostic[] = [];
  const all = await readAll(parent, siblings, options, diagnostics);
  const ready = new Map<string, Complete>();
  const has = (name: string) => all.has(name.toLowerCase());
  const find = (name: string) => ready.get(name.toLowerCase())?.startable;
  for (const [name, child] of all) {
    const furnished = await furnish(child, has, childOptions(options), services); // oxlint-disable-line no-await-in-loop -- few
    diagnostics.push(...furnished.diagnostics);
    if (furnished.ok) ready.set(name, { ...furnished, startable: { ...furnished.startable, children: find } });
  }
  const sources = new Map([...all].map(([name, { source }]) => [name, source]));
  return { find, has, furnished: [...ready.values()], sources, diagnostics };
}

/** Reads the workflows that a workflow starts, and those that they start, by their names in lower case. */
async function readAll(
  parent: Parsed,
  siblings: Siblings,
  options: RunOptions,
  diagnostics: Diagnostic[],
): Promise<ReadonlyMap<string, Parsed>> {
  const all = new Map<string, Parsed>();
  const open = [parent];
  const tried = new Set<string>();
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of namesIn(next.workflow, options)) {
      if (tried.has(name.toLowerCase())) continue;
      tried.add(name.toLowerCase());
      const child = await read(name, next, siblings, diagnostics, options); // oxlint-disable-line no-await-in-loop -- few, and each may lead to more
      if (!child) continue;
      all.set(name.toLowerCase(), child);
      open.push(child);
    }
  }
  return all;
}

/** A child has parameters of its own; what is around it is the parent's. */
function childOptions(options: RunOptions): RunOptions {
  return { ...options, parameters: {}, parameterTexts: {} };
}

/** The workflows that actions name, as far as that can be known before they run. */
function namesIn(workflow: Workflow, options: RunOptions): readonly string[] {
  const isMocked = isMockedBy(options);
  return [...actionsOf(workflow)].flatMap((node) => (isMocked(node.name) ? [] : (childName(node) ?? [])));
}

async function read(
  name: string,
  { source, folder, texts }: Parsed,
  { others, kept }: Siblings,
  diagnostics: Diagnostic[],
  options: RunOptions,
): Promise<Parsed | undefined> {
  const found =
    kept?.get(name.toLowerCase()) ?? sourceNamed(others, name) ?? (await beside(name, folder, texts, diagnostics));
  if (!found && options.dryRun) return undefined; // its answer is made up
  if (!found) {
    const message = `There is no workflow '${name}' beside this one: the action that starts it will fail.`;
    const advice = `It is looked for as ${name}.yaml, ${name}.json and ${name}/workflow.json. Or give the action a mock, ${madeUpAdvice}.`;
    diagnostics.push({ severity: 'warning', code: 'UnknownWorkflow', message, advice, file: source.file });
    return undefined;
  }
  const parsed = parseWorkflow(found.definition, parseOptionsOf(found));
  diagnostics.push(...found.diagnostics, ...diagnoseAll(found, withoutMocked(parsed.problems, options)));
  return parsed.ok ? { source: found, workflow: parsed.workflow, folder, texts } : undefined;
}

function sourceNamed(sources: readonly Source[], name: string): Source | undefined {
  const wanted = name.toLowerCase();
  return sources.find((each) => each.name.toLowerCase() === wanted || each.id === wanted);
}

/** A file of that name, a project's workflow of that name, or a solution's with that GUID. */
async function beside(
  name: string,
  folder: string,
  texts: Texts,
  diagnostics: Diagnostic[],
): Promise<Source | undefined> {
  const plain = /^[^\\/]+$/.test(name) && name !== '..' ? name : ''; // a name is no path
  const places = plain ? [plain, `${plain}.yaml`, `${plain}.yml`, `${plain}.json`, join('..', plain)] : [];
  const named = readdirSync(folder).filter((file) => file.toLowerCase().endsWith(`-${name.toLowerCase()}.json`));
  const path = [...places, ...named].map((place) => join(folder, place)).find((place) => existsSync(place));
  if (path === undefined) return undefined;
  const all = await readWorkflows(path, texts);
  diagnostics.push(...all.diagnostics);
  return sourceNamed(all.sources, name) ?? all.sources[0];
}
