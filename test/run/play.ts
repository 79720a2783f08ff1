// Plays a run in virtual time: each step takes a second, sleeps end when they are due, and nothing waits.
import { isObject, type Json, type JsonObject } from '../../src/json.js';
import {
  cancelKey,
  interpreter,
  type Again,
  type Command,
  type Done,
  type Interpreter,
  type Outcome,
} from '../../src/run/index.js';
import type { RunEvent, StartRecord, Turn } from '../../src/run/index.js';
import { parseWorkflow, type ParseOptions, type Workflow } from '../../src/workflow/index.js';

export const epoch = '2026-01-01T00:00:00.0000000Z';

/** An instant some seconds after the epoch, with seven digits as the service writes it. */
export function instant(after: number): string {
  return new Date(Date.parse(epoch) + after * 1000).toISOString().replace('Z', '0000Z');
}

function seconds(at: string): number {
  return (Date.parse(at) - Date.parse(epoch)) / 1000;
}

/** A workflow out of a definition that must be a good one. */
export function workflowOf(definition: Json, options: Partial<ParseOptions> = {}): Workflow {
  const parsed = parseWorkflow(definition, { name: 'test', ...options });
  if (parsed.ok) return parsed.workflow;
  throw new Error(parsed.problems.map(({ message, pointer }) => `${pointer}: ${message}`).join('\n'));
}

export function startOf(given: Partial<StartRecord> = {}): StartRecord {
  const start = { runId: 'run-1', workflow: 'test', seed: 'seed', trigger: { name: 'manual' } };
  const ids = { clientTrackingId: 'run-1', mocked: [] };
  return { ...start, ...ids, parameters: {}, appSettings: {}, ...given };
}

/** What the world answers to a step. */
export type Answer = (step: Extract<Command, { op: 'step' }>) => Outcome | Again;

export interface Played {
  readonly run: Interpreter;
  readonly turns: readonly Turn[];
  /** What was delivered, in order: the journal of the run. */
  readonly journal: readonly Done[];
}

export interface Due {
  readonly at: number;
  readonly done: Omit<Done, 'at'>;
}

/** Starts a run and answers all that it asks for, until there is nothing left to answer. */
export function play(
  workflow: Workflow,
  start: StartRecord,
  answer: Answer,
  choose: typeof earliest = earliest,
): Played {
  return playOn(interpreter(workflow, start), answer, choose);
}

function playOn(run: Interpreter, answer: Answer, choose: typeof earliest = earliest): Played {
  const turns = [run.start(epoch)];
  const journal: Done[] = [];
  const due: Due[] = [];
  let now = 0;
  for (let turn = turns[0]; turn; turn = turns[journal.length]) {
    for (const command of turn.commands) take(command, now, due, answer);
    const [next] = due.splice(choose(due), 1);
    if (!next) break;
    now = Math.max(now, next.at);
    const done = { ...next.done, at: instant(now) };
    journal.push(done);
    turns.push(run.done(done));
  }
  return { run, turns, journal };
}

function take(command: Command, now: number, due: Due[], answer: Answer): void {
  switch (command.op) {
    case 'step':
      due.push({ at: now + 1, done: { key: command.key, outcome: answer(command) } });
      break;
    case 'sleep':
      due.push({ at: seconds(command.until), done: { key: command.key, outcome: { woken: true } } });
      break;
    case 'tick':
      due.push({ at: now, done: { key: command.key, outcome: { woken: true } } });
      break;
    case 'wait':
    case 'child':
    case 'respond':
    case 'cancel':
      break;
  }
}

function earliest(due: readonly Due[]): number {
  return due.reduce((best, { at }, index) => (at < (due[best]?.at ?? Infinity) ? index : best), 0);
}

/** Cancels a run. */
export function cancel(run: Interpreter, at: string): Turn {
  return run.done({ key: cancelKey, at, outcome: { woken: true } });
}

/** Feeds a journal to a fresh run. */
export function replay(workflow: Workflow, start: StartRecord, journal: readonly Done[]): Turn[] {
  const run = interpreter(workflow, start);
  return [run.start(epoch), ...journal.map((done) => run.done(done))];
}

export type Ended = Extract<RunEvent, { kind: 'action-ended' }>;

export function eventsOf(turns: readonly Turn[]): RunEvent[] {
  return turns.flatMap(({ events }) => events);
}

/** How each execution ended, by its path. */
export function endedIn(turns: readonly Turn[]): Map<string, Ended> {
  const ended = eventsOf(turns).filter((event) => event.kind === 'action-ended');
  return new Map(ended.map((event) => [event.path, event]));
}

/** A command in one line: `step Get#1.0`, `sleep Get#1.0~sleep until …`, `respond 200`. */
export function commandText(command: Command): string {
  switch (command.op) {
    case 'step':
      return `step ${command.key}${command.cursor === undefined ? '' : ` cursor ${JSON.stringify(command.cursor)}`}`;
    case 'sleep':
      return `sleep ${command.key} until ${command.until}`;
    case 'respond':
      return `respond ${command.response.statusCode}`;
    case 'child':
      return `child ${command.key} ${command.workflow} ${JSON.stringify(command.trigger)}`;
    case 'wait':
    case 'cancel':
    case 'tick':
      return `${command.op} ${command.key}`;
  }
}

const codes: { readonly [status: number]: string } = {
  200: 'OK',
  202: 'Accepted',
  404: 'NotFound',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
};

/** An outcome in short: a status code as a connector answers it, or one word. */
export function outcomeOf(short: Json): Outcome | Again {
  if (isObject(short)) return short as unknown as Outcome | Again;
  if (typeof short === 'number') return httpOutcome(short);
  if (short === 'TimedOut')
    return { status: 'TimedOut', code: 'ActionTimedOut', error: { code: 'ActionTimedOut', message: 'Too late.' } };
  if (short === 'Failed')
    return { status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message: 'No.' } };
  if (short === 'Skipped') return { status: 'Skipped', code: 'ActionSkipped' };
  return { status: 'Succeeded', code: 'OK' };
}

function httpOutcome(statusCode: number): Outcome {
  const common = { code: codes[statusCode] ?? String(statusCode), outputs: { statusCode } };
  if (statusCode < 400) return { status: 'Succeeded', ...common };
  return { status: 'Failed', ...common, ...((statusCode === 429 || statusCode >= 500) && { retry: {} }) };
}

/** A map of actions or paths to answers: one for every step, or a list of one for each step in turn. */
export function answersBy(map: JsonObject): Answer {
  const used = new Map<string, number>();
  return ({ path, key }) => {
    const name = path in map ? path : (path.split('/').at(-1) ?? path);
    const given = map[name];
    if (!Array.isArray(given)) {
      if (given === undefined) throw new Error(`The case has no outcome for '${key}'.`);
      return outcomeOf(given);
    }
    const at = used.get(path) ?? 0;
    used.set(path, at + 1);
    if (at >= given.length) throw new Error(`The case has no outcome for '${key}': all ${given.length} are used.`);
    return outcomeOf(given[at] as Json);
  };
}
