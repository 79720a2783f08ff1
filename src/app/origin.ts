// Where a run's workflow comes from, kept in its record: the definition as it was then, and what is around it.
import { resolve } from 'node:path';
import type { Source } from '../formats/index.js';
import { isObject, type Json } from '../json.js';
import type { Parsed } from './furnish.js';
import type { RunOptions, Surrounding } from './options.js';

/** What a run can be made ready from again. */
export interface Origin {
  readonly source: Source;
  readonly folder: string;
  readonly surrounding: Surrounding;
}

/** The origin of a workflow as its record keeps it. */
export function originOf({ source, folder }: Parsed, options: RunOptions): Json {
  const { file, kind, name, id, dialect, definition, connections, parameters } = source;
  const { onlyEmulator = false, fastForward = false, mocks = {} } = options;
  return {
    file,
    folder,
    kind,
    name,
    ...(id !== undefined && { id }),
    ...(dialect && { dialect }),
    definition,
    connections: connections as unknown as Json,
    declared: parameters.declared as unknown as Json,
    onlyEmulator,
    fastForward,
    mocks: mocks as unknown as Json,
    strict: options.strict ?? false,
    ...(options.mockConnectors && { mockConnectors: { seed: options.mockConnectors.seed } }),
    ...(options.connections !== undefined && { connectionsFile: resolve(options.connections) }),
  };
}

interface Kept {
  readonly file: string;
  readonly folder: string;
  readonly kind: Source['kind'];
  readonly name: string;
  readonly id?: string;
  readonly dialect?: NonNullable<Source['dialect']>;
  readonly definition: Json;
  readonly connections: Source['connections'];
  readonly declared: Source['parameters']['declared'];
  readonly onlyEmulator: boolean;
  readonly fastForward: boolean;
  readonly mocks: NonNullable<Surrounding['mocks']>;
  readonly strict?: boolean;
  readonly mockConnectors?: NonNullable<Surrounding['mockConnectors']>;
  readonly connectionsFile?: string;
}

/** The origin in a record; undefined where that was made by another program. */
export function readOrigin(origin: Json | undefined): Origin | undefined {
  if (!isObject(origin) || !isObject(origin['definition'])) return undefined;
  const kept = origin as unknown as Kept;
  const { file, kind, name, id, dialect, definition, connections, declared } = kept;
  const nowhere = () => undefined;
  const source: Source = {
    file,
    text: '',
    kind,
    name,
    ...(id !== undefined && { id }),
    ...(dialect && { dialect }),
    definition,
    parameterValues: {},
    parameters: { file, locate: nowhere, declared, mayBeMore: false },
    connections,
    appSettings: {},
    diagnostics: [],
    locate: nowhere,
  };
  const { folder, onlyEmulator, fastForward, mocks, strict = false, mockConnectors, connectionsFile } = kept;
  const surrounding = { onlyEmulator, fastForward, mocks, strict, ...(mockConnectors && { mockConnectors }) };
  return {
    source,
    folder,
    surrounding: { ...surrounding, ...(connectionsFile !== undefined && { connections: connectionsFile }) },
  };
}
