import { createColors } from 'picocolors';
import { isPrepared, prepare, type Prepared, type RunOptions } from '../../app/index.js';
import type { RunView } from '../../history/index.js';
import { stringifyJson, type Json } from '../../json.js';
import { actionsOf } from '../../workflow/index.js';
import { showDiagnostics } from '../diagnostics.js';
import { jsonArgument, pairs } from '../inputs.js';
import type { ExitCode, Io } from '../io.js';
import { progress } from '../progress.js';
import { summarise } from '../summary.js';
import { targetLine } from '../target.js';

export interface RunFlags {
  readonly triggerBody?: string;
  readonly param: readonly string[];
  readonly connections?: string;
  readonly workflow?: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** `dryflow run FILE`: runs a workflow and shows it. */
export async function runCommand(file: string, flags: RunFlags, io: Io): Promise<ExitCode> {
  const prepared = await prepare(file, await optionsOf(flags, io));
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
}

async function optionsOf(flags: RunFlags, io: Io): Promise<RunOptions> {
  const { triggerBody, connections, workflow } = flags;
  return {
    env: io.env,
    onlyEmulator: flags.emulator ?? false,
    parameterTexts: Object.fromEntries(pairs(flags.param, '--param')),
    ...(connections !== undefined && { connections }),
    ...(workflow !== undefined && { workflow }),
    ...(triggerBody !== undefined && { trigger: { body: await jsonArgument(triggerBody, '--trigger-body') } }),
  };
}

async function execute(prepared: Prepared, flags: RunFlags, io: Io): Promise<ExitCode> {
  const paint = createColors(io.color);
  const { workflow, connections, secrets } = prepared;
  const targets = connections.map((each) => `${targetLine(each)}\n`).join('');
  // With --json standard output is the run's alone.
  if (flags.json) io.err(targets);
  else io.out(`${paint.bold(workflow.name)}\n${targets}\n`);
  const controller = new AbortController();
  const release = io.onInterrupt(() => controller.abort());
  const width = Math.max(0, ...[...actionsOf(workflow)].map(({ name }) => name.length));
  const mask = flags.showSecrets ? (text: string) => text : (text: string) => secrets.text(text);
  const shown = flags.json ? undefined : progress(io, width, mask);
  try {
    const run = await prepared.run({
      signal: controller.signal,
      ...(shown && { onEvent: (event) => shown.on(event) }),
    });
    shown?.stop();
    report(flags.showSecrets ? run : secrets.value(run), flags, io);
    return controller.signal.aborted ? 130 : run.status === 'Succeeded' ? 0 : 1;
  } finally {
    shown?.stop();
    release();
  }
}

function report(run: RunView, flags: RunFlags, io: Io): void {
  if (flags.json) io.out(`${stringifyJson(run as unknown as Json)}\n`);
  else summarise(io, run);
}
