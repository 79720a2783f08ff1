// A parsed workflow gets its parameters and connections.
import { secretsInInputs } from '../actions/index.js';
import { bind, type Made, type StandIn } from '../connectors/index.js';
import type { Startable } from '../engines/index.js';
import { diagnoseAll, type Diagnostic, type Source } from '../formats/index.js';
import { stringifyJson, type Json } from '../json.js';
import { mockedNames, noService, standIn } from '../mocks/index.js';
import { bindParameters } from '../run/index.js';
import { actionsOf, type Workflow } from '../workflow/index.js';
import { connect, type Connected } from './connections.js';
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

interface AppSettings {
  readonly [name: string]: string;
}

/** A workflow that lacks nothing. */
export interface Complete {
  readonly startable: Startable;
  readonly connections: readonly Made[];
  /** Finds a connection by its name, in any case. */
  readonly find: (name: string) => Made | undefined;
  readonly guesses: Guesses;
}

/** A workflow that lacks nothing, or why it cannot run; what is odd is said of either. */
export type Furnished = ((Complete & { readonly ok: true }) | { readonly ok: false }) & {
  readonly diagnostics: readonly Diagnostic[];
};

/** Gives a workflow its parameters and connections, and finds its operations; `hasChild` tells which workflows it can start. */
export async function furnish(
  parsed: Parsed,
  hasChild: (name: string) => boolean,
  options: RunOptions,
  services: Services,
): Promise<Furnished> {
  const { source, workflow } = parsed;
  const appSettings = options.appSettings ?? { ...source.appSettings, ...definedOnly(services.env) };
  const connected = await connectionsOf(parsed, appSettings, options, services);
  const { made, known } = connected;
  const find = (name: string) => named(made, name) ?? named(made, nameBehind(source, name));
  const present = { connector: (name: string) => named(known ?? [], name) !== undefined, child: hasChild };
  const guesses = guessesFor(workflow, present, options);
  const mocks = { ...guesses.mocks, ...options.mocks };
  const isMocked = isMockedBy({ mocks });
  const madeUp = answeredByMadeUp(workflow, find).filter(({ name }) => !isMocked(name));
  const problems = known
    ? bind(workflow, (name) => named(known, name)?.connector, { known: namesOf(known), isMocked })
    : [];
  const values = parameterValues(source, workflow, namesOf(known ?? []), options);
  const bound = bindParameters(workflow, values, appSettings);
  const unbound = 'problems' in bound ? bound.problems.map((problem) => unboundAt(source, problem)) : [];
  const diagnostics = [
    ...diagnoseAll(source, [...problems, ...unknownNotifications(madeUp, find)]),
    ...connected.warnings,
    ...connected.diagnostics,
    ...unbound,
  ];
  if ('problems' in bound || diagnostics.some(({ severity }) => severity === 'error'))
    return { ok: false, diagnostics };
  const written = [...actionsOf(workflow)].flatMap((node) =>
    node.control === 'leaf' ? writtenSecrets(node.inputs) : [],
  );
  const ofConnections = made.flatMap(({ connection }) => connection.secrets);
  for (const secret of [...source.secrets, ...bound.secrets, ...ofConnections, ...written])
    services.secrets.add(secret);
  const startable = {
    workflow,
    parameters: bound.values,
    appSettings: namedIn(source, appSettings),
    mocked: [...mockedNames(mocks), ...madeUp.map(({ name }) => name.toLowerCase())],
    origin: originOf(parsed, options),
  };
  return { ok: true, startable, connections: made, find, guesses, diagnostics };
}

/** Makes the connections of a workflow. */
async function connectionsOf(
  { source, workflow, texts, folder }: Parsed,
  appSettings: AppSettings,
  options: RunOptions,
  { env, send, emulator, clock }: Services,
): Promise<Connected> {
  const { onlyEmulator = false, replay = false, connections: file } = options;
  const surroundings = {
    send,
    now: () => Date.parse(clock.now()),
    folder,
    env,
    onlyEmulator,
    ...standingIn(options),
    emulator: () => emulator.connectionString(),
    expand: expandConnectionString,
  };
  const isMocked = isMockedBy(options);
  const isAnswered = (action: string) => replay || isMocked(action);
  const withTrigger = makesTriggerUp(options);
  return connect({ workflow, source, file, texts, appSettings, isAnswered, withTrigger, surroundings });
}

/** What answers in place of services; a replay has it from the actions' recordings. */
function standingIn({ mockConnectors, replay }: RunOptions): { readonly standIn?: StandIn } {
  if (mockConnectors) {
    const connection = standIn(mockConnectors.seed);
    return { standIn: { origin: 'made-up answers', connection, ...(replay && { recorded: true }) } };
  }
  return replay ? { standIn: { origin: 'recorded answers', connection: noService } } : {};
}

/** What signs requests may be written in the definition itself, which is kept and shown. */
function writtenSecrets(inputs: Json): readonly string[] {
  return secretsInInputs(inputs).flatMap((secret) =>
    typeof secret === 'string' && !/^@|@\{/.test(secret) ? [secret] : [],
  );
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
function namedIn({ definition }: Source, appSettings: AppSettings): AppSettings {
  const text = stringifyJson(definition);
  const names = [...text.matchAll(/appsetting\(\s*'([^']+)'\s*\)/gi)].map((found) => found[1] ?? '');
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(appSettings, name)).map((name) => [name, appSettings[name] ?? '']),
  );
}

function definedOnly(env: Services['env']): AppSettings {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
