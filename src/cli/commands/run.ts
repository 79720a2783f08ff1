import { createColors } from 'picocolors';
import {
  AddressInUseError,
  defaultHistory,
  isPrepared,
  mocksIn,
  mocksOver,
  noMocks,
  prepare,
  prepareResume,
  readRecordings,
  record,
  RecordingError,
  type Prepared,
  type Recorded,
  type RunOptions,
  type Unanswered,
  type Unprepared,
  type WrittenMocks,
} from '../../app/index.js';
import { SuspendedError } from '../../engines/index.js';
import { HistoryError } from '../../history/index.js';
import { stringifyJson, type Json } from '../../json.js';
import { showDiagnostics } from '../diagnostics.js';
import { fileText, jsonArgument, pairs } from '../inputs.js';
import { UsageError, type ExitCode, type Io } from '../io.js';
import { longestPath } from '../path-length.js';
import { progress } from '../progress.js';
import { refuseFlagsOfNewRuns } from '../resume-flags.js';
import { summarise } from '../summary.js';
import { guessedLines, madeUpHints, targetLine, triggerLine } from '../target.js';

export interface RunFlags {
  readonly triggerBody?: string;
  readonly param: readonly string[];
  readonly connections?: string;
  readonly workflow?: string;
  readonly mocks?: string;
  readonly mockConnectors?: boolean;
  readonly dryRun?: boolean;
  readonly mockSeed?: string;
  readonly record?: string;
  readonly strict?: boolean;
  readonly replay?: string;
  readonly emulator?: boolean;
  readonly fastForward?: boolean;
  readonly history?: string;
  readonly durability?: string;
  readonly resume?: string;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** `dryflow run FILE`: runs a workflow and shows it. `dryflow run --resume RUN`: goes on with one. */
export async function runCommand(file: string | undefined, flags: RunFlags, io: Io): Promise<ExitCode> {
  return carryOut(flags, io, () => preparedBy(file, flags, io));
}

/** Gets a run ready, carries it to its end and shows it. */
export async function carryOut(
  flags: RunFlags,
  io: Io,
  prepareIt: () => Promise<Prepared | Unprepared>,
): Promise<ExitCode> {
  try {
    const prepared = await prepareIt();
    if (!isPrepared(prepared)) {
      showDiagnostics(io, prepared.diagnostics, prepared.texts);
      const errors = prepared.diagnostics.filter(({ severity }) => severity === 'error').length;
      io.err(`\nNothing was run: ${errors} error${errors === 1 ? '' : 's'}.\n`);
      return 2;
    }
    try {
      if (prepared.warnings.length > 0) showDiagnostics(io, prepared.warnings, prepared.texts);
      return await execute(prepared, flags, io);
    } finally {
      await prepared.close();
    }
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(error.message);
    const red = createColors(io.color).red('error');
    if (error instanceof AddressInUseError) io.err(`${red}: ${error.message}\n`);
    else if (error instanceof HistoryError)
      io.err(`${red}: ${error.message}\n  → ${error.advice} Without a history it runs with --history none.\n`);
    else throw error;
    return 2;
  }
}

async function preparedBy(file: string | undefined, flags: RunFlags, io: Io) {
  const history = historyOf(flags, io);
  if (flags.resume === undefined) {
    if (file === undefined) throw new UsageError('Name a workflow file, or a run with --resume.');
    const answers = await answersOf(flags);
    if ('diagnostics' in answers) return answers;
    return prepare(file, { ...(await optionsOf(flags, io)), ...answers.options }, answers.written);
  }
  if (file !== undefined)
    throw new UsageError('A run is resumed with the workflow it was started with: leave out the file.');
  refuseFlagsOfNewRuns(flags);
  if (!history) throw new UsageError('There is nothing to resume without a history.');
  return prepareResume(flags.resume, { history, env: io.env });
}

const durabilities = ['full', 'normal', 'none'] as const;

/** Where the run is kept: in the named history, in that of the environment, in the folder's; `none` is nowhere. */
export function historyOf({ history: named, durability }: RunFlags, { env }: Io): RunOptions['history'] {
  const history = named ?? defaultHistory(env);
  const chosen = durabilities.find((each) => each === durability);
  if (durability !== undefined && !chosen)
    throw new UsageError(`--durability is one of ${durabilities.join(', ')}, and not '${durability}'.`);
  return history === 'none' ? undefined : { file: history, ...(chosen && { durability: chosen }) };
}

async function optionsOf(flags: RunFlags, io: Io): Promise<RunOptions> {
  const { triggerBody, connections, workflow } = flags;
  const history = historyOf(flags, io);
  return {
    env: io.env,
    onlyEmulator: flags.emulator ?? false,
    fastForward: flags.fastForward ?? false,
    strict: flags.strict ?? false,
    parameterTexts: Object.fromEntries(pairs(flags.param, '--param')),
    ...(connections !== undefined && { connections }),
    ...(workflow !== undefined && { workflow }),
    ...(history && { history }),
    ...(triggerBody !== undefined && { trigger: { body: await jsonArgument(triggerBody, '--trigger-body') } }),
  };
}

interface Answers {
  readonly options: RunOptions;
  readonly written: WrittenMocks;
}

/** Answers that stand in for services: those written by hand come before those recorded. */
async function answersOf({ mocks, replay, mockConnectors, dryRun, mockSeed }: RunFlags): Promise<Answers | Unprepared> {
  const makesUp = mockConnectors || dryRun;
  if (mockSeed !== undefined && !makesUp) throw new UsageError('--mock-seed goes with --mock-connectors or --dry-run.');
  const hand = mocks === undefined ? noMocks : mocksIn(mocks, await fileText(mocks, '--mocks'));
  if ('diagnostics' in hand) return hand;
  const recorded = replay === undefined ? noMocks : await readRecordings(replay);
  if ('diagnostics' in recorded) return recorded;
  const all = mocksOver(hand, recorded);
  const options = {
    mocks: all.mocks,
    replay: replay !== undefined,
    ...(dryRun && { dryRun }),
    ...(makesUp && { mockConnectors: { seed: mockSeed ?? 'dryflow' } }),
  };
  return { options, written: all.written };
}

async function execute(prepared: Prepared, flags: RunFlags, io: Io): Promise<ExitCode> {
  const paint = createColors(io.color);
  const { workflow, connections, guessed, trigger, secrets, runId } = prepared;
  const tape = flags.record === undefined ? undefined : record(flags.record);
  const lines = [...connections.map(targetLine), ...triggerLine(trigger), ...guessedLines(guessed)];
  const targets = lines.map((line) => `${line}\n`).join('');
  // With --json standard output is the run's alone.
  if (flags.json) io.err(targets);
  else io.out(`${paint.bold(workflow.name)}\n${targets}\n`);
  const kept = historyOf(flags, io);
  const interrupted = new AbortController();
  const release = io.onInterrupt(() => interrupted.abort());
  const mask = flags.showSecrets ? (text: string) => text : (text: string) => secrets.text(text);
  const shown = flags.json ? undefined : progress(io, longestPath(workflow), mask);
  let unanswered: Unanswered = new Map();
  const toShow = (id: string) => `dryflow runs show ${id}${historyFlag(flags)}`;
  try {
    const run = await prepared.run({
      // What is kept can be resumed; what is not is over.
      ...(kept ? { suspend: interrupted.signal } : { signal: interrupted.signal }),
      onEvent(event) {
        tape?.onEvent(event);
        shown?.on(event);
      },
      onUnanswered(why) {
        unanswered = why;
      },
    });
    shown?.stop();
    const masked = <T>(value: T): T => (flags.showSecrets ? value : secrets.value(value));
    const seen = masked(run);
    if (flags.json) io.out(`${stringifyJson(seen as unknown as Json)}\n`);
    else
      summarise(io, seen, {
        placeOf: prepared.placeOf,
        unanswered: new Map([...unanswered].map(([path, chain]) => [path, masked(chain)])),
        ...(kept && { toShow }),
      });
    const hints = madeUpHints(prepared, run)
      .map((hint) => `\n${hint}\n`)
      .join('');
    if (flags.json) io.err(hints);
    else io.out(hints);
    if (kept && !flags.json) io.out(paint.dim(`\nThe whole run: ${toShow(runId)}\n`));
    if (tape) showRecorded(flags.record, await tape.write(run, secrets), io);
    return interrupted.signal.aborted ? 130 : run.status === 'Succeeded' ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SuspendedError)) throw error;
    shown?.stop();
    io.err(`\nSuspended. To go on:\n  dryflow run --resume ${runId}${historyFlag(flags)}\n`);
    return 130;
  } finally {
    shown?.stop();
    release();
  }
}

function showRecorded(folder: string | undefined, { files, older }: Recorded, io: Io): void {
  io.err(`Recorded in ${folder}: ${files.length === 0 ? 'nothing, no action asked a service' : files.join(', ')}\n`);
  // They may have been edited by hand, or be of another way through the flow.
  if (older.length > 0)
    io.err(`Left there, and replayed as well, is what an earlier run recorded: ${older.join(', ')}\n`);
}

function historyFlag({ history }: RunFlags): string {
  return history === undefined ? '' : ` --history ${history}`;
}
