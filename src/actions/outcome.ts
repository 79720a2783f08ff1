import { valueOf } from '../content.js';
import { SendError, type HttpResponse } from '../http/index.js';
import type { Json, JsonObject } from '../json.js';
import type { Outcome } from '../run/index.js';
import { statusName } from '../status-name.js';

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
    body = valueOf(response.body, header(headers, 'content-type') ?? '');
  } catch (error) {
    // Measured in Power Automate, down to the code; only the parser's own words are another's.
    const detail = `Error while parsing JSON: '${(error as Error).message}'.`;
    const failure = refused('BadRequest', `Http request failed: the content was not a valid JSON. ${detail}`);
    return { ...failure, ...retryOf(status, headers) };
  }
  // Measured in Power Automate: a 204 shows a length of 0, whether or not the server sent the header.
  const shown = status === 204 ? { ...headers, 'Content-Length': '0' } : headers;
  const outputs: JsonObject = { statusCode: status, headers: shown, ...(body !== undefined && { body }) };
  const found = body === undefined ? [] : secrets(status, body).map((pointer) => `/body${pointer}`);
  return {
    status: status < 400 ? 'Succeeded' : 'Failed',
    code: statusName(status),
    outputs,
    ...(found.length > 0 && { secrets: found }),
    ...retryOf(status, headers),
  };
}

/** What it means when no answer came; throws what is no SendError, a fault of our own. */
export function unanswered(error: unknown): Outcome {
  if (!(error instanceof SendError)) throw error;
  const { code, message, passing } = error;
  // The service has a name of its own for this one alone; the rest it calls a bad request.
  const known = code === 'UnresolvableHostName' ? code : 'BadRequest';
  return { ...refused(known, message), ...(passing && { retry: {} }) };
}

/** Only these may pass with time (documented): 408, 429, 5xx. */
function retryOf(status: number, headers: HttpResponse['headers']): Pick<Outcome, 'retry'> {
  return status === 408 || status === 429 || status >= 500 ? { retry: retryAfter(headers) } : {};
}

function retryAfter(headers: HttpResponse['headers']): { after?: number } {
  const value = header(headers, 'retry-after')?.trim() ?? '';
  const after = /^\d+$/.test(value) ? Number(value) * 1000 : dateOf(value) - dateOf(header(headers, 'date') ?? '');
  return Number.isFinite(after) ? { after: Math.max(after, 0) } : {};
}

/** An HTTP date; `Date.parse` alone takes `1.5` and `-1` for dates as well. */
function dateOf(text: string): number {
  return /^[A-Z][a-z]+, /.test(text) ? Date.parse(text) : NaN;
}

function header(headers: HttpResponse['headers'], name: string): string | undefined {
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}
