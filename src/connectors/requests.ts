// The requests of a connection: built from arguments, changed by policies, signed, and the answers on their way back.
import type { HttpRequest, HttpResponse, Send } from '../http/index.js';
import type { JsonObject } from '../json.js';
import { asBytes, build, NO_ARGUMENTS, slashed, type Arguments, type Operation } from '../swagger/index.js';
import type { Answered, Call, Refused } from './connection.js';
import { applyToAnswer, applyToRequest, foundIn, policiesFor, route } from './policies/apply.js';
import { PolicyError } from './policies/expression.js';
import type { Ask } from './policies/templates.js';
import type { Policy } from './properties.js';
import type { Credentials, SigningIn } from './sign-in.js';

/** A connection that is ready to ask. */
export interface Ready {
  readonly origin: string;
  readonly policies: readonly Policy[];
  readonly parameters: JsonObject;
  readonly signs: SigningIn;
  readonly send: Send;
}

/** An operation with its arguments. */
interface Asked {
  readonly operation: Operation;
  readonly given: Arguments;
}

/** Calls an operation. */
export async function invoke(ready: Ready, asked: Asked, call: Call): Promise<Answered | Refused> {
  const { parameters } = ready;
  const policies = policiesFor(ready.policies, asked.operation);
  return orRefused(async () => {
    const beside = askingBeside(ready, asked, call);
    const request = await requestOf(ready, asked, policies, beside);
    const answer = await ask(ready, request, call);
    return { ...(await applyToAnswer(answer, policies, parameters, beside)), address: request.url };
  });
}

interface Link {
  readonly method: string;
  readonly link: string;
  /** The call whose answer gave it, where that is known. */
  readonly first: Asked | undefined;
}

/**
 * Asks at a link. On the host of the first call it is signed, and has the headers that the operation's policies set, but not
 * where a subscription ends (documented); another host gets neither.
 */
export async function follow(ready: Ready, { method, link, first }: Link, call: Call): Promise<Answered | Refused> {
  return orRefused(async () => {
    const sent = first && (await policed(ready, first, call));
    const base = new URL(sent?.url ?? ready.origin);
    const url = URL.canParse(link, base.href) ? new URL(link, base.href) : undefined;
    const address = url?.href ?? link;
    const isOwn = url?.origin === base.origin;
    const headers = isOwn && method === 'GET' ? (sent?.headers ?? {}) : {};
    const answer = await (isOwn
      ? ask(ready, { method, url: address, headers }, call)
      : ready.send({ method, url: address, headers: requestIdOf(call) }, call.signal));
    return { ...answer, address };
  });
}

/** Where the call of an operation goes, with the headers that its policies set. */
async function policed(ready: Ready, first: Asked, call: Call): Promise<Pick<HttpRequest, 'url' | 'headers'>> {
  const all = policiesFor(ready.policies, first.operation);
  const setting = all.filter(({ template }) => template === 'setheader');
  const policies = all.filter(({ template }) => /^(?:setheader|dynamichosturl|routerequesttoendpoint)$/.test(template));
  const { url, headers } = await requestOf(ready, first, policies, askingBeside(ready, first, call));
  const names = new Set(
    setting.map(({ parameters: { name } }) => (typeof name === 'string' ? name.toLowerCase() : '')),
  );
  return { url, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => names.has(name))) };
}

/** What comes of a policy that cannot be carried out. */
async function orRefused(call: () => Promise<Answered | Refused>): Promise<Answered | Refused> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PolicyError) return { refused: error.message };
    throw error;
  }
}

/** The request as it leaves: built, its policies carried out, and nothing in its headers that cannot be sent. */
async function requestOf(
  { origin, parameters }: Ready,
  { operation, given }: Asked,
  policies: readonly Policy[],
  beside: Ask,
): Promise<HttpRequest> {
  const routed = route(operation, policies, parameters);
  const { method, path, headers, body } = build({ ...routed, basePath: '' }, given);
  const base = baseOf(origin, operation);
  const sent = await applyToRequest({ method, base, target: path, headers, body }, policies, parameters, beside);
  return {
    method,
    url: sent.base + sent.target,
    headers: sendable(sent.headers),
    ...(sent.body !== undefined && { body: asBytes(sent.body) }),
  };
}

/** What precedes the path of an operation. */
function baseOf(origin: string, { basePath }: Operation): string {
  return origin.replace(/\/+$/, '') + encodeURI(basePath);
}

/** Asks at another path of an operation's host, with the same path variables and headers, but nothing of its content. */
function askingBeside(ready: Ready, { operation, given }: Asked, call: Call): Ask {
  return async (method, path, { base, headers }) => {
    const variables = operation.parameters.filter((each) => each.in === 'path');
    const other = { ...operation, basePath: '', path: slashed(path), parameters: variables, body: undefined };
    const root = base === '' ? baseOf(ready.origin, operation) : base; // an answer has none
    const url = root + build(other, { ...NO_ARGUMENTS, path: given.path }).path;
    const kept = Object.entries(headers).filter(([name]) => !/^(?:content-|if-)/i.test(name));
    return foundIn(await ask(ready, { method, url, headers: sendable(Object.fromEntries(kept)) }, call));
  };
}

/** Sends a request to the connection's own host, signed; once more with other credentials where the first ones are over. */
async function ask({ signs, send }: Ready, request: HttpRequest, call: Call): Promise<HttpResponse> {
  const credentials = await signs.signIn(send, call);
  const answer = await send(signed(request, credentials, call), call.signal);
  if (answer.status !== 401 || !signs.renew) return answer;
  return send(signed(request, await signs.renew(credentials, send, call), call), call.signal);
}

function signed(request: HttpRequest, { headers, query }: Credentials, call: Call): HttpRequest {
  // A link to the next page may hold the key that was sent.
  const has = URL.canParse(request.url) ? new URL(request.url).searchParams : new URLSearchParams();
  const more = new URLSearchParams(Object.entries(query).filter(([name]) => !has.has(name))).toString();
  const url = more ? `${request.url}${request.url.includes('?') ? '&' : '?'}${more}` : request.url;
  return { ...request, url, headers: { ...request.headers, ...requestIdOf(call), ...headers } };
}

function requestIdOf({ requestId }: Call): HttpRequest['headers'] {
  return { 'x-ms-client-request-id': requestId };
}

function sendable(headers: HttpRequest['headers']): HttpRequest['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isSendable(name)));
}

/** A name that HTTP has (published swaggers also write `Content-Type:` and `Account Id`), and that is not the client's own. */
export function isSendable(name: string): boolean {
  return (
    /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name) && !/^(?:content-length|host|connection|transfer-encoding)$/i.test(name)
  );
}
