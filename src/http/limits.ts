import { asError, SendError } from './error.js';

/** How far one exchange may go: milliseconds from the request to the whole answer, bytes of the answer's body. */
export interface Limits {
  readonly timeout: number;
  readonly body: number;
}

/** The service's own limits (documented): 120 seconds, 100 MB. */
export const limits: Limits = { timeout: 120_000, body: 100 * 1024 * 1024 };

/** No whole answer in time, in the service's words. */
export function timedOut({ host }: URL, { timeout }: Limits): SendError {
  const words =
    'Http request failed: the server did not respond within the timeout limit. Please see logic app limits at https://aka.ms/logic-apps-limits-and-config#http-limits.';
  return new SendError('RequestTimeout', `${words} ('${host}' had ${timeout / 1000} seconds.)`, true);
}

/** An answer that is larger than a message may be, in the words of .NET that the service passes on. */
export function tooLarge({ body }: Limits): SendError {
  const words = `Cannot write more bytes to the buffer than the configured maximum buffer size: ${body}.`;
  return new SendError('ResponseTooLarge', asError(words), false);
}
