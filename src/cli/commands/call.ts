import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve as resolvePath } from 'node:path';
import { isPrepared, notRunning, prepare } from '../../app/index.js';
import {
  connectorId,
  findConnector,
  inputType,
  isFault,
  makerView,
  type Connector,
  type MakerOperation,
} from '../../connectors/index.js';
import { readConnections, type ConnectionEntry, type Diagnostic } from '../../formats/index.js';
import type { RunView } from '../../history/index.js';
import { isObject, own, prettyJson, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { nearest } from '../../nearest.js';
import { connectorIn } from '../connector-file.js';
import { showDiagnostics } from '../diagnostics.js';
import { UsageError, type ExitCode, type Io } from '../io.js';
import { targetLine } from '../target.js';
import { withValues } from '../with-values.js';

export interface CallFlags {
  readonly with: readonly string[];
  readonly connections?: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
}

/** `dryflow call CONNECTOR OPERATION`, and `dryflow connector call`: one operation, as "Test operation" does in the portal. What it answers is shown whole, tokens too. */
export async function callCommand(
  connector: string,
  operation: string | undefined,
  flags: CallFlags,
  io: Io,
  command = 'dryflow call',
): Promise<ExitCode> {
  const { connections } = flags;
  const called = await calledOf(connector, flags, io, command);
  if (!called) return 2;
  const operations = called.connector?.operations ?? [];
  if (operation === undefined) throw new UsageError(operationsText(makerView(operations)));
  const values = await withValues(flags.with, (name) => inputType(operations, operation, name));
  const prepared = await prepare(definitionOf(called, operation, values), {
    env: io.env,
    onlyEmulator: flags.emulator ?? false,
    ...(connections !== undefined && { connections }),
  });
  // The definition was made here: its lines would mean nothing to the user.
  const show = (said: readonly Diagnostic[]) =>
    showDiagnostics(
      io,
      said.map((each) => (each.file === '(definition)' ? withoutPlace(each, command) : each)),
      prepared.texts,
    );
  if (!isPrepared(prepared)) {
    show(prepared.diagnostics);
    return 2;
  }
  try {
    // A new connection's name was made here: that an entry's is near to it is chance.
    const warnings = prepared.warnings.filter(({ code }) => code !== 'UnusedConnection');
    if (warnings.length > 0) show(warnings);
    for (const made of prepared.connections) io.err(`${targetLine(made)}\n`);
    return report(await prepared.run(), flags, io);
  } finally {
    await prepared.close();
  }
}

function operationsText(operations: readonly MakerOperation[]): string {
  const width = Math.max(0, ...operations.map(({ id }) => id.length));
  const lines = operations.map(({ id, title }) => `\n  ${id.padEnd(width)}  ${title}`);
  return `Name an operation${lines.length > 0 ? `:${lines.join('')}` : '.'}`;
}

/** What is called: the name of its connection, the file where one was named, and its connector where that can be read. */
interface Called {
  readonly name: string;
  readonly file?: string;
  readonly connector?: Connector;
}

/** Finds what is called, or says why there is none. */
async function calledOf(named: string, flags: CallFlags, io: Io, command: string): Promise<Called | undefined> {
  const entries = await entriesOf(flags);
  if (named.toLowerCase() === 'acs-identity' || existsSync(named) || /[\\/]|\.json$/i.test(named)) {
    const connector = await connectorIn(named, io);
    return connector && { ...(await connectionTo(named, entries ?? [])), connector };
  }
  // Anything else must be a connection of the connections file, under its own name.
  if (!entries) return { name: named }; // why it cannot be read is said where it is read again
  const entry = entries.find(({ name }) => name.toLowerCase() === named.toLowerCase());
  if (!entry) {
    showDiagnostics(io, [noConnection(named, entries, command)], new Map());
    return undefined;
  }
  const connector = await findConnector(entry.connector, process.cwd());
  return { name: named, ...(!isFault(connector) && { connector }) };
}

/** The one connection that the connections file has to a connector, else a new one without parameters. */
async function connectionTo(connector: string, entries: readonly ConnectionEntry[]): Promise<Called> {
  const idOf = async (spec: string) => connectorId(spec, process.cwd());
  const [wanted, ...ids] = await Promise.all([connector, ...entries.map((entry) => entry.connector)].map(idOf));
  const here = entries.filter((_, at) => ids[at] === wanted);
  const [only, ...others] = here.map(({ name }) => name);
  if (others.length > 0) {
    const names = here.map(({ name }) => `'${name}'`).join(', ');
    throw new UsageError(`Several connections are to ${connector}: ${names}. Name one of them instead of the file.`);
  }
  return only === undefined ? { name: newName(connector, entries), file: connector } : { name: only };
}

/** What an entry for a connector would be called: after its folder, or its file; not as one that is for another connector. */
function newName(connector: string, entries: readonly ConnectionEntry[]): string {
  const path = resolvePath(connector);
  const file = /^(.*?)(?:\.swagger)?\.json$/i.exec(basename(path))?.[1];
  const called = file === undefined ? basename(path) : /^apiDefinition$/i.test(file) ? basename(dirname(path)) : file;
  const name = called.replace(/[^\w-]+/g, '_') || 'connection';
  const isTaken = (one: string) => entries.some((entry) => entry.name.toLowerCase() === one.toLowerCase());
  return [name, ...entries.map((_, at) => `${name}_${at + 2}`)].find((one) => !isTaken(one)) ?? name;
}

/** The connections there are; undefined where their file cannot be read. */
async function entriesOf({ connections }: CallFlags): Promise<readonly ConnectionEntry[] | undefined> {
  const file = connections ?? 'connections.yaml';
  if (connections === undefined && !existsSync(file)) return [];
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const read = text === undefined ? undefined : readConnections(file, text);
  return read?.ok ? read.connections : undefined;
}

function noConnection(named: string, entries: readonly ConnectionEntry[], command: string): Diagnostic {
  const names = entries.map(({ name }) => name);
  const [close] = nearest(named, [...names, 'acs-identity']);
  const have = names.length === 0 ? 'No connections file names any' : `There are: ${names.join(', ')}`;
  return {
    severity: 'error',
    code: 'MissingConnection',
    message: `There is no connection '${named}', and no such file.`,
    file: command,
    advice: close
      ? `Did you mean '${close}'?`
      : `${have}. Name one of them, acs-identity, or the path of a swagger file.`,
  };
}

function definitionOf({ name, file }: Called, operation: string, values: JsonObject): JsonObject {
  return {
    ...(file !== undefined && { connections: { [name]: { connector: file } } }),
    actions: [{ [actionName]: { call: `${name}.${operation}`, with: values, retryPolicy: { type: 'none' } } }],
  };
}

const actionName = 'call';

/** A fault of the definition that was made here: its place would mean nothing, and its advice is that for a flow. */
function withoutPlace({ severity, code, message, advice: given }: Diagnostic, command: string): Diagnostic {
  const advice = given === undefined ? undefined : adviceFor(code, message, given);
  return { severity, code, message, file: command, ...(advice !== undefined && { advice }) };
}

function adviceFor(code: string, message: string, advice: string): string {
  // The action was made here, so that what it lacks is what the command line lacks.
  const absent = code === 'MissingParameter' ? /needs '(.*)', which/.exec(message)?.[1] : undefined;
  if (absent !== undefined && advice.startsWith('Add it')) return `Add it: --with '${absent}=…'.`;
  return code === 'InvalidConnection'
    ? `${advice} They stand in connections.yaml, at the connection to this connector.`
    : advice;
}

function report(run: RunView, flags: CallFlags, io: Io): ExitCode {
  const { error, code = '', outputs } = run.actions[actionName] ?? {};
  if (error) {
    const hint = notRunning(error.message);
    io.err(`${error.code}: ${error.message}\n${hint === undefined ? '' : `  → ${hint}\n`}`);
  }
  if (isObject(outputs)) {
    io.err(`  ${stringifyJson(own(outputs, 'statusCode') ?? null)} ${code}\n`);
    const shown = flags.json ? outputs : own(outputs, 'body');
    if (shown !== undefined) io.out(`${pretty(shown)}\n`);
  }
  return run.status === 'Succeeded' ? 0 : 1;
}

function pretty(value: Json): string {
  return typeof value === 'string' ? value : prettyJson(value);
}
