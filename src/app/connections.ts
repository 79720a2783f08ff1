// The connections of a workflow: declared in it, filled in by connections.yaml, made into services.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
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
import { pairsOf, same, usedByTrigger, usedIn, withoutEntry, type Pair, type Uses } from './connection-pairs.js';
import { slips, strays, unsigned } from './connection-warnings.js';
import { keepText, readTextFile, shownPath, type Texts } from './files.js';

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
  const { workflow, source, texts, surroundings } = sources;
  const used = usedIn(sources);
  const pairs = pairsOf(workflow.connections, used, listed.entries);
  const results = await Promise.all(pairs.map(async (each) => connectOne(each, listed, sources)));
  // A run by hand does without the trigger's connection, and its entry is no slip of the pen.
  const taken = [...pairs, ...pairsOf([], usedByTrigger(sources), listed.entries)];
  const unused = listed.entries.filter((each) => !taken.some(({ entry }) => entry?.pointer === each.pointer));
  // Where only the emulator may be used, what an entry says is not.
  const isAsked = ({ name }: Known) =>
    !surroundings.onlyEmulator && used.some((each) => each.isAsked && same(each.name, name));
  return {
    made: results.filter((each): each is Made => 'connection' in each),
    known: results,
    diagnostics: results.flatMap((each) => ('fault' in each ? each.fault : [])),
    warnings: [
      ...listed.warnings,
      ...strays(unused, withoutEntry(workflow.connections, used, pairs), listed),
      ...results.flatMap((each, at) => [
        ...slips(each, pairs[at]?.entry, listed, texts),
        ...('connection' in each && isAsked(each) ? unsigned(each, pairs[at], source, listed) : []),
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
  if (file === undefined && (surroundings.onlyEmulator || !existsSync(path))) return nothing;
  const content = await readTextFile(path, texts);
  if (!('text' in content)) return { diagnostics: [content] };
  const result = readConnections(content.file, content.text);
  if (!result.ok) return result;
  const { connections, locate, diagnostics } = result;
  return { entries: connections, warnings: diagnostics, file: content.file, locate };
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
