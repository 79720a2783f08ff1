// Runs as data: a definition, the outcomes that come in, and what must come out. One file of cases for each subject.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isArray, isObject, own, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { bindParameters, interpreter, type Done, type Interpreter, type Turn } from '../../src/run/index.js';
import type { Workflow } from '../../src/workflow/index.js';
import {
  answersBy,
  commandText,
  endedIn,
  epoch,
  eventsOf,
  instant,
  outcomeOf,
  play,
  startOf,
  workflowOf,
  cancel,
} from './play.js';

interface Case {
  readonly name: string;
  /** A whole definition, or only its actions (`actions`). */
  readonly definition?: JsonObject;
  readonly actions?: Json;
  readonly dialect?: 'logic-apps' | 'power-automate';
  readonly parameters?: JsonObject;
  readonly appSettings?: { readonly [name: string]: string };
  readonly trigger?: { readonly inputs?: Json; readonly outputs?: Json };
  /** Actions that answer from a mock, in lower case. */
  readonly mocked?: readonly string[];
  /** Deliveries in order, `{ key, outcome }` or the word `cancel`; or what each action answers, as often as it is asked. */
  readonly outcomes?: Json;
  readonly expect: Expected;
}

interface Expected {
  readonly status: string;
  readonly error?: JsonObject;
  readonly outputs?: JsonObject;
  readonly response?: JsonObject;
  /** Every execution by its path: a status, or what its end must say (`error` may be the message alone). */
  readonly actions?: JsonObject;
  /** Other executions than those listed may have ended too. */
  readonly others?: boolean;
  readonly commands?: readonly string[];
  readonly retries?: readonly string[];
}

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

test('there are cases', () => {
  expect(files.length).toBeGreaterThan(10);
});

describe.each(files)('%s', (file) => {
  const cases = parseJson(readFileSync(new URL(file, folder), 'utf8')) as unknown as Case[];
  test.each(cases.map((each): [string, Case] => [each.name, each]))('%s', (_, { expect: expected, ...given }) => {
    const { run, turns } = playCase(given);
    expect(seenIn(run, turns, expected)).toEqual({
      ...expected,
      ...(expected.actions && { actions: whole(expected.actions) }),
    });
  });
});

function playCase(given: Omit<Case, 'expect'>): { run: Interpreter; turns: readonly Turn[] } {
  const workflow = workflowOf(
    given.definition ?? { actions: given.actions ?? {} },
    given.dialect && { dialect: given.dialect },
  );
  const start = startOf({
    trigger: { name: 'manual', ...given.trigger },
    ...bound(workflow, given),
    mocked: given.mocked ?? [],
  });
  const outcomes = given.outcomes ?? {};
  if (isObject(outcomes)) return play(workflow, start, answersBy(outcomes));
  const run = interpreter(workflow, start);
  const list = isArray(outcomes) ? outcomes : [];
  return { run, turns: [run.start(epoch), ...list.map((each, at) => deliver(run, each, instant(at + 1)))] };
}

function bound(workflow: Workflow, { parameters = {}, appSettings = {} }: Omit<Case, 'expect'>) {
  const values = bindParameters(workflow, parameters, appSettings);
  if ('problems' in values) throw new Error(values.problems.map(({ message }) => message).join('\n'));
  return { parameters: values.values, appSettings };
}

function deliver(run: Interpreter, delivery: Json, at: string): Turn {
  if (!isObject(delivery)) return cancel(run, at);
  const { key, outcome = 'Succeeded' } = delivery as { key: string; outcome?: Json };
  const woken = outcome === 'woken';
  return run.done({ key, at, outcome: woken ? { woken: true } : outcomeOf(outcome) } satisfies Done);
}

/** What the run said, as far as the case asks. */
function seenIn(run: Interpreter, turns: readonly Turn[], expected: Expected): Expected {
  const commands = turns.flatMap((turn) => turn.commands);
  const response = commands.find(({ op }) => op === 'respond');
  const asked: { [name: string]: () => unknown } = {
    status: () => run.result?.status ?? 'Running',
    error: () => run.result?.error,
    outputs: () => run.result?.outputs,
    response: () => response?.op === 'respond' && response.response,
    actions: () => actionsIn(turns, whole(expected.actions ?? {}), expected.others === true),
    others: () => expected.others,
    commands: () => commands.map(commandText),
    retries: () => retriesIn(turns),
  };
  return Object.fromEntries(Object.keys(expected).map((name) => [name, asked[name]?.()])) as unknown as Expected;
}

function retriesIn(turns: readonly Turn[]): string[] {
  return eventsOf(turns)
    .filter((event) => event.kind === 'action-retried')
    .map(
      ({ path, retry, count, failed, at, until }) =>
        `${path} ${retry} of ${count} after ${failed.code}, ${(Date.parse(until) - Date.parse(at)) / 1000} s`,
    );
}

function actionsIn(turns: readonly Turn[], expected: JsonObject, others: boolean): JsonObject {
  const ended = endedIn(turns);
  const paths = others ? Object.keys(expected) : [...ended.keys()];
  return Object.fromEntries(
    paths.map((path): [string, Json] => {
      const event = ended.get(path) as unknown as JsonObject | undefined;
      return [path, asExpected(event, own(expected, path))];
    }),
  );
}

/** The parts of an action's end that the case speaks of. */
function asExpected(event: JsonObject | undefined, expected: Json | undefined): Json {
  const status = event ? (own(event, 'status') ?? null) : 'not ended';
  if (!isObject(expected)) return { status };
  const part = (name: string): Json => {
    const value = event && own(event, name);
    if (name === 'error' && typeof expected['error'] === 'string')
      return isObject(value) ? (value['message'] ?? null) : null;
    return value ?? null;
  };
  const absent = expected['absent'] as readonly string[] | undefined;
  const names = Object.keys(expected).filter((name) => name !== 'absent');
  return {
    ...Object.fromEntries(names.map((name) => [name, part(name)])),
    ...(absent && { absent: absent.filter((name) => !event || own(event, name) === undefined) }),
  };
}

function whole(actions: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(actions).map(([path, each]) => [path, isObject(each) ? each : { status: each }]),
  );
}
