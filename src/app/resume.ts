// A run is made ready again from its record, and goes on from where that ends.
import { HistoryError, learnRecord, type History, type RunSummary } from '../history/index.js';
import { answeredIn } from '../mocks/index.js';
import type { RunEvent, StartRecord } from '../run/index.js';
import { createSecrets } from '../secrets.js';
import { emulatorFile, forgetEmulator } from './emulator.js';
import { openHistory, type HistoryOptions } from './history.js';
import { runsNamed } from './named-runs.js';
import type { Prepared, RunOptions, Unprepared } from './options.js';
import { readOrigin, type Origin } from './origin.js';
import { makeReady, shown } from './prepare.js';
import { resumeToEnd, type Watching } from './run.js';
import { createServices } from './services.js';

/** Where a run is to be found, and what is around it now. */
export interface ResumeOptions {
  readonly history: HistoryOptions;
  readonly env?: { readonly [name: string]: string | undefined };
}

/** Gets a run ready to go on: the one with this id or the only one whose id begins so, or the `last` one that has not ended. */
export async function prepareResume(run: string, options: ResumeOptions): Promise<Prepared | Unprepared> {
  const { history: place, env = process.env } = options;
  const secrets = createSecrets();
  const history = await openHistory(place, env, secrets);
  try {
    const found = await claimed(history, run, place);
    const ready = 'diagnostics' in found ? found : await readyAgain(found, history, { place, env, secrets });
    if (!('run' in ready)) await history.close();
    return ready;
  } catch (error) {
    await history.close();
    throw error;
  }
}

/** Finds the run and makes it this process's own. */
async function claimed(history: History, run: string, { file }: HistoryOptions): Promise<RunSummary | Unprepared> {
  const [summary, ...others] = await runsNamed(history, run, { status: 'Suspended' });
  if (!summary && run === 'last')
    return refused(file, 'UnknownRun', 'There is no run that could be resumed.', runsAdvice);
  if (!summary) return refused(file, 'UnknownRun', `There is no run '${run}'.`, runsAdvice);
  if (others.length > 0)
    return refused(file, 'SeveralRuns', `The id of ${others.length + 1} runs begins with '${run}'.`, runsAdvice);
  if (summary.status !== 'Running')
    return refused(
      file,
      'RunHasEnded',
      `The run ${summary.runId} has ended: ${summary.status}.`,
      `It can be started anew: dryflow runs resubmit ${summary.runId}`,
    );
  if (await history.claim(summary.runId)) return summary;
  const advice = `To end it: dryflow runs cancel ${summary.runId}`;
  return refused(file, 'RunIsRunning', `The run ${summary.runId} is being run by another process.`, advice);
}

const runsAdvice = 'dryflow runs list shows the runs.';

function refused(file: string, code: string, message: string, advice: string): Unprepared {
  return { diagnostics: [{ severity: 'error', code, message, advice, file }], texts: new Map() };
}

interface Place {
  readonly place: HistoryOptions;
  readonly env: NonNullable<ResumeOptions['env']>;
  readonly secrets: ReturnType<typeof createSecrets>;
}

async function readyAgain(
  { runId }: RunSummary,
  history: History,
  { place, env, secrets }: Place,
): Promise<Prepared | Unprepared> {
  const journal = (await history.journal(runId)) ?? [];
  const [first] = journal;
  const origin = first?.kind === 'started' ? readOrigin(first.start.origin) : undefined;
  if (first?.kind !== 'started' || !origin) throw unreadable(runId);
  const { source, folder, surrounding, children: kept } = origin;
  const { parameters } = first.start;
  const options: RunOptions = { ...surrounding, env, parameters, appSettings: settingsAgain(first.start, env) };
  const now = instantAgain(journal, origin);
  const services = createServices({ ...options, now }, emulatorFile(place.file, runId), secrets);
  const ready = await makeReady(source, { folder, texts: new Map(), others: [], kept, said: [] }, options, services);
  if (!('startable' in ready)) return ready;
  const { workflow, children } = ready.startable;
  const past = [...journal, ...(await childJournals(history, runId))];
  learnRecord(past, secrets);
  return {
    ...shown(ready, services),
    trigger: first.start.trigger,
    runId,
    async run(watching: Watching = {}) {
      const request = { workflow, ...(children && { children }) };
      const seen = await resumeToEnd(
        journal,
        request,
        { ...ready.parts, answered: answeredIn(past), history },
        watching,
      );
      forgetEmulator(place.file, runId);
      return seen;
    },
    async close() {
      await services.close();
      await history.close();
    },
  };
}

/** A run whose record lacks what it ran. */
export function unreadable(runId: string): HistoryError {
  const message = `The run ${runId} does not say what it ran.`;
  return new HistoryError('NotReadable', message, 'It was recorded by another program, and can only be looked at.');
}

/** What the runs that a run has started have on record. */
async function childJournals(history: History, runId: string): Promise<readonly RunEvent[]> {
  const children = await history.list({ idPrefix: `${runId}-` });
  const journals = await Promise.all(children.map(async (child) => history.journal(child.runId)));
  return journals.flatMap((journal) => journal ?? []);
}

/** The app settings of a run as they were; connections and children may ask for others, which are those of today. */
export function settingsAgain(
  { appSettings }: StartRecord,
  env: { readonly [name: string]: string | undefined },
): StartRecord['appSettings'] {
  const today = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(today), ...appSettings };
}

/** The instant at which a run goes on, never before its last one: by its own clock, or where its virtual one stands. */
function instantAgain(journal: readonly RunEvent[], { surrounding, ahead }: Origin): string {
  const last = journal.at(-1)?.at ?? '';
  const now = Date.now() + ahead;
  return surrounding.fastForward || now < Date.parse(last) ? last : new Date(now).toISOString();
}
