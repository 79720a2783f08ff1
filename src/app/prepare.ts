// A file becomes a workflow that is ready to run: read, parsed, its parameters bound, its connections made, its operations
// found. Everything that can be wrong before a run is said here, all of it at once, and nothing has been sent.
import { dirname, resolve } from 'node:path';
import { bind, type Made } from '../connectors/index.js';
import { systemClock, virtualClock, type Clock } from '../engines/index.js';
import { contextScope, evaluate, ExpressionError } from '../expressions/index.js';
import { diagnose, diagnoseAll, read, type Diagnostic, type Source } from '../formats/index.js';
import { memoryHistory, type History, type RunView } from '../history/index.js';
import { createSend } from '../http/index.js';
import { isObject, own, ownAnyCase, parseJson, stringifyJson, type Json, type JsonObject } from '../json.js';
import type { Mocks } from '../mocks/index.js';
import { bindParameters, type ParameterProblem, type TriggerRecord } from '../run/index.js';
import { createSecrets, type Secrets } from '../secrets.js';
import { parseWorkflow, type Workflow } from '../workflow/index.js';
import { connect } from './connections.js';
import { embeddedEmulator, expandConnectionString } from './emulator.js';
import { readTextFile, type Texts } from './files.js';
import { runToEnd, type Watching } from './run.js';

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
  /** Actions that answer from here instead of doing anything. */
  readonly mocks?: Mocks;
  /** The values of `appsetting()`; the environment where left out. */
  readonly appSettings?: { readonly [name: string]: string };
  /** When the run believes to begin, ISO 8601. */
  readonly now?: string;
  /** Waits, retries and the life of tokens pass at once, in virtual time. */
  readonly fastForward?: boolean;
  /** Where the run is kept; left out: in memory, as long as it is looked at. */
  readonly history?: History;
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
  const content = await contentOf(what, texts);
  if (!('text' in content)) return { diagnostics: [content], texts };
  const found = read(content.file, content.text);
  if (!found.ok) return { diagnostics: found.diagnostics, texts };
  const { name, dialect, definition } = found.source;
  const parsed = parseWorkflow(definition, { name, ...(dialect && { dialect }) });
  const said = [...found.diagnostics, ...diagnoseAll(found.source, parsed.problems)];
  if (!parsed.ok) return { diagnostics: said, texts };
  const folder = typeof what === 'string' ? dirname(resolve(what)) : process.cwd();
  return furnish({ source: found.source, workflow: parsed.workflow, warnings: said, folder, texts }, options);
}

async function contentOf(
  what: string | JsonObject,
  texts: Texts,
): Promise<{ file: string; text: string } | Diagnostic> {
  if (typeof what === 'string') return readTextFile(what, texts);
  const content = { file: '(definition)', text: stringifyJson(what) };
  texts.set(content.file, content.text);
  return content;
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
  const appSettings = options.appSettings ?? definedOnly(env);
  const send = createSend();
  const clock = clockOf(options);
  const emulator = embeddedEmulator(env, clock);
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
  const problems = known ? bind(workflow, (name) => named(known, name)?.connector, namesOf(known)) : [];
  const bound = bindParameters(workflow, parameterValues(source, workflow, namesOf(known ?? []), options), appSettings);
  const unbound = 'problems' in bound ? bound.problems.map((problem) => unboundAt(source, problem)) : [];
  const faults = [...diagnoseAll(source, problems), ...connected.diagnostics, ...unbound];
  const odd = [...warnings, ...connected.warnings];
  if (faults.length > 0 || 'problems' in bound) {
    await close();
    return { diagnostics: [...odd, ...faults], texts };
  }
  const secrets = createSecrets();
  for (const secret of [...bound.secrets, ...connected.made.flatMap(({ connection }) => connection.secrets)])
    secrets.add(secret);
  const trigger = triggerOf(workflow, options);
  const start = {
    workflow,
    trigger,
    ...trackingId(workflow, trigger),
    parameters: bound.values,
    appSettings: namedIn(source, appSettings),
  };
  const find = (name: string) => named(connected.made, name);
  const { mocks = {}, history = memoryHistory() } = options;
  const parts = { send, find, secrets, mocks, clock, history };
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

/** The caller's values over the file's own, and what the platforms themselves fill in. */
function parameterValues(
  source: Source,
  { parameters }: Workflow,
  connections: readonly string[],
  options: RunOptions,
): JsonObject {
  const filledIn: { [name: string]: Json } = {
    $connections: Object.fromEntries(
      connections.map((name) => [name, { connectionId: name, connectionName: name, id: name }]),
    ),
    $authentication: {},
  };
  const given = Object.entries(options.parameterTexts ?? {}).map(([name, text]): [string, Json] => [
    name,
    fromText(parameters, name, text),
  ]);
  const own = Object.entries(filledIn).filter(([name]) => parameters.some((parameter) => parameter.name === name));
  return { ...Object.fromEntries(own), ...source.parameterValues, ...options.parameters, ...Object.fromEntries(given) };
}

function fromText(parameters: Workflow['parameters'], name: string, text: string): Json {
  const type = parameters.find((each) => each.name.toLowerCase() === name.toLowerCase())?.type ?? 'string';
  if (type === 'string' || type === 'securestring') return text;
  if (type === 'array' && !text.trimStart().startsWith('[')) return text.split(',').map((item) => item.trim());
  try {
    return parseJson(text);
  } catch {
    return text; // of the wrong type then, which is said where all types are checked
  }
}

function unboundAt(source: Source, { message, advice, pointer }: ParameterProblem): Diagnostic {
  const said = { message, ...(advice !== undefined && { advice }) };
  if (pointer === undefined) return { severity: 'error', code: 'UnknownParameter', file: source.file, ...said };
  return diagnose(source, { severity: 'error', code: 'InvalidParameter', pointer, at: 'key', ...said });
}

function triggerOf({ triggers }: Workflow, { trigger }: RunOptions): TriggerRecord {
  const body = trigger?.body === undefined ? {} : { body: trigger.body };
  return { name: triggers[0]?.name ?? 'manual', outputs: { headers: trigger?.headers ?? {}, ...body } };
}

/** The id by which the run is known: what the trigger's correlation says, or the header that a caller gave. */
function trackingId({ triggers }: Workflow, trigger: TriggerRecord): { readonly clientTrackingId?: string } {
  const correlation = triggers[0] && ownAnyCase(triggers[0].source, 'correlation');
  const template = isObject(correlation) ? ownAnyCase(correlation, 'clientTrackingId') : undefined;
  const headers = isObject(trigger.outputs) ? own(trigger.outputs, 'headers') : undefined;
  const given = isObject(headers) ? ownAnyCase(headers, 'x-ms-client-tracking-id') : undefined;
  const id = template === undefined ? given : evaluated(template, trigger);
  return typeof id === 'string' && id !== '' ? { clientTrackingId: id } : {};
}

function evaluated(template: Json, trigger: TriggerRecord): Json | undefined {
  try {
    return evaluate(template, contextScope({ trigger: { ...trigger } }));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined; // a run without the id is worth more than none
  }
}

function clockOf({ now, fastForward }: RunOptions): Clock {
  return fastForward ? virtualClock(systemClock(now).now()) : systemClock(now);
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
