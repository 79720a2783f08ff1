// A parsed workflow gets its parameters and connections.
import { secretsInInputs } from '../actions/index.js';
import { bind, type Made } from '../connectors/index.js';
import type { Startable } from '../engines/index.js';
import { diagnoseAll, type Diagnostic, type Source } from '../formats/index.js';
import { stringifyJson, type Json } from '../json.js';
import { mockedNames, standIn } from '../mocks/index.js';
import { bindParameters } from '../run/index.js';
import { actionsOf, type Workflow } from '../workflow/index.js';
import { connect } from './connections.js';
import { expandConnectionString } from './emulator.js';
import type { Texts } from './files.js';
import type { RunOptions } from './options.js';
import { answeredByMadeUp, unknownNotifications } from './made-up.js';
import { originOf } from './origin.js';
import { parameterValues, unboundAt } from './parameters.js';
import type { Services } from './services.js';

/** A workflow as it was read and parsed. */
export interface Parsed {
  readonly source: Source;
  readonly workflow: Workflow;
  /** Where files that it names are. */
  readonly folder: string;
  readonly texts: Texts;
}

/** A workflow that lacks nothing, or why it cannot run. */
export type Furnished =
  | {
      readonly ok: true;
      readonly startable: Startable;
      readonly connections: readonly Made[];
      /** Finds a connection by its name, in any case. */
      readonly find: (name: string) => Made | undefined;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export async function furnish(parsed: Parsed, options: RunOptions, services: Services): Promise<Furnished> {
  const { source, workflow, texts, folder } = parsed;
  const { env, send, emulator, secrets, clock } = services;
  const appSettings = options.appSettings ?? { ...source.appSettings, ...definedOnly(env) };
  const { onlyEmulator = false, mocks = {}, mockConnectors } = options;
  const surroundings = {
    send,
    now: () => Date.parse(clock.now()),
    folder,
    env,
    onlyEmulator,
    ...(mockConnectors && { standIn: standIn(mockConnectors.seed) }),
    emulator: () => emulator.connectionString(),
    expand: expandConnectionString,
  };
  const isMocked = isMockedBy(options);
  const isAnswered = (action: string) => options.replay === true || isMocked(action);
  const file = options.connections;
  const connected = await connect({ workflow, source, file, texts, appSettings, surroundings, isAnswered });
  const { known } = connected;
  const binding = { known: namesOf(known ?? []), isMocked };
  const problems = known ? bind(workflow, (name) => named(known, name)?.connector, binding) : [];
  const find = (name: string) => named(connected.made, name) ?? named(connected.made, nameBehind(source, name));
  const madeUp = answeredByMadeUp(workflow, find).filter(({ name }) => !binding.isMocked(name));
  const values = parameterValues(source, workflow, namesOf(known ?? []), options);
  const bound = bindParameters(workflow, values, appSettings);
  const unbound = 'problems' in bound ? bound.problems.map((problem) => unboundAt(source, problem)) : [];
  const diagnostics = [
    ...diagnoseAll(source, [...problems, ...unknownNotifications(madeUp, find)]),
    ...connected.warnings,
    ...connected.diagnostics,
    ...unbound,
  ].toSorted(warningsFirst);
  if ('problems' in bound || diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics };
  for (const secret of [...bound.secrets, ...connected.made.flatMap(({ connection }) => connection.secrets)])
    secrets.add(secret);
  for (const node of actionsOf(workflow)) if (node.control === 'leaf') keepWritten(node.inputs, services);
  const startable = {
    workflow,
    parameters: bound.values,
    appSettings: namedIn(source, appSettings),
    mocked: [...mockedNames(mocks), ...madeUp.map(({ name }) => name.toLowerCase())],
    origin: originOf(parsed, options),
  };
  return { ok: true, startable, connections: connected.made, find, diagnostics };
}

/** What signs requests may be written in the definition itself, which is kept and shown. */
function keepWritten(inputs: Json, { secrets }: Services): void {
  for (const secret of secretsInInputs(inputs))
    if (typeof secret === 'string' && !/^@|@\{/.test(secret)) secrets.add(secret);
}

/** Whether an action has a mock to answer from. */
export function isMockedBy({ mocks = {} }: RunOptions): (action: string) => boolean {
  const names = new Set(mockedNames(mocks));
  return (action) => names.has(action.toLowerCase());
}

function warningsFirst(a: Diagnostic, b: Diagnostic): number {
  return Number(a.severity === 'error') - Number(b.severity === 'error');
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
