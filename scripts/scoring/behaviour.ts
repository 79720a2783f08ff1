// The kinds of rows in behaviour.jsonl that dryflow is scored on: one scorer each. It runs an action as a workflow would.
import { interpreter, type Interpreter, type Turn } from '../../src/run/index.js';
import { isArray, isNumber, isObject, type Json, type JsonObject, own, primitive } from '../../src/json.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import { httpJudges } from './behaviour-http.js';
import { type Answer, stringIn, textOf } from './row.js';

/** Answers one row; a row about HTTP may need time. */
export type BehaviourScorer = (row: JsonObject) => Answer | Promise<Answer>;

/** A kind is a line here; one that is missing is counted as having no scorer. */
export const behaviour: Readonly<Record<string, BehaviourScorer>> = {
  parseJsonText: (row) =>
    scoreEnd(row, runAction('ParseJson', { content: '@triggerBody()' }, own(row, 'input') ?? null)),
  parseJsonAction: (row) => scoreEnd(row, runAction('ParseJson', inputsIn(row), null)),
  schema: scoreSchema,
  ...Object.fromEntries(Object.entries(httpJudges).map(([kind, judge]) => [kind, judged(judge)])),
  table: (row) =>
    scoreEnd(row, runAction('Table', { ...inputsIn(row), from: '@triggerBody()' }, own(inputsIn(row), 'from') ?? null)),
};

/** A judge says why a row is wrong, and nothing where it is right. */
function judged(judge: (typeof httpJudges)[string]): BehaviourScorer {
  return async (row) => ({ actual: (await judge(row)) ?? 'right', expected: 'right' });
}

interface End {
  readonly body: Json;
  readonly errors: Json;
  /** The message of a failed action. */
  readonly error: string | undefined;
}

/** Runs one action and nothing else. */
function runAction(type: string, inputs: JsonObject, body: Json): End {
  const parsed = parseWorkflow(
    { actions: { Probe: { type, inputs } } },
    { name: 'behaviour', dialect: 'power-automate' },
  );
  if (!parsed.ok) return { body: null, errors: null, error: parsed.problems.map(({ message }) => message).join('\n') };
  const run = interpreter(parsed.workflow, {
    runId: 'behaviour',
    workflow: 'behaviour',
    clientTrackingId: 'behaviour',
    seed: 'behaviour',
    mocked: [],
    parameters: {},
    appSettings: {},
    trigger: { name: 'manual', outputs: { body } },
  });
  return endIn(run.start('2026-01-01T00:00:00.0000000Z'), run);
}

function endIn({ events }: Turn, run: Interpreter): End {
  const ended = events.find((event) => event.kind === 'action-ended');
  const outputs = ended?.kind === 'action-ended' && isObject(ended.outputs) ? ended.outputs : {};
  const error = ended?.kind === 'action-ended' ? ended.error?.message : run.result?.error?.message;
  return { body: own(outputs, 'body') ?? null, errors: own(outputs, 'errors') ?? null, error };
}

function inputsIn(row: JsonObject): JsonObject {
  const inputs = own(row, 'inputs');
  return isObject(inputs) ? inputs : {};
}

/** A row that expects a body, or an error as a whole, as a part or as a pattern. */
function scoreEnd(row: JsonObject, { body, error }: End): Answer {
  if (row['expect_error'] !== true) return { expected: shown(row['expected'] ?? null), actual: shown(body) };
  const [whole, pattern] = [stringIn(row, 'error_equals'), stringIn(row, 'error_matches')];
  const wanted = whole ?? pattern ?? 'an error';
  // What the reader says stands inside the action's own sentence.
  const fits =
    error !== undefined &&
    (whole === undefined ? new RegExp(pattern ?? '').test(error) : error.endsWith(`: '${whole}'.`));
  return { expected: wanted, actual: fits ? wanted : (error ?? shown(body)) };
}

function scoreSchema(row: JsonObject): Answer {
  const { schema = {}, value = null } = row;
  const { errors } = runAction('ParseJson', { content: '@triggerBody()', schema }, value);
  const list = isArray(errors) ? errors : [];
  const messages = list.map((error) => (isObject(error) ? (error['message'] ?? null) : null));
  const expected = [row['messages'] ?? null, row['errors'] ?? null];
  return { expected: shown(expected), actual: shown([messages, row['errors'] === undefined ? null : list]) };
}

/** The rows do not tell 5.0 from 5. */
function shown(value: Json): string {
  return textOf(simplified(value));
}

function simplified(value: Json): Json {
  if (isNumber(value)) return Number(primitive(value));
  if (isArray(value)) return value.map(simplified);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, simplified(item)]));
}
