// The workflows that a workflow starts: in the same file, or beside it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Startable } from '../engines/index.js';
import { diagnoseAll, parseOptionsOf, type Diagnostic, type Source } from '../formats/index.js';
import { workflowName } from '../run/index.js';
import { actionsOf, parseWorkflow, type Workflow } from '../workflow/index.js';
import type { Texts } from './files.js';
import { furnish, type Complete, type Parsed } from './furnish.js';
import { isMockedBy, type RunOptions } from './options.js';
import type { Services } from './services.js';
import { readWorkflows } from './workflows.js';

/** The children of a workflow and theirs, ready to be started. */
export interface Children {
  readonly find: (name: string) => Startable | undefined;
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
  const ready = new Map<string, Complete>();
  const sources = new Map<string, Source>();
  const diagnostics: Diagnostic[] = [];
  const find = (name: string) => ready.get(name.toLowerCase())?.startable;
  const open = [parent];
  const tried = new Set<string>();
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of namesIn(next.workflow, options)) {
      if (tried.has(name.toLowerCase())) continue;
      tried.add(name.toLowerCase());
      const child = await read(name, next, siblings, diagnostics); // oxlint-disable-line no-await-in-loop -- few, and each may lead to more
      const furnished = child && (await furnish(child, childOptions(options), services)); // oxlint-disable-line no-await-in-loop
      if (!child || !furnished) continue;
      diagnostics.push(...furnished.diagnostics);
      if (!furnished.ok) continue;
      sources.set(name.toLowerCase(), child.source);
      ready.set(name.toLowerCase(), { ...furnished, startable: { ...furnished.startable, children: find } });
      open.push(child);
    }
  }
  return { find, furnished: [...ready.values()], sources, diagnostics };
}

/** A child has parameters of its own; what is around it is the parent's. */
function childOptions(options: RunOptions): RunOptions {
  return { ...options, parameters: {}, parameterTexts: {} };
}

/** The workflows that actions name, as far as that can be known before they run. */
function namesIn(workflow: Workflow, options: RunOptions): readonly string[] {
  const isMocked = isMockedBy(options);
  const nodes = [...actionsOf(workflow)].filter(({ name, type }) => type === 'Workflow' && !isMocked(name));
  return nodes.flatMap((node) => {
    const name = node.control === 'leaf' ? workflowName(node.inputs) : undefined;
    return name === undefined || name.includes('@') ? [] : [name];
  });
}

async function read(
  name: string,
  { source, folder, texts }: Parsed,
  { others, kept }: Siblings,
  diagnostics: Diagnostic[],
): Promise<Parsed | undefined> {
  const found =
    kept?.get(name.toLowerCase()) ?? sourceNamed(others, name) ?? (await beside(name, folder, texts, diagnostics));
  if (!found) {
    const message = `There is no workflow '${name}' beside this one: the action that starts it will fail.`;
    const advice = `It is looked for as ${name}.yaml, ${name}.json and ${name}/workflow.json. Or give the action a mock.`;
    diagnostics.push({ severity: 'warning', code: 'UnknownWorkflow', message, advice, file: source.file });
    return undefined;
  }
  const parsed = parseWorkflow(found.definition, parseOptionsOf(found));
  diagnostics.push(...found.diagnostics, ...diagnoseAll(found, parsed.problems));
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
