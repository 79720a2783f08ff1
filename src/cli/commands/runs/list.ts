import { createColors } from 'picocolors';
import type { RunSummary } from '../../../history/index.js';
import { stringifyJson, type Json } from '../../../json.js';
import { localTime } from '../../instant.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { duration } from '../../progress.js';
import { painted } from '../../status.js';
import { queryOf, withHistory, type FilterFlags } from './history.js';

export interface ListFlags extends FilterFlags {
  readonly limit?: string;
  readonly json?: boolean;
}

// So many runs are shown to people who do not say how many.
const shown = 20;

/** `dryflow runs list`: the runs that match, the newest first. */
export function listCommand(flags: ListFlags, io: Io): Promise<ExitCode> {
  const query = queryOf(flags, Date.now());
  const limit = limitOf(flags.limit) ?? (flags.json ? undefined : shown);
  return withHistory<ExitCode>(flags, io, async (history) => {
    // One more than is shown tells whether there are more.
    const runs = await history.list({ ...query, ...(limit !== undefined && { limit: limit + 1 }) });
    const some = runs.slice(0, limit);
    if (flags.json) io.out(`${stringifyJson(some as unknown as Json)}\n`);
    else if (runs.length > 0) io.out(`${table(some, io)}${runs.length > some.length ? more(some.length) : ''}`);
    else io.err(Object.keys(query).length > 0 ? 'No run matches.\n' : 'No run has been recorded yet.\n');
    return 0;
  });
}

function limitOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--limit takes a number from 1, not '${text}'.`);
  return Number(text);
}

function more(count: number): string {
  return `… and more: --limit says how many are shown, ${count} now\n`;
}

const heads = ['RUN', 'WORKFLOW', 'STATUS', 'STARTED', 'DURATION'];

function table(runs: readonly RunSummary[], io: Io): string {
  const paint = createColors(io.color);
  const rows = runs.map((run) => [run.runId, run.workflow, shownStatus(run), localTime(run.startTime), lasted(run)]);
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  const lines = rows.map((row, at) => {
    const [id = '', workflow = '', status = '', ...times] = line(row);
    return [id, workflow, painted(status, shownStatus(runs[at] as RunSummary), paint), ...times].join('  ').trimEnd();
  });
  return `${[paint.dim(line(heads).join('  ').trimEnd()), ...lines].join('\n')}\n`;
}

/** A run that nobody carries is not running, whatever its last event was. */
export function shownStatus({ status, suspended }: RunSummary): RunSummary['status'] | 'Suspended' {
  return suspended ? 'Suspended' : status;
}

function lasted({ startTime, endTime }: RunSummary): string {
  return endTime === undefined ? '' : duration(Date.parse(endTime) - Date.parse(startTime));
}
