// The connections of a workflow: declared in it, filled in by connections.yaml, made into services.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  apiName,
  builtInFor,
  connectionName,
  isUnmade,
  makeConnection,
  type Connector,
  type FaultPlace,
  type Made,
  type Unmade,
} from '../connectors/index.js';
import { contextScope, evaluate, ExpressionError } from '../expressions/index.js';
import { diagnose, readConnections, type ConnectionEntry, type Diagnostic, type Source } from '../formats/index.js';
import type { JsonObject } from '../json.js';
import { nearest } from '../nearest.js';
import { actionsOf, type ConnectionReference, type Workflow } from '../workflow/index.js';
import { coverText, keepText, readTextFile, shownPath, type Texts } from './files.js';
import { child } from '../pointer.js';

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
  const pairs = pair(sources, listed.entries);
  const results = await Promise.all(pairs.map(async (each) => connectOne(each, listed, sources)));
  return {
    made: results.filter((each): each is Made => 'connection' in each),
    known: results,
    diagnostics: results.flatMap((each) => ('fault' in each ? each.fault : [])),
    warnings: [...listed.warnings, ...results.flatMap((each, at) => slips(each, pairs[at], listed, sources.texts))],
  };
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
  if (file === undefined && (surroundings.onlyEmulator || !existsSync(path))) return nothing;
  const content = await readTextFile(path, texts);
  if (!('text' in content)) return { diagnostics: [content] };
  const result = readConnections(content.file, content.text);
  if (!result.ok) return result;
  const { connections, locate, diagnostics } = result;
  return { entries: connections, warnings: diagnostics, file: content.file, locate };
}

