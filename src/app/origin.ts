// Where a run's workflow comes from, kept in its record: the definition as it was then, and what is around it.
import { resolve } from 'node:path';
import type { Source } from '../formats/index.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import type { Parsed } from './furnish.js';
import type { RunOptions, Surrounding } from './options.js';

/** What a run can be made ready from again. */
export interface Origin {
  readonly source: Source;
  readonly folder: string;
  readonly surrounding: Surrounding;
  /** The workflows that it may start, by the names that it starts them by. */
  readonly children: ReadonlyMap<string, Source>;
  /** How far the run's clock is ahead of the machine's, in milliseconds. */
  readonly ahead: number;
}

/** The origin of a workflow as its record keeps it. */
export function originOf({ source, folder }: Parsed, options: RunOptions): JsonObject {
  const { onlyEmulator = false, fastForward = false, mocks = {}, now } = options;
  return {
    ...keptSource(source),
    folder,
    onlyEmulator,
    fastForward,
    mocks: mocks as unknown as Json,
    strict: options.strict ?? false,
    replay: options.replay ?? false,
    ...(options.dryRun && { dryRun: true }),
    ...(options.mockConnectors && { mockConnectors: { seed: options.mockConnectors.seed } }),
    ...(options.connections !== undefined && { connectionsFile: resolve(options.connections) }),
    ...(now !== undefined && { ahead: Date.parse(now) - Date.now() }),
  };
}

/** An origin with the workflows that may be started, as they are now: a resume must not find other ones. */
export function withChildren(origin: Json, children: ReadonlyMap<string, Source>): Json {
  if (!isObject(origin) || children.size === 0) return origin;
  const kept = [...children].map(([name, each]): [string, Json] => [name, keptChild(each)]);
  return { ...origin, children: Object.fromEntries(kept) };
}

/** The values of its parameters are the file's own: nobody else gives a child any. */
function keptChild(source: Source): JsonObject {
  return { ...keptSource(source), parameterValues: source.parameterValues };
}

function keptSource(source: Source): JsonObject {
  const { file, kind, name, id, dialect, definition, connections, parameters, secrets } = source;
  return {
    file,
    kind,
    name,
    ...(id !== undefined && { id }),
    ...(dialect && { dialect }),
    definition,
    connections: connections as unknown as Json,
    declared: parameters.declared as unknown as Json,
    ...(secrets.length > 0 && { secrets }),
  };
}

interface KeptSource {
  readonly file: string;
  readonly kind: Source['kind'];
  readonly name: string;
  readonly id?: string;
  readonly dialect?: NonNullable<Source['dialect']>;
  readonly definition: Json;
  readonly connections: Source['connections'];
  readonly declared: Source['parameters']['declared'];
  readonly secrets?: readonly Json[];
  readonly parameterValues?: JsonObject;
}

interface Kept extends KeptSource {
  readonly folder: string;
  readonly onlyEmulator: boolean;
  readonly fastForward: boolean;
  readonly mocks: NonNullable<Surrounding['mocks']>;
  readonly strict?: boolean;
  readonly replay?: boolean;
  readonly mockConnectors?: NonNullable<Surrounding['mockConnectors']>;
  readonly dryRun?: boolean;
  readonly connectionsFile?: string;
  readonly children?: { readonly [name: string]: KeptSource };
  readonly ahead?: number;
}

/** The origin in a record; undefined where that was made by another program. */
export function readOrigin(origin: Json | undefined): Origin | undefined {
  if (!isObject(origin) || !isObject(origin['definition'])) return undefined;
  const kept = origin as unknown as Kept;
  const { folder, onlyEmulator, fastForward, mocks, strict = false, mockConnectors, connectionsFile } = kept;
  const { children = {}, ahead = 0, replay = false, dryRun = false } = kept;
  const answers = { mocks, strict, replay, dryRun, ...(mockConnectors && { mockConnectors }) };
  const surrounding = { onlyEmulator, fastForward, ...answers };
  return {
    source: sourceOf(kept),
    folder,
    surrounding: { ...surrounding, ...(connectionsFile !== undefined && { connections: connectionsFile }) },
    children: new Map(Object.entries(children).map(([name, each]) => [name, sourceOf(each)])),
    ahead,
  };
}

/** Where the answers of a run came from that asked nobody, or not everybody, by its record. */
export function answersOf(origin: Json | undefined): string | undefined {
  const { replay, dryRun, mockConnectors } = readOrigin(origin)?.surrounding ?? {};
  const madeUp = dryRun
    ? 'made up (--dry-run)'
    : mockConnectors && 'made up where they are of connectors (--mock-connectors)';
  if (!replay) return madeUp;
  return madeUp === undefined ? 'recorded (--replay)' : `recorded (--replay), others ${madeUp}`;
}

function sourceOf(kept: KeptSource): Source {
  const { file, kind, name, id, dialect, definition, connections, declared, secrets = [], parameterValues = {} } = kept;
  const nowhere = () => undefined;
  return {
    file,
    text: '',
    kind,
    name,
    ...(id !== undefined && { id }),
    ...(dialect && { dialect }),
    definition,
    parameterValues,
    parameters: { file, locate: nowhere, declared, mayBeMore: false },
    templateParameters: [],
    secrets,
    connections,
    appSettings: {},
    diagnostics: [],
    locate: nowhere,
  };
}
