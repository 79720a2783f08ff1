// The connections of a workflow: declared in it, filled in by connections.yaml, made into services.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  acsIdentity,
  apiName,
  builtInFor,
  connectionName,
  isUnmade,
  makeConnection,
  type Connector,
  type Made,
} from '../connectors/index.js';
import { contextScope, evaluate, ExpressionError, type Scope } from '../expressions/index.js';
import { readConnections, type ConnectionEntry, type Diagnostic, type Source } from '../formats/index.js';
import type { Json, JsonObject } from '../json.js';
import { actionsOf, type ConnectionReference, type Workflow } from '../workflow/index.js';
import { unmadeFault, valueFault, type Pair } from './connection-faults.js';
import { doubts, otherConnector, slips, strays, unsigned } from './connection-warnings.js';
import { readTextFile, type Texts } from './files.js';

type Surroundings = Parameters<typeof makeConnection>[1];
type Place = Pick<Source, 'file' | 'locate'>;

/** What connections are made from, and where faults are shown. */
export interface ConnectionSources {
  readonly workflow: Workflow;
  readonly source: Place & Pick<Source, 'connections'>;
  /** The connections file that the user named; left out: `connections.yaml` beside the workflow, where there is one. */
  readonly file: string | undefined;
  readonly texts: Texts;
  readonly appSettings: { readonly [name: string]: string };
  /** Whether the trigger's connector is asked for, too: a run by hand does without. */
  readonly withTrigger: boolean;
  readonly surroundings: Surroundings;
  /** Whether an action has its answer from elsewhere: its connection is not asked. */
  readonly isAnswered: (action: string) => boolean;
}

export interface Connected {
  readonly made: readonly Made[];
  /** All connections, made or not, with their connectors; undefined where the connections file cannot be read. */
  readonly known: readonly Known[] | undefined;
  /** Why some could not be made. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is odd in the connections file, but stops nothing. */
  readonly warnings: readonly Diagnostic[];
}

export interface Known {
  readonly name: string;
  /** Absent where there is no such connector. */
  readonly connector?: Connector;
}

/** Makes every connection that the workflow declares or the connections file adds. */
export async function connect(sources: ConnectionSources): Promise<Connected> {
  const listed = await connectionsFile(sources);
  if ('diagnostics' in listed) return { made: [], known: undefined, diagnostics: listed.diagnostics, warnings: [] };
  const { workflow, source, texts, surroundings } = sources;
  const used = usedIn(sources);
  const pairs = pair(workflow.connections, used, listed.entries);
  const results = await Promise.all(pairs.map(async (each) => connectOne(each, listed, sources)));
  const others = await Promise.all(
    pairs.map(async (each) => otherConnector(each, source, listed, surroundings.folder)),
  );
  const unused = listed.entries.filter((each) => !pairs.some(({ entry }) => entry?.pointer === each.pointer));
  const isAsked = ({ name }: Known) => used.some((each) => each.isAsked && same(each.name, name));
  return {
    made: results.filter((each): each is Made => 'connection' in each),
    known: results,
    diagnostics: results.flatMap((each) => ('faults' in each ? each.faults : [])),
    warnings: [
      ...listed.warnings,
      ...strays(unused, withoutEntry(workflow.connections, used, pairs), listed),
      ...others.flat(),
      ...results.flatMap((each, at) => [
        ...slips(each, pairs[at]?.entry, listed, texts),
        ...('connection' in each && isAsked(each)
          ? [...unsigned(each, pairs[at], source, listed), ...doubts(each, pairs[at]?.entry, listed)]
          : []),
      ]),
    ],
  };
}

/** The names that a missing entry could have: those of connections, and of the APIs that they are for. */
function withoutEntry(
  declared: readonly ConnectionReference[],
  used: readonly Used[],
  pairs: readonly Pair[],
): readonly string[] {
  const written = pairs.filter(({ entry }) => entry !== undefined && entry.pointer !== '');
  const isWritten = ({ name }: { readonly name: string }) =>
    written.some((each) => same((each.declared ?? each.entry)?.name ?? '', name));
  const apis = used.flatMap((each) => (each.api === undefined || isWritten(each) ? [] : [each.api, plain(each.api)]));
  return [...[...declared, ...used].filter((each) => !isWritten(each)).map(({ name }) => name), ...apis];
}

interface Listed extends Place {
  readonly entries: readonly ConnectionEntry[];
  readonly warnings: readonly Diagnostic[];
}

const nothing: Listed = { entries: [], warnings: [], file: '', locate: () => undefined };

