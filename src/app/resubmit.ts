// A run is started anew as it was: the same workflow, trigger and parameters.
import { existingHistory } from './history.js';
import type { Prepared, Unprepared } from './options.js';
import { readOrigin } from './origin.js';
import { prepareSource } from './prepare.js';
import { settingsAgain, unreadable, type ResumeOptions } from './resume.js';

/** Gets a new run ready that does what the one with this id did; undefined where there is no such run. */
export async function prepareResubmit(
  runId: string,
  options: ResumeOptions,
): Promise<Prepared | Unprepared | undefined> {
  const { history: place, env = process.env } = options;
  const history = await existingHistory(place, env);
  const journal = await history?.journal(runId);
  await history?.close();
  const [first] = journal ?? [];
  if (first?.kind !== 'started') return undefined;
  const origin = readOrigin(first.start.origin);
  if (!origin) throw unreadable(runId);
  const { source, folder, surrounding, children } = origin;
  const { trigger, parameters } = first.start;
  const appSettings = settingsAgain(first.start, env);
  const around = { folder, texts: new Map(), others: [], kept: children, said: [] };
  return prepareSource(source, around, { ...surrounding, env, parameters, appSettings, history: place }, trigger);
}
