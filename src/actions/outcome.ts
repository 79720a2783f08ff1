import { valueOf } from '../content.js';
import { JsonReadError, readJson } from '../expressions/index.js';
import { SendError, type HttpResponse } from '../http/index.js';
import { parseJson, type Json, type JsonObject } from '../json.js';
import type { Outcome } from '../run/index.js';
import { isPassing, statusName } from '../status-name.js';

/** An action that failed before anything was sent. */
export function refused(code: string, message: string): Outcome {
  return { status: 'Failed', code, error: { code, message } };
}

/** What an answer means for the action that asked. `secrets` gives JSON pointers to those in the answer's body. */
export function answered(
  response: HttpResponse,
  secrets: (status: number, body: Json) => readonly string[] = () => [],
): Outcome {
  const { status, headers } = response;
  let body: Json | undefined;
  try {
    body = valueOf(response.body, headerOf(headers, 'content-type') ?? '', readBody);
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    // Measured in Power Automate, to the letter.
    const detail = `Error while parsing JSON: '${error.message}'`;
    const failure = refused('BadRequest', `Http request failed: the content was not a valid JSON. ${detail}`);
    return { ...failure, ...retryOf(status, headers) };
  }
  const outputs: JsonObject = { statusCode: status, headers: shown(response), ...(body !== undefined && { body }) };
  const found = body === undefined ? [] : secrets(status, body).map((pointer) => `/body${pointer}`);
  return {
    // 400 and above was measured in Power Automate; that a redirect fails too was reported of Logic Apps.
    status: status < 300 ? 'Succeeded' : 'Failed',
    code: statusName(status),
    outputs,
    ...(found.length > 0 && { secrets: found }),
    ...retryOf(status, headers),
  };
}

/** The service reads as leniently as Newtonsoft does, and complains in its words; strict JSON is read faster. */
function readBody(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return readJson(text);
  }
}

/** Measured in Power Automate: each answer shows the length of its body, whether or not the server sent it; 0 for a 204. */
function shown({ headers, body }: HttpResponse): HttpResponse['headers'] {
  return headerOf(headers, 'content-length') === undefined
    ? { ...headers, 'Content-Length': String(body.length) }
    : headers;
}

/** What it means when no answer came; throws what is no SendError, a fault of our own. */
export function unanswered(error: unknown): Outcome {
  if (!(error instanceof SendError)) throw error;
  const { code, message, passing } = error;
  // The service has a name of its own for this one alone; the rest it calls a bad request.
  const known = code === 'UnresolvableHostName' ? code : 'BadRequest';
  return { ...refused(known, message), ...(passing && { retry: {} }) };
}

/** Another attempt may help where the status may pass. */
export function retryOf(status: number, headers: HttpResponse['headers']): Pick<Outcome, 'retry'> {
  return isPassing(status) ? { retry: retryAfter(headers) } : {};
}

/** After how many milliseconds an answer wants to be asked again; nothing where it does not say. */
export function retryAfter(headers: HttpResponse['headers']): { after?: number } {
  const value = headerOf(headers, 'retry-after')?.trim() ?? '';
  const after = /^\d+$/.test(value) ? Number(value) * 1000 : dateOf(value) - dateOf(headerOf(headers, 'date') ?? '');
  return Number.isFinite(after) ? { after: Math.max(after, 0) } : {};
}

/** An HTTP date; `Date.parse` alone takes `1.5` and `-1` for dates as well. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]+, /.test(text) ? Date.parse(text) : NaN;
}

/** A header of an answer, by its name in lower case. */
export function headerOf(headers: HttpResponse['headers'], name: string): string | undefined {
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}
