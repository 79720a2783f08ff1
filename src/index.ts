// The public API of the package.
import {
  isPrepared,
  mocksOver,
  noMocks,
  prepare,
  readRecordings,
  record,
  RecordingError,
  runKinds,
  type Prepared,
  type Recorder,
  type RunOptions,
  type Unprepared,
} from './app/index.js';
import { contextKinds, contextScope, evaluate as evaluateIn, type Context } from './expressions/index.js';
import { render, type Diagnostic } from './formats/index.js';
import type { RunView } from './history/index.js';
import type { Json, JsonObject } from './json.js';
import { faultsOfMocks, type Mocks } from './mocks/index.js';
import { checkedOptions, FLAG, isRecord, shown, TEXT, type OptionKinds } from './options.js';
import { parts } from './pointer.js';

export type { Context } from './expressions/index.js';
export { ExpressionError } from './expressions/index.js';
export type { Diagnostic } from './formats/index.js';
export type { ActionView, ExecutionView, RunView } from './history/index.js';
export { Decimal, Float, type Json, type JsonObject } from './json.js';
export type { Mock, Mocks } from './mocks/index.js';
export { startEmulator, type EmulatorSettings as EmulatorOptions } from './app/index.js';
export type { Emulator } from './emulator/index.js';

/** How to run a workflow from code. */
export interface RunWorkflowOptions extends Omit<RunOptions, 'replay'> {
  /** An action without a mock asks nobody, and fails; the path of a folder: actions answer as they were recorded there. */
  readonly replay?: boolean | string;
  /** The path of a folder that keeps what actions are answered, secrets masked. */
  readonly record?: string;
  /** Leave tokens, keys and secure parameters in the view as they are. */
  readonly showSecrets?: boolean;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
}

const optionKinds: OptionKinds<RunWorkflowOptions> = {
  ...runKinds,
  replay: { what: 'true, false or the path of a folder', is: (value) => FLAG.is(value) || TEXT.is(value) },
  record: { ...TEXT, what: 'the path of a folder' },
  showSecrets: FLAG,
  signal: { what: 'an AbortSignal', is: (value) => value instanceof AbortSignal },
};

/** A run at its end, and what was odd about its workflow and options before it began. */
export interface WorkflowResult extends RunView {
  readonly warnings: readonly Diagnostic[];
}

/** A workflow that cannot be run as it is. The message shows every fault at its place in the file. */
export class WorkflowError extends Error {
  override readonly name = 'WorkflowError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(message: string, diagnostics: readonly Diagnostic[]) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

/**
 * Runs a workflow to its end: a file's, or one given as a definition. A failed run is a result, with its `status` and
 * `error`; rejects with WorkflowError where nothing could be run, and with TypeError where an option makes no sense.
 * Without a connection, ACS Identity is an emulator inside this process.
 */
export async function runWorkflow(
  fileOrDefinition: string | JsonObject,
  options: RunWorkflowOptions = {},
): Promise<WorkflowResult> {
  if (typeof fileOrDefinition !== 'string' && !isRecord(fileOrDefinition))
    throw new TypeError(
      `runWorkflow takes the path of a workflow file or a definition, not ${shown(fileOrDefinition)}.`,
    );
  const checked = checkedOptions('runWorkflow', options, optionKinds);
  checkMocks(checked.mocks ?? {});
  return runWith(fileOrDefinition, checked);
}

/** Holds mocks to what those in a file are held to; a list that code has left empty is no mock. */
function checkMocks(mocks: Mocks): void {
  const answering = Object.entries(mocks).filter(([, mock]) => [mock].flat().length > 0);
  const [fault] = faultsOfMocks(Object.fromEntries(answering) as unknown as Json);
  if (!fault) return;
  const { pointer, message, advice } = fault;
  const said = advice === undefined ? message : `${message} ${advice}`;
  throw new TypeError(`runWorkflow, mocks.${parts(pointer).join('.')}: ${said}`);
}

async function runWith(fileOrDefinition: string | JsonObject, options: RunWorkflowOptions): Promise<WorkflowResult> {
  const { record: folder, signal, showSecrets } = options;
  const prepared = await preparedWith(fileOrDefinition, options);
  if (!isPrepared(prepared)) {
    const { diagnostics, texts } = prepared;
    const message = diagnostics.map((each) => render(each, texts.get(each.file) ?? '')).join('\n\n');
    throw new WorkflowError(message, diagnostics);
  }
  try {
    const tape = folder === undefined ? undefined : recorderIn(folder);
    const run = await prepared.run({ ...(signal && { signal }), ...(tape && { onEvent: tape.onEvent }) });
    await tape?.write(run, prepared.secrets);
    const result = { ...run, warnings: prepared.warnings };
    return showSecrets ? result : prepared.secrets.value(result);
  } finally {
    await prepared.close();
  }
}

/** Mocks of the options come before those of a recording. */
async function preparedWith(
  fileOrDefinition: string | JsonObject,
  { replay = false, ...options }: RunWorkflowOptions,
): Promise<Prepared | Unprepared> {
  if (typeof replay === 'boolean') return prepare(fileOrDefinition, { ...options, replay });
  const recorded = await readRecordings(replay).catch((error: unknown) => refuse('replay', error));
  if ('diagnostics' in recorded) return recorded;
  const { mocks, written } = mocksOver({ ...noMocks, mocks: options.mocks ?? {} }, recorded);
  return prepare(fileOrDefinition, { ...options, replay: true, mocks }, written);
}

function recorderIn(folder: string): Recorder {
  try {
    return record(folder);
  } catch (error) {
    return refuse('record', error);
  }
}

/** A folder that cannot be used is an option that makes no sense. */
function refuse(option: string, error: unknown): never {
  throw error instanceof RecordingError ? new TypeError(`runWorkflow, ${option}: ${error.message}`) : error;
}

/**
 * Evaluates the templates in a value (`"@concat('a', 'b')"`) over plain data; throws ExpressionError, or TypeError for a
 * context that is none.
 */
export function evaluate(template: Json, context: Context = {}): Json {
  return evaluateIn(template, contextScope(checkedOptions('evaluate', context, contextKinds)));
}
