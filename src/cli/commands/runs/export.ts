import { writeFile } from 'node:fs/promises';
import { view } from '../../../history/index.js';
import { stringifyJson, type Json } from '../../../json.js';
import { systemFault } from '../../../system-fault.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { findRun, withHistory, type HistoryFlags } from './history.js';

export interface ExportFlags extends HistoryFlags {
  readonly output?: string;
}

/** `dryflow runs export RUN`: all that is kept of a run for people, as JSON. */
export function exportCommand(name: string, { output, ...flags }: ExportFlags, io: Io): Promise<ExitCode> {
  return withHistory<ExitCode>(flags, io, async (history) => {
    const { runId } = await findRun(history, name);
    const events = (await history.read(runId)) ?? [];
    const text = `${stringifyJson({ run: view(events), events } as unknown as Json)}\n`;
    if (output === undefined) io.out(text);
    else await write(output, text);
    return 0;
  });
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UsageError(`The file '${path}' cannot be written: ${systemFault(error as NodeJS.ErrnoException)}.`);
  }
}
