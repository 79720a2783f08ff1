import { STATUS_CODES } from 'node:http';
import { valueOf } from '../content.js';
import { SendError, type HttpResponse } from '../http/index.js';
import type { Json, JsonObject } from '../json.js';
import type { Outcome } from '../run/index.js';

/** What an exchange means for the action that made it. `secrets` says where the answer's body holds any. */
export async function outcomeOf(
  exchange: () => Promise<HttpResponse>,
  secrets: (status: number, body: Json) => readonly string[] = () => [],
): Promise<Outcome> {
  try {
    return answered(await exchange(), secrets);
  } catch (error) {
    if (error instanceof SendError) return unanswered(error);
    throw error;
  }
}

/** An action that failed before anything was sent. */
export function refused(code: string, message: string): Outcome {
  return { status: 'Failed', code, error: { code, message } };
}

function answered(response: HttpResponse, secrets: (status: number, body: Json) => readonly string[]): Outcome {
  const { status, headers } = response;
  let body: Json | undefined;
  try {
    body = valueOf(response.body, header(headers, 'content-type') ?? '');
  } catch (error) {
    // Measured in Power Automate, down to the code.
    return refused(
      'BadRequest',
      `Http request failed: the content was not a valid JSON. Error while parsing JSON: '${(error as Error).message}'.`,
    );
  }
  // Measured in Power Automate: a 204 shows a length of 0, whether or not the server sent the header.
  const shown = status === 204 ? { ...headers, 'Content-Length': '0' } : headers;
  const outputs: JsonObject = { statusCode: status, headers: shown, ...(body !== undefined && { body }) };
  const found = body === undefined ? [] : secrets(status, body).map((pointer) => `/body${pointer}`);
  return {
    status: status < 400 ? 'Succeeded' : 'Failed',
    code: codeOf(status),
    outputs,
    ...(found.length > 0 && { secrets: found }),
    ...(mayPass(status) && { retry: retryAfter(headers) }),
  };
}

function unanswered({ code, message, passing }: SendError): Outcome {
  // The service has a name of its own for this one alone; the rest it calls a bad request.
  const known = code === 'UnresolvableHostName' ? code : 'BadRequest';
  return { ...refused(known, message), ...(passing && { retry: {} }) };
}

/** The name of a status as .NET has it (`NotFound`); the number where it has none. */
export function codeOf(status: number): string {
  // 429 and a few others came to .NET late: the service still shows their number (measured in Power Automate).
  const nameless = new Set([208, 226, 418, 422, 423, 424, 425, 428, 429, 431, 451, 506, 507, 508, 510, 511]);
  const text = nameless.has(status) ? undefined : STATUS_CODES[status];
  return text === undefined ? String(status) : (spelled[text] ?? text.replace(/[^A-Za-z]+/g, ''));
}

// Where .NET's name is not Node's text without its spaces.
const spelled: { readonly [text: string]: string } = {
  'Payload Too Large': 'RequestEntityTooLarge',
  'URI Too Long': 'RequestUriTooLong',
  'Range Not Satisfiable': 'RequestedRangeNotSatisfiable',
  'HTTP Version Not Supported': 'HttpVersionNotSupported',
};

function mayPass(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function retryAfter(headers: HttpResponse['headers']): { after?: number } {
  const value = header(headers, 'retry-after');
  if (value === undefined) return {};
  const after = /^\d+$/.test(value.trim())
    ? Number(value) * 1000
    : Date.parse(value) - Date.parse(header(headers, 'date') ?? value);
  return Number.isFinite(after) ? { after: Math.max(after, 0) } : {};
}

function header(headers: HttpResponse['headers'], name: string): string | undefined {
  const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
}
