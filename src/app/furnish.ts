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
import { guessesFor, type Guesses } from './guesses.js';
import { isMockedBy, type RunOptions } from './options.js';
import { answeredByMadeUp, unknownNotifications } from './made-up.js';
import { makesTriggerUp } from './made-up-trigger.js';
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
      readonly guesses: Guesses;
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
  const isGivenMock = isMockedBy(options);
  const isAnswered = (action: string) => options.replay === true || isGivenMock(action);
  const given = { workflow, source, file: options.connections, texts, appSettings, isAnswered };
  const connected = await connect({ ...given, withTrigger: makesTriggerUp(options), surroundings });
  const { known } = connected;
  const guesses = guessesFor(workflow, (name) => named(known ?? [], name) !== undefined, options);
  const isMocked = isMockedBy({ mocks: { ...guesses.mocks, ...mocks } });
  const problems = known
    ? bind(workflow, (name) => named(known, name)?.connector, { known: namesOf(known), isMocked })
    : [];
  const find = (name: string) => named(connected.made, name) ?? named(connected.made, nameBehind(source, name));
  const madeUp = answeredByMadeUp(workflow, find).filter(({ name }) => !isMocked(name));
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
  for (const secret of [
    ...source.secrets,
    ...bound.secrets,
    ...connected.made.flatMap(({ connection }) => connection.secrets),
  ])
    secrets.add(secret);
  for (const node of actionsOf(workflow)) if (node.control === 'leaf') keepWritten(node.inputs, services);
  const startable = {
    workflow,
    parameters: bound.values,
    appSettings: namedIn(source, appSettings),
    mocked: [...mockedNames({ ...guesses.mocks, ...mocks }), ...madeUp.map(({ name }) => name.toLowerCase())],
    origin: originOf(parsed, options),
  };
  return { ok: true, startable, connections: connected.made, find, guesses, diagnostics };
}

/** What signs requests may be written in the definition itself, which is kept and shown. */
function keepWritten(inputs: Json, { secrets }: Services): void {
  for (const secret of secretsInInputs(inputs))
    if (typeof secret === 'string' && !/^@|@\{/.test(secret)) secrets.add(secret);
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
