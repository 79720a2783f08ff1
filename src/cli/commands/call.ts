import { existsSync } from 'node:fs';
import { isPrepared, prepare } from '../../app/index.js';
import type { Diagnostic } from '../../formats/index.js';
import type { RunView } from '../../history/index.js';
import { isObject, own, prettyJson, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { showDiagnostics } from '../diagnostics.js';
import { jsonOrText, pairs } from '../inputs.js';
import type { ExitCode, Io } from '../io.js';
import { targetLine } from '../target.js';

export interface CallFlags {
  readonly with: readonly string[];
  readonly connections?: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
}

/** `dryflow call CONNECTOR OPERATION`: one operation, as "Test operation" does in the portal. What it answers is shown whole, tokens too. */
export async function callCommand(connector: string, operation: string, flags: CallFlags, io: Io): Promise<ExitCode> {
  const { connections } = flags;
  const prepared = await prepare(definitionOf(connector, operation, flags), {
    env: io.env,
    onlyEmulator: flags.emulator ?? false,
    ...(connections !== undefined && { connections }),
  });
  // The definition was made here: its lines would mean nothing to the user.
  const show = (said: readonly Diagnostic[]) =>
    showDiagnostics(
      io,
      said.map((each) => (each.file === '(definition)' ? withoutPlace(each) : each)),
      prepared.texts,
    );
  if (!isPrepared(prepared)) {
    show(prepared.diagnostics);
    return 2;
  }
  try {
    if (prepared.warnings.length > 0) show(prepared.warnings);
    for (const made of prepared.connections) io.err(`${targetLine(made)}\n`);
    return report(await prepared.run(), flags, io);
  } finally {
    await prepared.close();
  }
}

function definitionOf(connector: string, operation: string, flags: CallFlags): JsonObject {
  const isName = connector === 'acs-identity' || existsSync(connector) || /[\\/]|\.json$/i.test(connector);
  // Anything else must be a connection of the connections file, under its own name.
  const name = isName ? connectionName : connector;
  const values = pairs(flags.with, '--with').map(([key, text]): [string, Json] => [key, jsonOrText(text)]);
  return {
    ...(isName && { connections: { [name]: { connector } } }),
    actions: [
      {
        [actionName]: { call: `${name}.${operation}`, with: Object.fromEntries(values), retryPolicy: { type: 'none' } },
      },
    ],
  };
}

const actionName = 'call';

/** What the connection is called where the connector is named itself. */
const connectionName = 'connection';

/** A fault of the definition that was made here: its place would mean nothing, and its advice is that for a flow. */
function withoutPlace({ severity, code, message, advice }: Diagnostic): Diagnostic {
  const said = advice === undefined ? undefined : adviceFor(code, advice);
  return { severity, code, message, file: 'dryflow call', ...(said !== undefined && { advice: said }) };
}

function adviceFor(code: string, advice: string): string {
  if (code === 'MissingParameter') return advice.replace(/^.*\{ (.+): … \}\.$/, "Add it: --with '$1=…'.");
  if (code === 'InvalidConnection') return `${advice} Here that is the entry '${connectionName}' of connections.yaml.`;
  if (code !== 'MissingConnection') return advice;
  return 'Name acs-identity, the path of an apiDefinition.swagger.json, or a connection of connections.yaml.';
}

function report(run: RunView, flags: CallFlags, io: Io): ExitCode {
  const { error, code = '', outputs } = run.actions[actionName] ?? {};
  if (error) io.err(`${error.code}: ${error.message}\n`);
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
