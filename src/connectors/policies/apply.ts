// What the policies of a connector make of one call: first its route, then the request, at last the answer.
import { isJsonType } from '../../content.js';
import type { HttpRequest, HttpResponse } from '../../http/index.js';
import { own, parseJson, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { asBytes, asText, slashed, type Operation } from '../../swagger/index.js';
import type { Policy } from '../properties.js';
import { fillText, type PolicyScope } from './expression.js';
import { applyPolicy, isKnownTemplate, isOfBody, type Ask, type Draft } from './templates.js';

/** A request in parts: where it goes is still to be decided. */
export interface Outgoing {
  readonly method: string;
  readonly base: string;
  /** Path and query, below the base. */
  readonly target: string;
  readonly headers: HttpRequest['headers'];
  readonly body: string | Uint8Array | undefined;
}

/** The policies that concern an operation, in their order. */
export function policiesFor(policies: readonly Policy[], { id }: Operation): readonly Policy[] {
  return policies.filter(({ operations }) => operations === undefined || operations.includes(id));
}

/** The ids of the templates that an operation needs and dryflow does not carry out. */
export function unknownTemplates(policies: readonly Policy[]): readonly string[] {
  return [...new Set(policies.map(({ template }) => template))].filter((template) => !isKnownTemplate(template));
}

/** Whether policies change what is in the body of a request. */
export function changesBody(policies: readonly Policy[]): boolean {
  return policies.some(({ section, template }) => section === 'request' && isOfBody(template));
}

/** The operation at the path and with the method that a route sends it to; its variables are those of the operation. */
export function route(operation: Operation, policies: readonly Policy[], connection: JsonObject): Operation {
  const policy = policies.find(({ template }) => template === 'routerequesttoendpoint');
  if (!policy) return operation;
  const scope = { connection, headers: {}, query: new URLSearchParams(), method: operation.method, body: null };
  const text = (name: string, absent: string) => {
    const value = own(policy.parameters, name);
    return typeof value === 'string' && value !== '' ? fillText(value, scope) : absent;
  };
  const path = text('newPath', operation.path);
  return {
    ...operation,
    method: text('httpMethod', operation.method).toUpperCase(),
    path: slashed(path),
  };
}

/** The request with all policies carried out that are for requests. */
export async function applyToRequest(
  outgoing: Outgoing,
  policies: readonly Policy[],
  connection: JsonObject,
  ask: Ask,
): Promise<Outgoing> {
  const due = policies.filter(({ section }) => section === 'request');
  if (due.length === 0) return outgoing;
  const [path = '', search = ''] = outgoing.target.split('?', 2);
  const { base, headers } = outgoing;
  const before: Draft = { base, headers, query: new URLSearchParams(search), body: jsonOf(headers, outgoing.body) };
  const after = await applied(before, due, { connection, method: outgoing.method }, ask);
  const query = after.query.toString() === before.query.toString() ? search : queryText(after.query);
  return {
    method: outgoing.method,
    base: after.base,
    target: query === '' ? path : `${path}?${query}`,
    headers: after.headers,
    body: after.body === before.body ? outgoing.body : stringifyJson(after.body),
  };
}

/** The answer with all policies carried out that are for answers. */
export async function applyToAnswer(
  answer: HttpResponse,
  policies: readonly Policy[],
  connection: JsonObject,
  ask: Ask,
): Promise<HttpResponse> {
  const due = policies.filter(({ section }) => section === 'response');
  if (due.length === 0) return answer;
  const lower = lowered(answer.headers);
  const before: Draft = { base: '', headers: lower, query: new URLSearchParams(), body: jsonOf(lower, answer.body) };
  const after = await applied(before, due, { connection, method: '' }, ask);
  const body = after.body === before.body ? answer.body : asBytes(stringifyJson(after.body));
  const changed = Object.entries(after.headers).filter(([name, value]) => lower[name] !== value);
  const kept = Object.entries(answer.headers).filter(
    ([name]) => !changed.some(([each]) => each === name.toLowerCase()),
  );
  const sized = kept.filter(([name]) => body === answer.body || name.toLowerCase() !== 'content-length');
  return { ...answer, headers: Object.fromEntries([...sized, ...changed]), body };
}

async function applied(
  draft: Draft,
  policies: readonly Policy[],
  known: Pick<PolicyScope, 'connection' | 'method'>,
  ask: Ask,
): Promise<Draft> {
  let now = draft;
  for (const policy of policies) now = await applyPolicy(now, policy, { ...known, ...now }, ask);
  return now;
}

/** What an answer to `Ask` holds. */
export function foundIn({ status, headers, body }: HttpResponse): Awaited<ReturnType<Ask>> {
  const lower = lowered(headers);
  return { status, headers: lower, body: jsonOf(lower, body) };
}

function lowered(headers: HttpResponse['headers']): HttpResponse['headers'] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function jsonOf(headers: HttpRequest['headers'], body: string | Uint8Array | undefined): Json {
  if (body === undefined || body.length === 0 || !isJsonType(headers['content-type'] ?? '')) return null;
  try {
    return parseJson(asText(body));
  } catch {
    return null;
  }
}

/** The names of query parameters stay readable, as `build` writes them. */
function queryText(query: URLSearchParams): string {
  const readable = (name: string) => encodeURIComponent(name).replace(/%(?:24|5B|5D|40)/g, decodeURIComponent);
  return [...query].map(([name, value]) => `${readable(name)}=${encodeURIComponent(value)}`).join('&');
}
