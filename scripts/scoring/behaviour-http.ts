// Judges rows of what the service was seen to do over HTTP: what leaves for inputs, what an answer becomes, how often and
// when it is asked again. Each judge says why a row is wrong, and nothing where it is right.
import { httpAction } from '../../src/actions/http.js';
import { answered } from '../../src/actions/outcome.js';
import { stringOf } from '../../src/expressions/index.js';
import type { HttpRequest, HttpResponse } from '../../src/http/index.js';
import { deepEqual, isArray, isObject, stringifyJson, type Json, type JsonObject } from '../../src/json.js';
import type { Outcome, StepContext } from '../../src/run/index.js';
import { endedIn, play, startOf, workflowOf } from '../../test/run/play.js';
import { stringIn } from './row.js';

type Verdict = string | undefined;

/** The judges by the kind of row; those that ask give their verdict later. */
export const httpJudges: Readonly<Record<string, (row: JsonObject) => Verdict | Promise<Verdict>>> = {
  httpRequest,
  httpResponse,
  httpRetry,
  httpAsync,
};

async function httpRequest(row: JsonObject): Promise<Verdict> {
  const { asked, outcome } = await stepsOf(row['inputs'] ?? null, [], {});
  const [request] = asked;
  if (!request) return `nothing was sent: ${outcome.error?.message ?? outcome.code}`;
  const body = request.body && new TextDecoder().decode(request.body);
  const sent: JsonObject = { ...request.headers };
  return (
    missing(objectIn(row, 'headers'), sent, 'headers') ??
    different('body', body ?? null, row['bodyText'] ?? null) ??
    ('url' in row ? different('url', request.url, row['url']) : undefined)
  );
}

function httpResponse(row: JsonObject): Verdict {
  const given = objectIn(row, 'response');
  const type = stringIn(given, 'contentType');
  const headers = type === undefined ? {} : { 'Content-Type': type };
  const outcome = answered(responseOf({ ...given, statusCode: given['status'] ?? 200, headers }));
  const outputs = isObject(outcome.outputs ?? null) ? (outcome.outputs as JsonObject) : {};
  if (row['noBodyKey'] === true && 'body' in outputs) return 'there is a body';
  return (
    ('outputsBody' in row ? different('body', outputs['body'] ?? null, row['outputsBody']) : undefined) ??
    missing(objectIn(row, 'headers'), objectIn(outputs, 'headers'), 'headers') ??
    different('status', outcome.status, row['status_'] ?? outcome.status) ??
    different('code', outcome.code, row['code'] ?? outcome.code) ??
    different('error', outcome.error?.message ?? null, row['error'] ?? null)
  );
}

/** Through the interpreter: it is what tries again. */
function httpRetry(row: JsonObject): Verdict {
  const answers = responsesIn(row);
  const policy = row['retryPolicy'] ?? null;
  const inputs = { method: 'GET', uri: 'https://x/', ...(policy !== null && { retryPolicy: policy }) };
  const workflow = workflowOf({ triggers: {}, actions: { Call: { type: 'Http', inputs } } });
  let calls = 0;
  const { turns, journal } = play(workflow, startOf(), () => answered(answers[calls++] ?? responseOf({})));
  const delays = turns.flatMap(({ commands }, at) =>
    commands.flatMap((command) => {
      const since = journal[at - 1]?.at;
      return command.op === 'sleep' && since ? [Date.parse(command.until) - Date.parse(since)] : [];
    }),
  );
  return (
    different('calls', calls, row['calls'] ?? calls) ??
    different('delays', delays, row['delaysMs'] ?? delays) ??
    different('status', endedIn(turns).get('Call')?.status ?? null, row['status'] ?? null)
  );
}

async function httpAsync(row: JsonObject): Promise<Verdict> {
  const inputs = row['inputs'] ?? { method: 'POST', uri: 'https://x/a' };
  const asyncPattern = !/DisableAsyncPattern/i.test(stringIn(row, 'operationOptions') ?? '');
  const { asked, outcome, waits } = await stepsOf(inputs, responsesIn(row), { asyncPattern });
  const polls = asked.slice(1).map(({ method, url }): Json => [method, url]);
  const expected = listIn(row, 'expectedRequests').map((each) => (isObject(each) ? Object.values(each) : each));
  const statusCode = isObject(outcome.outputs ?? null) ? (outcome.outputs as JsonObject)['statusCode'] : null;
  return (
    different('polls', polls, expected) ??
    different('status code', statusCode ?? null, row['statusCode'] ?? null) ??
    different('delays', waits, row['delaysMs'] ?? waits)
  );
}

interface Taken {
  readonly asked: readonly HttpRequest[];
  readonly waits: readonly number[];
  readonly outcome: Outcome;
}

/** All steps of an Http action, without waiting. */
async function stepsOf(inputs: Json, answers: readonly HttpResponse[], settings: { asyncPattern?: boolean }) {
  const asked: HttpRequest[] = [];
  const waits: number[] = [];
  const send = (request: HttpRequest) => Promise.resolve(answers[asked.push(request) - 1] ?? responseOf({}));
  const action = httpAction(send, () => undefined);
  const step = async (cursor?: Json): Promise<Taken> => {
    const outcome = await action.step(inputs, contextOf(settings.asyncPattern ?? true, cursor));
    if (!('again' in outcome)) return { asked, waits, outcome };
    waits.push(outcome.again.after);
    return step(outcome.again.cursor);
  };
  return step();
}

function contextOf(asyncPattern: boolean, cursor: Json | undefined): StepContext {
  return {
    path: 'Call',
    idempotencyKey: 'key',
    run: { runId: 'run', workflow: 'flow', clientTrackingId: 'run' },
    settings: { asyncPattern, workflowHeaders: false },
    attempt: 0,
    ...(cursor !== undefined && { cursor }),
    signal: new AbortController().signal,
  };
}

function responsesIn(row: JsonObject): HttpResponse[] {
  return listIn(row, 'answers').map((each) => responseOf(isObject(each) ? each : {}));
}

function responseOf(answer: JsonObject): HttpResponse {
  const text = stringIn(answer, 'bodyText') ?? ('body' in answer ? stringifyJson(answer['body'] ?? null) : '');
  const headers = Object.entries(objectIn(answer, 'headers')).map(([name, value]) => [name, stringOf(value)]);
  const body = new TextEncoder().encode(text);
  return { status: Number(answer['statusCode'] ?? 200), headers: Object.fromEntries(headers), body };
}

function different(what: string, actual: Json, expected: Json | undefined): Verdict {
  if (expected === undefined || deepEqual(actual, expected)) return undefined;
  return `${what}: ${stringifyJson(actual)} instead of ${stringifyJson(expected)}`;
}

function missing(expected: JsonObject, actual: JsonObject, what: string): Verdict {
  const wrong = Object.keys(expected).find((name) => actual[name] !== expected[name]);
  return wrong === undefined ? undefined : `${what}: ${wrong} is ${stringifyJson(actual[wrong] ?? null)}`;
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name] ?? null;
  return isObject(value) ? value : {};
}

function listIn(object: JsonObject, name: string): readonly Json[] {
  const value = object[name];
  return isArray(value) ? value : [];
}
