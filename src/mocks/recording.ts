// Recordings: what the actions of a run were answered, one file an action, to be read, edited and given back.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Outcome, RunEvent } from '../run/index.js';
import { isPassing } from '../status-name.js';
import { notRecorded, type Mock, type Mocks } from './mocks.js';

/** One execution of an action, as a run shows it. */
interface Execution {
  readonly status: string;
  readonly code?: string;
  readonly outputs?: Json;
  readonly error?: { readonly code: string; readonly message: string };
}

interface RecordedAction extends Execution {
  readonly name: string;
  readonly type: string;
  readonly repetitions?: readonly (Execution & { readonly path: string })[];
}

/** The answers of an action, those of its failed attempts included; in a loop each has the path of its execution. */
export type Recording = { readonly action: string; readonly answers: readonly (Mock & { readonly path?: string })[] };

/** What the attempts that were followed by another one were answered, by the path of their execution. */
export type Attempts = ReadonlyMap<string, readonly Outcome[]>;

/** Gathers the failed attempts of a run from its events, as they come. */
export function gatherAttempts(): { readonly on: (event: RunEvent) => void; readonly attempts: Attempts } {
  const last = new Map<string, Outcome>();
  const attempts = new Map<string, readonly Outcome[]>();
  const on = (event: RunEvent) => {
    if (event.kind === 'action-retried') {
      const failed = last.get(event.path);
      if (failed) attempts.set(event.path, [...(attempts.get(event.path) ?? []), failed]);
    }
    if (event.kind !== 'recorded') return;
    const path = event.key.replace(/#[^#]*$/, '');
    if ('status' in event.outcome) last.set(path, event.outcome);
    // A poll or a later page has retries of its own, and an action shows one answer for all of them.
    if ('again' in event.outcome) attempts.delete(path);
  };
  return { on, attempts };
}

const recorded = new Set(['Succeeded', 'Failed', 'TimedOut']);

/** The recordings of a run; `isOutside` tells the types of action that ask others. Run and attempts have been masked. */
export function recordingsOf(
  actions: readonly RecordedAction[],
  isOutside: (type: string) => boolean,
  attempts: Attempts = new Map(),
): readonly Recording[] {
  return actions
    .filter(({ type }) => isOutside(type))
    .map(({ name, repetitions, ...only }) => ({
      action: name,
      answers: (repetitions ?? [only])
        .filter(({ status }) => recorded.has(status))
        .flatMap((each) => [...attemptsOf(each, name, attempts), answerOf(each)]),
    }))
    .filter(({ answers }) => answers.length > 0);
}

/** What another attempt followed must be followed by one again. */
function attemptsOf(execution: Execution & { readonly path?: string }, name: string, attempts: Attempts) {
  const { path } = execution;
  return (attempts.get(path ?? name) ?? []).map((outcome) => {
    const answer = answerOf({ ...outcome, ...(path !== undefined && { path }) });
    return isPassing(answer.statusCode ?? 0) ? answer : { ...answer, retry: true };
  });
}

function answerOf(execution: Execution & { readonly path?: string }): Recording['answers'][number] {
  const { path, outputs, error } = execution;
  const status = execution.status as NonNullable<Mock['status']>;
  const where = path === undefined ? {} : { path };
  if (outputs !== undefined && isObject(outputs) && isHttp(outputs) && status !== 'TimedOut')
    return { ...where, ...outputs, ...(error && { error }) };
  const { code } = execution;
  const rest = {
    ...(code !== undefined && { code }),
    ...(outputs !== undefined && { outputs }),
    ...(error && { error }),
  };
  return { ...where, status, ...rest };
}

/** Outputs that are an answer over HTTP and nothing else: shown as such, which is how one is written by hand. */
function isHttp(outputs: JsonObject): boolean {
  const names = Object.keys(outputs).every((name) => ['statusCode', 'headers', 'body'].includes(name));
  return names && typeof own(outputs, 'statusCode') === 'number';
}

/**
 * Mocks that answer as the recordings do, and no more often: an execution in a loop with the answers of its path, others with
 * those that have none, one after the other.
 */
export function replay(recordings: readonly Recording[]): Mocks {
  const mocks = new Map<string, readonly Mock[]>();
  for (const { action, answers } of recordings) {
    const paths = new Set(answers.flatMap(({ path }) => (path === undefined || path === action ? [] : [path])));
    for (const path of paths) mocks.set(path, answersAt(path, action, answers));
    mocks.set(action, answersAt(action, action, answers));
  }
  return Object.fromEntries(mocks);
}

function answersAt(at: string, action: string, answers: Recording['answers']): readonly Mock[] {
  const mine = answers.filter(({ path = action }) => path === at).map(withoutPath);
  const where = at === action ? '' : ` for '${at}'`;
  const why =
    mine.length > 0
      ? `has no more answers${where}: it holds ${mine.length}`
      : 'has no answer for this execution: those that it holds are for others, by their paths';
  const message = `The recording of '${action}' ${why}. Record the run again, or add one to the action's file.`;
  return [...mine, { status: 'Failed', code: notRecorded, error: { code: notRecorded, message } }];
}

/** The connection of a replay: its actions answer from their recordings, and nobody asks it. */
export const noService = {
  target: 'no service',
  secrets: [],
  invoke: () => Promise.reject(new Error('A replay asks no service.')),
} as const;

function withoutPath(answer: Recording['answers'][number]): Mock {
  const { path, ...mock } = answer;
  return path === undefined ? answer : mock;
}
