// The request that an Http action's inputs describe.
import { contentOf } from '../content.js';
import { stringOf } from '../expressions/index.js';
import type { HttpRequest } from '../http/index.js';
import { isArray, isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { StepContext } from '../run/index.js';
import type { Place } from './again.js';

type Headers = HttpRequest['headers'];

/** The request without what signs it, or what is wrong with the inputs. Throws ExpressionError for bytes that are no text. */
export function requestOf(inputs: JsonObject, context: StepContext): HttpRequest | string {
  const text = (name: string) => stringOf(ownAnyCase(inputs, name) ?? null);
  const uri = text('uri');
  const queries = textsOf(ownAnyCase(inputs, 'queries') ?? null, stringOf);
  const url = absolute(uri);
  if (url === undefined) return `The 'uri' must be an absolute http or https address, and it is '${uri}'.`;
  const method = (text('method') || 'GET').toUpperCase();
  const given = textsOf(ownAnyCase(inputs, 'headers') ?? null, headerText);
  const type = Object.keys(given).find((name) => name.toLowerCase() === 'content-type');
  const content = contentOf(ownAnyCase(inputs, 'body'), type === undefined ? undefined : given[type]);
  const cookie = text('cookie');
  const headers = {
    ...sendable(given, content !== undefined || !/^(?:GET|HEAD)$/.test(method)),
    ...(content && { [type ?? 'Content-Type']: content.type }),
    ...(cookie && { Cookie: cookie }),
  };
  const request = { method, url: withQueries(url, queries), headers: withDefaults(headers, context) };
  return { ...request, ...(content && { body: content.bytes }) };
}

/**
 * The request after the first one: a GET. A page gets the action's headers, a poll does not (aligned with Power Automate);
 * that none go to another origin is our own caution.
 */
export function followUp(first: HttpRequest, { url, kind }: Place, context: StepContext): HttpRequest {
  const kept = kind === 'page' && sameOrigin(url, first.url) ? sendable(first.headers, false) : {};
  return { method: 'GET', url, headers: withDefaults(kept, context) };
}

/** Whether two addresses are of one scheme, host and port. */
export function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}

/** A link as an absolute http or https address; undefined where it is none. */
export function absolute(link: string, base?: string): string | undefined {
  if (!URL.canParse(link, base)) return undefined;
  const { protocol, href } = new URL(link, base);
  if (!/^https?:$/.test(protocol)) return undefined;
  return URL.canParse(link) ? link : href;
}

/** `queries` replace the query of the address (measured in Power Automate). */
function withQueries(uri: string, queries: Headers): string {
  const names = Object.keys(queries);
  if (names.length === 0) return uri;
  const url = new URL(uri);
  url.search = names.map((name) => `${encode(name)}=${encode(queries[name] ?? '')}`).join('&');
  return url.href;
}

/** Percent-encoding that no lone surrogate breaks. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** A header with several values has them in one line. */
function headerText(value: Json): string {
  return isArray(value) ? value.map(stringOf).join(', ') : stringOf(value);
}

function textsOf(values: Json, text: (value: Json) => string): Headers {
  const entries = Object.entries(isObject(values) ? values : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, text(value)]));
}

// The headers that the service takes off without a word (documented), and those of the connection, which is ours.
const takenOff =
  /^(?:accept-(?!version$).*|allow|cookie|expires|host|last-modified|origin|set-cookie|transfer-encoding|connection|keep-alive|proxy-connection|upgrade|te|trailer)$/i;

/** The headers that leave; those of the content only with one (documented: not with GET). */
function sendable(headers: Headers, withContent: boolean): Headers {
  const kept = Object.entries(headers).filter(([name]) => {
    if (/^content-/i.test(name)) return withContent && /^content-(?:disposition|encoding|type)$/i.test(name);
    return !takenOff.test(name);
  });
  return Object.fromEntries(kept);
}

/** What each request of the service carries, where the action does not say it itself. */
function withDefaults(headers: Headers, { idempotencyKey, run, path, settings }: StepContext): Headers {
  const workflow = ascii(run.workflow);
  const about = {
    'x-ms-workflow-id': workflow,
    'x-ms-workflow-name': workflow,
    'x-ms-workflow-run-id': ascii(run.runId),
    'x-ms-workflow-operation-name': ascii(path.split('/').at(-1) ?? path),
    'x-ms-client-tracking-id': ascii(run.clientTrackingId),
  };
  const ours = {
    'Accept-Encoding': 'gzip, deflate',
    'Accept-Language': 'en-US',
    'User-Agent': `azure-logic-apps/1.0${settings.workflowHeaders ? ` (workflow ${workflow}; dryflow)` : ' (dryflow)'}`,
    'x-ms-client-request-id': idempotencyKey,
    ...(settings.workflowHeaders && about),
  };
  const said = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(ours).filter(([name]) => !said.has(name.toLowerCase()))), ...headers };
}

/** Names may have letters that a header cannot. */
function ascii(text: string): string {
  return text.replace(/[^ -~]+/g, encode);
}
