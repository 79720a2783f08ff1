// The connections of a workflow: declared in it, filled in by connections.yaml, made into services.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acsIdentity, isUnmade, makeConnection, type Connector, type Made } from '../connectors/index.js';
import { contextScope, evaluate, ExpressionError, type Scope } from '../expressions/index.js';
import { readConnections, type ConnectionEntry, type Diagnostic, type Source } from '../formats/index.js';
import type { Json, JsonObject } from '../json.js';
import { unmadeFault, valueFault } from './connection-faults.js';
import { pairsOf, same, usedByTrigger, usedIn, withoutEntry, type Pair, type Uses } from './connection-pairs.js';
import { coverSecrets } from './connection-secrets.js';
import { doubts, otherConnector, slips, strays, unsigned } from './connection-warnings.js';
import { readTextFile, type Texts } from './files.js';

type Surroundings = Parameters<typeof makeConnection>[1];
type Place = Pick<Source, 'file' | 'locate'>;

/** What connections are made from, and where faults are shown. */
export interface ConnectionSources extends Uses {
  readonly source: Place & Pick<Source, 'connections'>;
  /** The connections file that the user named; left out: `connections.yaml` beside the workflow, where there is one. */
  readonly file: string | undefined;
  readonly texts: Texts;
  readonly appSettings: { readonly [name: string]: string };
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
  const { workflow, source, surroundings } = sources;
  const used = usedIn(sources);
  const pairs = pairsOf(workflow.connections, used, listed.entries);
  const results = await Promise.all(pairs.map(async (each) => connectOne(each, listed, sources)));
  const others = await Promise.all(
    pairs.map(async (each) => otherConnector(each, source, listed, surroundings.folder)),
  );
  // A run by hand does without the trigger's connection, and its entry is no slip of the pen.
  const taken = [...pairs, ...pairsOf([], usedByTrigger(sources), listed.entries)];
  const unused = listed.entries.filter((each) => !taken.some(({ entry }) => entry?.pointer === each.pointer));
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
        ...slips(each, pairs[at]?.entry, listed),
        ...('connection' in each && isAsked(each)
          ? [...unsigned(each, pairs[at], source, listed), ...doubts(each, pairs[at]?.entry, listed)]
          : []),
      ]),
    ],
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
  if (file === undefined && !existsSync(path)) return nothing;
  const content = await readTextFile(path, texts);
  if (!('text' in content)) return { diagnostics: [content] };
  coverSecrets(texts, content);
  const result = readConnections(content.file, content.text);
  if (!result.ok) return result;
  const { connections, locate, diagnostics } = result;
  return { entries: connections, warnings: diagnostics, file: content.file, locate };
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
