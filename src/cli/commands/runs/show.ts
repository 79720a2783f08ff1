import { createColors } from 'picocolors';
import { answersOf, unansweredIn, type Unanswered } from '../../../app/index.js';
import { treeOf, view, type RunSummary, type RunView } from '../../../history/index.js';
import type { RunEvent } from '../../../run/index.js';
import { stringifyJson, type Json } from '../../../json.js';
import { localTime } from '../../instant.js';
import type { ExitCode, Io } from '../../io.js';
import { duration } from '../../progress.js';
import { painted } from '../../status.js';
import { problems } from '../../summary.js';
import { actionLines, allExecutions, executionsOf, noSuchAction } from './action.js';
import { findRun, withHistory, type HistoryFlags } from './history.js';
import { insideOf, iterationLines, iterationOf } from './iteration.js';
import { shownStatus } from './list.js';
import { treeLines } from './tree.js';

export interface ShowFlags extends HistoryFlags {
  readonly action?: string;
  readonly json?: boolean;
}

/** `dryflow runs show RUN`: the run as a tree, or one of its actions. */
export function showCommand(name: string, flags: ShowFlags, io: Io): Promise<ExitCode> {
  return withHistory<ExitCode>(flags, io, async (history) => {
    const summary = await findRun(history, name);
    const events = (await history.read(summary.runId)) ?? [];
    const run = view(events);
    const { json, lines } =
      flags.action === undefined
        ? shownRun(run, { summary, answers: answersIn(events), unanswered: await unansweredIn(run, history) })
        : shownPart(run, flags.action);
    io.out(flags.json ? `${stringifyJson(json as Json)}\n` : `${lines(io).join('\n')}\n`);
    return 0;
  });
}

/** Something to show, for programs and for people. */
interface Shown {
  readonly json: unknown;
  readonly lines: (io: Io) => readonly string[];
}

/** What stands around a run that is shown. */
interface Around {
  readonly summary: RunSummary;
  /** Who answered in place of services. */
  readonly answers: string | undefined;
  readonly unanswered: Unanswered;
}

function answersIn([first]: readonly RunEvent[]): string | undefined {
  return first?.kind === 'started' ? answersOf(first.start.origin) : undefined;
}

function shownRun(run: RunView, around: Around): Shown {
  return { json: run, lines: ({ color }) => runLines(run, around, color) };
}

/** An action, one execution of it, or an iteration of a loop. */
function shownPart(run: RunView, wanted: string): Shown {
  const found = executionsOf(run, wanted);
  if (found.length > 0) return { json: found.length === 1 ? found[0] : found, lines: (io) => actionLines(found, io) };
  const pass = iterationOf(treeOf(run), wanted);
  if (!pass) throw noSuchAction(run, wanted);
  return { json: insideOf(pass, allExecutions(run)), lines: (io) => iterationLines(pass, io) };
}

function runLines(run: RunView, { summary, answers, unanswered }: Around, color: boolean): string[] {
  const paint = createColors(color);
  const tree = treeLines(treeOf(run), color);
  const facts = factsOf(run, summary, answers).map(([label, text]) => `  ${label.padEnd(12)}${text}`);
  const toShow = (runId: string) => `dryflow runs show ${runId}`;
  const hint = `One action whole: ${toShow(run.runId)} --action NAME`;
  return [
    headline(run, summary, paint),
    ...facts,
    ...(tree.length > 0 ? ['', ...tree] : []),
    ...problems(run, paint.red, { unanswered, toShow }),
    ...(tree.length > 0 ? ['', paint.dim(hint)] : []),
  ];
}

function headline(
  { endTime, startTime }: RunView,
  summary: RunSummary,
  paint: ReturnType<typeof createColors>,
): string {
  const status = shownStatus(summary);
  const time = endTime === undefined ? '' : ` in ${duration(Date.parse(endTime) - Date.parse(startTime))}`;
  return `${paint.bold(summary.workflow)}  ${painted(status, status, paint)}${time}`;
}

function factsOf(
  run: RunView,
  { clientTrackingId }: RunSummary,
  answers: string | undefined,
): readonly (readonly [string, string])[] {
  return [
    ['run', run.runId],
    ['started', localTime(run.startTime)],
    ['trigger', run.trigger.mocked ? `${run.trigger.name} (outputs made up)` : run.trigger.name],
    ...(answers === undefined ? [] : [['answers', answers] as const]),
    ...(clientTrackingId === run.runId ? [] : [['tracking id', clientTrackingId] as const]),
  ];
}
