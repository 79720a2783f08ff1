// Recordings: what the actions of a run were answered, one file an action, to be read, edited and given back.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import type { Mock, Mocks } from './mocks.js';

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

/** The answers of an action; in a loop each has the path of its execution. */
export type Recording = { readonly action: string; readonly answers: readonly (Mock & { readonly path?: string })[] };

const recorded = new Set(['Succeeded', 'Failed', 'TimedOut']);

/** The recordings of a run that has been masked; `isOutside` tells the types of action that ask others. */
export function recordingsOf(
  actions: readonly RecordedAction[],
  isOutside: (type: string) => boolean,
): readonly Recording[] {
  return actions
    .filter(({ type }) => isOutside(type))
    .map(({ name, repetitions, ...only }) => ({
      action: name,
      answers: (repetitions ?? [only]).filter(({ status }) => recorded.has(status)).map(answerOf),
    }))
    .filter(({ answers }) => answers.length > 0);
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

/** The content of a recording's file; undefined where it is none. */
export function readRecording(content: Json): Recording | undefined {
  if (!isObject(content)) return undefined;
  const [action, answers] = [own(content, 'action'), own(content, 'answers')];
  if (typeof action !== 'string' || !isArray(answers) || !answers.every(isObject)) return undefined;
  return { action, answers: answers as unknown as Recording['answers'] };
}

/** Mocks that answer as the recordings do: each execution in a loop as it was answered, others one after the other. */
export function replay(recordings: readonly Recording[]): Mocks {
  const mocks = new Map<string, Mock[]>();
  const add = (key: string, mock: Mock) => mocks.set(key, [...(mocks.get(key) ?? []), mock]);
  for (const { action, answers } of recordings)
    for (const { path, ...answer } of answers) {
      add(action, answer);
      if (path !== undefined && path !== action) add(path, answer);
    }
  return Object.fromEntries(mocks);
}