async function connectionsFile({
  file,
  texts,
  surroundings,
}: ConnectionSources): Promise<Listed | { diagnostics: readonly Diagnostic[] }> {
  const path = file ?? join(surroundings.folder, 'connections.yaml');
  if (file === undefined && !existsSync(path)) return nothing;
  const content = await readTextFile(path, texts);
  if (!('text' in content)) return { diagnostics: [content] };
  const result = readConnections(content.file, content.text);
  if (!result.ok) return result;
  const { connections, locate, diagnostics } = result;
  return { entries: connections, warnings: diagnostics, file: content.file, locate };
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Of a file that several workflows share, only what this one declares or names is made. */
function pair(
  declared: readonly ConnectionReference[],
  used: readonly Used[],
  entries: readonly ConnectionEntry[],
): readonly Pair[] {
  const undeclared = used.filter((each) => !declared.some(({ name }) => same(name, each.name)));
  return [
    ...declared.map((each) => ({ declared: each, entry: entries.find(({ name }) => same(name, each.name)) })),
    ...undeclared.flatMap((each) => {
      const entry = entryFor(each, entries);
      return entry ? [{ declared: undefined, entry }] : [];
    }),
  ];
}

/** A connection that actions use, and what it is a connection to. */
interface Used {
  readonly name: string;
  readonly api: string | undefined;
  /** Whether one of the actions has no answer from elsewhere. */
  readonly isAsked: boolean;
}

function usedIn({ workflow, source, withTrigger, isAnswered }: ConnectionSources): readonly Used[] {
  const used = new Map<string, Used>();
  const ofActions = [...actionsOf(workflow)].flatMap((node) =>
    node.control === 'leaf' ? [{ inputs: node.inputs, isAsked: !isAnswered(node.name) }] : [],
  );
  // A trigger that is made up asks nobody.
  const ofTrigger = withTrigger ? workflow.triggers.slice(0, 1).map(({ inputs }) => ({ inputs, isAsked: false })) : [];
  for (const { inputs, isAsked } of [...ofTrigger, ...ofActions]) {
    const name = connectionName(inputs);
    if (name === undefined) continue;
    const before = used.get(name.toLowerCase());
    const api = source.connections.find((each) => same(each.name, name))?.api ?? apiName(inputs);
    used.set(name.toLowerCase(), { ...(before ?? { name, api }), isAsked: before?.isAsked === true || isAsked });
  }
  return [...used.values()];
}

const plain = (api: string) => api.replace(/^shared_/i, '');

/** The entry for a connection: under its own name, else under that of its API, else what is built in. */
function entryFor({ name, api }: Used, entries: readonly ConnectionEntry[]): ConnectionEntry | undefined {
  const own = entries.find((entry) => same(entry.name, name));
  if (own || api === undefined) return own;
  const shared = entries.find((entry) => same(plain(entry.name), plain(api)));
  if (shared) return { ...shared, name };
  const connector = builtInFor(api);
  return connector === undefined ? undefined : { name, connector, parameters: {}, pointer: '' };
}

interface Faulty extends Known {
  readonly faults: readonly Diagnostic[];
}

async function connectOne(
  both: Pair,
  listed: Listed,
  { source, texts, appSettings, surroundings }: ConnectionSources,
): Promise<Made | Faulty> {
  const { declared, entry } = both;
  const { name = '', connector = '' } = declared ?? entry ?? {};
  const given = entry && isHeeded(connector, surroundings) ? valuesOf(entry.parameters, appSettings) : undefined;
  if (entry && given && given.errors.length > 0)
    return { name, faults: given.errors.map(([each, error]) => valueFault(name, entry, each, error, listed)) };
  const made = await makeConnection({ name, connector, ...(given && { parameters: given.values }) }, surroundings);
  return isUnmade(made) ? { ...made, faults: [unmadeFault(made, both, source, listed, texts)] } : made;
}

/** What may not be used need not be right: where no service is asked, nobody's app settings are asked for. */
function isHeeded(connector: string, { standIn, onlyEmulator }: Surroundings): boolean {
  return !standIn && !(onlyEmulator && same(connector, acsIdentity.name));
}

interface Values {
  readonly values: JsonObject;
  /** By parameter: those whose templates have no value. */
  readonly errors: readonly (readonly [string, ExpressionError])[];
}

function valuesOf(parameters: JsonObject, appSettings: { readonly [name: string]: string }): Values {
  const scope = contextScope({ appSettings });
  const results = Object.entries(parameters).map(([name, template]) => [name, valueOf(template, scope)] as const);
  return {
    values: Object.fromEntries(results.flatMap(([name, value]) => (isError(value) ? [] : [[name, value] as const]))),
    errors: results.flatMap(([name, value]) => (isError(value) ? [[name, value] as const] : [])),
  };
}

function valueOf(template: Json, scope: Scope): Json | ExpressionError {
  try {
    return evaluate(template, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

function isError(value: Json | ExpressionError): value is ExpressionError {
  return value instanceof ExpressionError;
}
