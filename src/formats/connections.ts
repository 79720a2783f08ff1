import { isObject, own, type Json, type JsonObject } from '../json.js';
import { child } from '../pointer.js';
import { didYouMean, type Problem } from '../workflow/index.js';
import { diagnose, type Diagnostic, type Locate } from './source.js';
import { readText } from './yaml.js';

/** A connection as connections.yaml has it: the connector, and parameters that may still be templates. */
export interface ConnectionEntry {
  readonly name: string;
  /** A built-in connector's name, or a path to a swagger file. */
  readonly connector: string;
  readonly parameters: JsonObject;
  readonly pointer: string;
}

/** The connections of a file, each with its place, or why the file cannot be read. */
export type ReadConnectionsResult =
  | {
      readonly ok: true;
      readonly file: string;
      readonly connections: readonly ConnectionEntry[];
      readonly locate: Locate;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a connections file (connections.yaml). Never throws. */
export function readConnections(file: string, text: string): ReadConnectionsResult {
  const result = readText(file, text.replace(/^\uFEFF/, ''));
  if (!result.ok) return result;
  const problems: Problem[] = [];
  const connections = entriesOf(result.value, problems);
  const { locate, warnings } = result;
  const diagnostics = [...warnings, ...problems.map((problem) => diagnose({ file, locate }, problem))];
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics };
  return { ok: true, file, connections, locate, diagnostics };
}

const example = 'acs: { connector: acs-identity, parameters: { connectionString: "@appsetting(\'ACS\')" } }';

function entriesOf(value: Json, problems: Problem[]): readonly ConnectionEntry[] {
  if (value === null) return []; // an empty file, or one of comments only
  if (isObject(value)) {
    if (isWrapped(value)) {
      problems.push(wrapped);
      return [];
    }
    return Object.entries(value).flatMap(([name, body]) => entryOf(name, body, child('', name), problems));
  }
  const message = 'A connections file must be a map from names to connections.';
  problems.push({ severity: 'error', code: 'InvalidConnections', message, advice: `Write: ${example}`, pointer: '' });
  return [];
}

/** A workflow has its connections below a line of this name; a file of connections is all of them. */
function isWrapped(value: JsonObject): boolean {
  const inner = own(value, 'connections');
  return isObject(inner) && typeof own(inner, 'connector') !== 'string' && Object.values(inner).some(isObject);
}

const wrapped: Problem = {
  severity: 'error',
  code: 'InvalidConnections',
  message: "The connections stand below a line 'connections:', as in a workflow.",
  advice: "Leave out the line 'connections:', and move what is below it to the left.",
  pointer: '/connections',
  at: 'key',
};

function entryOf(name: string, body: Json, pointer: string, problems: Problem[]): readonly ConnectionEntry[] {
  const report = (message: string, advice: string, at: string, key?: 'key'): void => {
    problems.push({
      severity: 'error',
      code: 'InvalidConnections',
      message,
      advice,
      pointer: at,
      ...(key ? { at: key } : {}),
    });
  };
  if (!isObject(body)) {
    report(
      `The connection '${name}' must be a map with 'connector'.`,
      `Write: ${example.replace('acs', name)}`,
      pointer,
      'key',
    );
    return [];
  }
  const unknown = unknownKeywords(name, body, pointer);
  problems.push(...unknown);
  const connector = own(body, 'connector');
  const parameters = own(body, 'parameters') ?? {};
  if (typeof connector !== 'string' || connector === '') {
    if (unknown.length > 0) return []; // it is most likely the misspelt one
    const advice = "Name a built-in connector ('acs-identity'), or the path of its apiDefinition.swagger.json.";
    report(`The connection '${name}' has no 'connector'.`, advice, pointer, 'key');
    return [];
  }
  if (!isObject(parameters)) {
    const advice = 'Write the parameters below it, indented: connectionString: …';
    report(`The 'parameters' of the connection '${name}' must be a map.`, advice, child(pointer, 'parameters'));
    return [];
  }
  return [{ name, connector, parameters, pointer }];
}

const known = ['connector', 'parameters', 'description'];

/** A parameter that stands beside `parameters` would be missed only when the service refuses the call, or another one answers. */
function unknownKeywords(name: string, body: JsonObject, pointer: string): readonly Problem[] {
  return Object.keys(body)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      severity: 'error',
      code: 'UnknownKeyword',
      message: `The connection '${name}' has no keyword '${key}'.`,
      advice: didYouMean(key, known) ?? "If it is a parameter of the connection, put it below 'parameters:'.",
      pointer: child(pointer, key),
      at: 'key',
    }));
}
