// Replies as they go over the wire, with the headers that real responses carry.
import { randomBytes } from 'node:crypto';
import { stringifyJson } from '../json.js';
import { errorBody } from './errors.js';
import type { Reply } from './handlers/handler.js';
import type { ServiceRequest } from './hmac.js';
import type { ApiVersion } from './versions.js';

/** What the service answers, and what a log may say about it. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The operation that was asked for, if there is one. */
  readonly operation: string | undefined;
  /** Why the request was refused, without any secret. */
  readonly reason?: string | undefined;
  /** What whoever runs the emulator should know of a request that was served. */
  readonly warning?: string | undefined;
  /** The name of the resource, once it is known. */
  readonly resource?: string | undefined;
  /** How long the answer is held back, in milliseconds. */
  readonly delay?: number;
  /** The connection ends in its place. */
  readonly reset?: boolean;
}

/** What a response is about. */
export interface Occasion {
  readonly request: ServiceRequest;
  readonly operation: string | undefined;
  readonly versions: readonly ApiVersion[];
  /** As `performance.now()` counts. */
  readonly started: number;
  /** The real time, in milliseconds since 1970. */
  readonly now: number;
}

/** Errors come without a charset, as the service sends them. */
export function responseOf(reply: Reply, occasion: Occasion): ServiceResponse {
  const { operation } = occasion;
  const headers = { ...commonHeaders(occasion), ...reply.headers };
  if ('error' in reply) {
    const { error, reason = `${error.code}: ${error.message}` } = reply;
    const body = stringifyJson(errorBody(error));
    return {
      status: error.status,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
      operation,
      reason,
    };
  }
  const content = reply.body ? { 'content-type': 'application/json; charset=utf-8' } : {};
  const body = reply.body ? stringifyJson(reply.body) : '';
  return { status: reply.status, headers: { ...headers, ...content }, body, operation };
}

/**
 * The headers real responses carry. Strict-Transport-Security is left out on purpose: on localhost it would bar a
 * developer's browser from every other http server there.
 */
function commonHeaders({ request, versions, started, now }: Occasion): Record<string, string> {
  const requestId = request.headers['x-ms-client-request-id'] ?? '';
  const echo = /^[\x21-\x7e]{1,128}$/.test(requestId) ? { 'x-ms-client-request-id': requestId } : {};
  return {
    date: new Date(now).toUTCString(),
    'api-supported-versions': versions.map(({ name }) => name).join(', '),
    'ms-cv': `${randomBytes(16).toString('base64').slice(0, 22)}.0`,
    'request-context': 'appId=',
    'x-processing-time': `${Math.round(performance.now() - started)}ms`,
    'x-cache': 'CONFIG_NOCACHE',
    'x-azure-ref': `0${randomBytes(39).toString('base64')}`,
    ...echo,
  };
}
