// A file becomes a workflow that is ready to run: read, parsed, its parameters bound, its connections made, its operations
// found. Everything that can be wrong before a run is said here, all of it at once, and nothing has been sent.
import { bind, type Made } from '../connectors/index.js';
import { diagnoseAll, parseOptionsOf, type Diagnostic, type Source } from '../formats/index.js';
import type { RunView } from '../history/index.js';
import { createSend } from '../http/index.js';
import { stringifyJson, type Json, type JsonObject } from '../json.js';
import type { Mocks } from '../mocks/index.js';
import { bindParameters, type TriggerRecord } from '../run/index.js';
import { createSecrets, type Secrets } from '../secrets.js';
import { actionsOf, parseWorkflow, type Problem, type Workflow } from '../workflow/index.js';
import { connect } from './connections.js';
import { embeddedEmulator, expandConnectionString } from './emulator.js';
import type { Texts } from './files.js';
import { parameterValues, unboundAt } from './parameters.js';
import { runToEnd, type Watching } from './run.js';
import { choose, folderOf, readWorkflows, readWorkflowText } from './workflows.js';

/** How a workflow is to be run. */
export interface RunOptions {
  /** What the trigger gives: the request's body and headers. */
  readonly trigger?: { readonly body?: Json; readonly headers?: JsonObject };
  readonly parameters?: JsonObject;
  /** The same as text, read by each parameter's type: text for strings, JSON for the others, `a,b` for arrays of text too. */
  readonly parameterTexts?: { readonly [name: string]: string };
  /** The path of a connections file; left out: `connections.yaml` beside the workflow, where there is one. */
  readonly connections?: string;
  /** Never a real resource of ACS, whatever the environment and the connections file say. */
  readonly onlyEmulator?: boolean;
  /** Which workflow, by its name or GUID, of a file or a folder that holds several. */
  readonly workflow?: string;
  /** Actions that answer from here instead of doing anything. */
  readonly mocks?: Mocks;
  /** The values of `appsetting()`; the environment where left out. */
  readonly appSettings?: { readonly [name: string]: string };
  /** When the run believes to begin, ISO 8601. */
  readonly now?: string;
  readonly env?: { readonly [name: string]: string | undefined };
}

/** A workflow that is ready to run. */
export interface Prepared {
  readonly workflow: Workflow;
  readonly warnings: readonly Diagnostic[];
  readonly texts: Texts;
  readonly connections: readonly Made[];
  /** What nobody may see: mask a run with it before showing it. */
  readonly secrets: Secrets;
  run(watching?: Watching): Promise<RunView>;
  close(): Promise<void>;
}

/** Why nothing was run: every fault at its place, and the texts of the files they are in. */
export interface Unprepared {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: Texts;
}

export function isPrepared(result: Prepared | Unprepared): result is Prepared {
  return 'run' in result;
}

/** Gets a workflow ready: a file's, or one given as a definition. */
export async function prepare(what: string | JsonObject, options: RunOptions = {}): Promise<Prepared | Unprepared> {
  const texts: Texts = new Map();
  const all =
    typeof what === 'string'
      ? await readWorkflows(what, texts)
      : readWorkflowText('(definition)', stringifyJson(what), texts);
  if (all.sources.length === 0) return { diagnostics: all.diagnostics, texts };
  const source = choose(all, options.workflow);
  if (!('definition' in source)) return { diagnostics: [...all.diagnostics, source], texts };
  const parsed = parseWorkflow(source.definition, parseOptionsOf(source));
  const problems = parsed.ok ? withoutMocked(parsed.problems, parsed.workflow, options) : parsed.problems;
  const said = [...all.diagnostics, ...source.diagnostics, ...diagnoseAll(source, problems)];
  if (!parsed.ok || said.some(({ severity }) => severity === 'error')) return { diagnostics: said, texts };
  const folder = typeof what === 'string' ? await folderOf(what) : process.cwd();
  return furnish({ source, workflow: parsed.workflow, warnings: said, folder, texts }, options);
}

/** An action that answers from a mock need not be one that can run here. */
function withoutMocked(problems: readonly Problem[], workflow: Workflow, options: RunOptions): readonly Problem[] {
  const isMocked = mockedIn(options);
  const mocked = [...actionsOf(workflow)].filter(({ name }) => isMocked(name));
  const types = new Set(mocked.map(({ pointer }) => `${pointer}/type`));
  return problems.filter(({ code, pointer }) => code !== 'UnsupportedActionType' || !types.has(pointer));
}