/** A connection as the workflow declares it and as the connections file has it: at least one of the two. */
interface Pair {
  readonly declared: ConnectionReference | undefined;
  readonly entry: ConnectionEntry | undefined;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Of a file that several workflows share, only what this one declares or names is made. */
function pair(sources: ConnectionSources, entries: readonly ConnectionEntry[]): readonly Pair[] {
  const declared = sources.workflow.connections;
  const undeclared = usedIn(sources).filter((used) => !declared.some(({ name }) => same(name, used.name)));
  return [
    ...declared.map((each) => ({ declared: each, entry: entries.find(({ name }) => same(name, each.name)) })),
    ...undeclared.flatMap((used) => {
      const entry = entryFor(used, entries);
      return entry ? [{ declared: undefined, entry }] : [];
    }),
  ];
}

/** A connection that actions use, and what it is a connection to. */
interface Used {
  readonly name: string;
  readonly api: string | undefined;
}

function usedIn({ workflow, source, withTrigger }: ConnectionSources): readonly Used[] {
  const used = new Map<string, Used>();
  const ofActions = [...actionsOf(workflow)].flatMap((node) => (node.control === 'leaf' ? [node.inputs] : []));
  const ofTrigger = withTrigger ? workflow.triggers.slice(0, 1).map(({ inputs }) => inputs) : [];
  for (const inputs of [...ofTrigger, ...ofActions]) {
    const name = connectionName(inputs);
    if (name === undefined || used.has(name.toLowerCase())) continue;
    const api = source.connections.find((each) => same(each.name, name))?.api ?? apiName(inputs);
    used.set(name.toLowerCase(), { name, api });
  }
  return [...used.values()];
}

/** The entry for a connection: under its own name, else under that of its API, else what is built in. */
function entryFor({ name, api }: Used, entries: readonly ConnectionEntry[]): ConnectionEntry | undefined {
  const own = entries.find((entry) => same(entry.name, name));
  if (own || api === undefined) return own;
  const plain = (text: string) => text.replace(/^shared_/i, '');
  const shared = entries.find((entry) => same(plain(entry.name), plain(api)));
  if (shared) return { ...shared, name };
  const connector = builtInFor(api);
  return connector === undefined ? undefined : { name, connector, parameters: {}, pointer: '' };
}

/** Parameters that the connector does not know: it would miss what they were meant to be. */
function slips(
  { name, connector }: Known,
  both: Pair | undefined,
  listed: Listed,
  texts: Texts,
): readonly Diagnostic[] {
  const { entry } = both ?? {};
  const known = connector?.parameters;
  if (!known || !entry) return [];
  const unknown = Object.keys(entry.parameters).filter((each) => !known.some((one) => same(one, each)));
  // It may have been meant for a secret, and its line is shown.
  for (const each of unknown) coverText(texts, listed.file, entry.parameters[each] ?? null);
  return unknown.map((each) => {
    const [near] = nearest(each, known);
    const all = known.filter((one) => !one.startsWith('token:')).join(', ');
    const said = near === undefined ? `It takes: ${all}.` : `Did you mean '${near}'?`;
    const message = `The connector of connection '${name}' has no parameter '${each}', so it has no effect.`;
    const pointer = child(`${entry.pointer}/parameters`, each);
    return diagnose(listed, {
      severity: 'warning',
      code: 'UnknownParameter',
      message,
      advice: said,
      pointer,
      at: 'key',
    });
  });
}

interface Faulty extends Known {
  readonly fault: Diagnostic;
}

async function connectOne(
  both: Pair,
  listed: Listed,
  { source, texts, appSettings, surroundings }: ConnectionSources,
): Promise<Made | Faulty> {
  const { declared, entry } = both;
  const { name = '', connector = '' } = declared ?? entry ?? {};
  try {
    // What may not be used need not be right: where no service is asked, nobody's app settings are asked for.
    const needed = !surroundings.onlyEmulator && !surroundings.standIn;
    const parameters = entry && needed ? valuesOf(entry.parameters, appSettings) : undefined;
    const made = await makeConnection({ name, connector, ...(parameters && { parameters }) }, surroundings);
    return isUnmade(made) ? { ...made, fault: shown(made, both, source, listed, texts) } : made;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const pointer = `${entry?.pointer ?? ''}/parameters`;
    const message = `The parameters of connection '${name}' cannot be evaluated: ${error.message}`;
    return { name, fault: fault(listed, pointer, { message, ...advice(error) }) };
  }
}

function valuesOf(parameters: JsonObject, appSettings: { readonly [name: string]: string }): JsonObject {
  return evaluate(parameters, contextScope({ appSettings })) as JsonObject;
}

/** A connection that could not be made, shown where its settings come from. */
function shown(unmade: Unmade, { declared, entry }: Pair, source: Place, listed: Listed, texts: Texts): Diagnostic {
  const { name, origin, parameter, place } = unmade;
  const said = { message: `Connection '${name}': ${unmade.message}`, ...advice(unmade) };
  if (place) return { severity: 'error', code: 'InvalidConnector', ...said, ...placeOf(place, texts) };
  if (origin === 'connections file' && entry)
    return fault(listed, `${entry.pointer}${parameter ? `/parameters/${parameter}` : ''}`, said);
  if (origin.startsWith('environment variable'))
    return { severity: 'error', code: 'InvalidConnection', file: origin, ...said };
  if (declared) return fault(source, `${declared.pointer}/connector`, said);
  return fault(listed, `${entry?.pointer ?? ''}/connector`, said);
}

/** The place of a fault in a file of the connector's own. */
function placeOf({ file, text, line, column }: FaultPlace, texts: Texts): Pick<Diagnostic, 'file' | 'range'> {
  const shownFile = shownPath(file);
  keepText(texts, shownFile, text);
  return { file: shownFile, range: { start: { line, column }, end: { line, column: column + 1 } } };
}

function advice(from: { readonly advice?: string | undefined }): { advice?: string } {
  return from.advice === undefined ? {} : { advice: from.advice };
}

function fault(
  place: Place,
  pointer: string,
  said: { readonly message: string; readonly advice?: string },
): Diagnostic {
  return diagnose(place, { severity: 'error', code: 'InvalidConnection', pointer, ...said });
}