function mockedIn({ mocks = {} }: RunOptions): (action: string) => boolean {
  const names = new Set(Object.keys(mocks).map((name) => name.toLowerCase()));
  return (action) => names.has(action.toLowerCase());
}

interface Parsed {
  readonly source: Source;
  readonly workflow: Workflow;
  readonly warnings: readonly Diagnostic[];
  readonly folder: string;
  readonly texts: Texts;
}

/** Gives a parsed workflow its parameters and connections. */
async function furnish(
  { source, workflow, warnings, folder, texts }: Parsed,
  options: RunOptions,
): Promise<Prepared | Unprepared> {
  const { env = process.env, onlyEmulator = false } = options;
  const appSettings = options.appSettings ?? { ...source.appSettings, ...definedOnly(env) };
  const send = createSend();
  const emulator = embeddedEmulator(env);
  const close = async () => {
    send.close();
    await emulator.close();
  };
  const surroundings = {
    send,
    folder,
    env,
    onlyEmulator,
    emulator: () => emulator.connectionString(),
    expand: expandConnectionString,
  };
  const connected = await connect({ workflow, source, file: options.connections, texts, appSettings, surroundings });
  const { known } = connected;
  const binding = { known: namesOf(known ?? []), isMocked: mockedIn(options) };
  const bindings = known ? bind(workflow, (name) => named(known, name)?.connector, binding) : [];
  const [errors, doubts] = (['error', 'warning'] as const).map((severity) =>
    diagnoseAll(
      source,
      bindings.filter((each) => each.severity === severity),
    ),
  ) as [readonly Diagnostic[], readonly Diagnostic[]];
  const bound = bindParameters(workflow, parameterValues(source, workflow, namesOf(known ?? []), options), appSettings);
  const unbound = 'problems' in bound ? bound.problems.map((problem) => unboundAt(source, problem)) : [];
  const faults = [...errors, ...connected.diagnostics, ...unbound];
  const odd = [...warnings, ...doubts, ...connected.warnings];
  if (faults.length > 0 || 'problems' in bound) {
    await close();
    return { diagnostics: [...odd, ...faults], texts };
  }
  const secrets = createSecrets();
  for (const secret of [...bound.secrets, ...connected.made.flatMap(({ connection }) => connection.secrets)])
    secrets.add(secret);
  const start = {
    workflow,
    trigger: triggerOf(workflow, options),
    parameters: bound.values,
    appSettings: namedIn(source, appSettings),
  };
  const find = (name: string) => named(connected.made, name) ?? named(connected.made, nameBehind(source, name));
  const parts = { send, find, secrets, mocks: options.mocks ?? {}, now: options.now };
  return {
    workflow,
    warnings: odd,
    texts,
    connections: connected.made,
    secrets,
    close,
    run: (watching = {}) => runToEnd(start, parts, watching),
  };
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T | undefined {
  return all.find((each) => each.name.toLowerCase() === name.toLowerCase());
}

function namesOf(all: readonly { readonly name: string }[]): readonly string[] {
  return all.map(({ name }) => name);
}

/** A run may meet a connection by the name of its resource in Azure: `$connections` gives that as its id. */
function nameBehind({ connections }: Source, name: string): string {
  const isAlias = (alias: string) => alias.toLowerCase() === name.toLowerCase();
  return connections.find(({ aliases }) => aliases.some(isAlias))?.name ?? name;
}

function triggerOf({ triggers }: Workflow, { trigger }: RunOptions): TriggerRecord {
  const body = trigger?.body === undefined ? {} : { body: trigger.body };
  return { name: triggers[0]?.name ?? 'manual', outputs: { headers: trigger?.headers ?? {}, ...body } };
}

/** The app settings that a definition names: a run's record holds these and none of the environment's others. */
function namedIn(
  { definition }: Source,
  appSettings: { readonly [name: string]: string },
): { readonly [name: string]: string } {
  const text = stringifyJson(definition);
  const names = [...text.matchAll(/appsetting\(\s*'([^']+)'\s*\)/gi)].map((found) => found[1] ?? '');
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(appSettings, name)).map((name) => [name, appSettings[name] ?? '']),
  );
}

function definedOnly(env: { readonly [name: string]: string | undefined }): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
