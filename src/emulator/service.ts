// The service without a server: a request in, a response out. Routes come from the swagger, so what the connector offers
// and what the emulator answers cannot drift apart.
import { randomBytes } from 'node:crypto';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { isObject, own, parseJson, stringifyJson, type Json, type JsonObject } from '../json.js';
import { match, operationsOf, type Match } from '../swagger/index.js';
import { callerOf, type Caller, type Gate } from './authentication.js';
import { createEntra } from './entra.js';
import {
  errorBody,
  INTERNAL,
  METHOD_NOT_ALLOWED,
  NO_VERSION,
  NOT_FOUND,
  NOT_JSON,
  unsupportedVersion,
  type Checked,
  type ServiceError,
} from './errors.js';
import type { Reply } from './handlers/handler.js';
import { handlers } from './handlers/list.js';
import type { ServiceRequest } from './hmac.js';
import { inspectToken, validMakers, type TokenState } from './inspect.js';
import { keySet } from './jwks.js';
import { createResource, type Resource } from './resource.js';
import type { Resources } from './resources.js';
import type { SigningKey } from './signing-key.js';
import type { Store } from './store.js';
import { versionsOf, type ApiVersion } from './versions.js';

/** What the service answers, and what a log may say about it. */
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The operation that was asked for, if there is one. */
  readonly operation: string | undefined;
  /** Why the request was refused, without any secret. */
  readonly reason: string | undefined;
}

/** What the service is made of. */
export interface ServiceParts {
  readonly resources: Resources;
  readonly store: Store;
  /** The time that tokens live by, in milliseconds since 1970. It may be a virtual one. */
  readonly clock: () => number;
  /** The real time, by which requests are signed; left out: that of the machine. */
  readonly wallClock?: () => number;
  readonly signingKey: Promise<SigningKey>;
  /** False: nobody is asked who they are. */
  readonly auth?: boolean;
  /** Fetches a JSON Web Key Set with the keys of a real Entra tenant. */
  readonly entraKeys?: () => Promise<Json>;
  /** How long a revocation takes to be in force, in milliseconds; left out: it is at once. */
  readonly revocationDelay?: number;
}

/** Communication Services Identity, offline. */
export interface Service {
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** Whether a token can be used now, and if not, why. */
  inspect(token: string): Promise<TokenState>;
  /** The keys with which others check tokens, as a JSON Web Key Set. */
  keys(): Promise<JsonObject>;
}

const operations = operationsOf(definition);

export function createService(parts: ServiceParts): Service {
  const { wallClock = Date.now, auth = true, resources, signingKey, entraKeys: keys } = parts;
  const entra = createEntra({ signingKey, wallClock, ...(keys && { keys }) });
  const inside: Inside = { ...parts, wallClock, gate: { resources, entra, wallClock, auth } };
  return {
    handle: (request) => handle(inside, request),
    inspect: async (token) => inspectToken(parts, await signingKey, token),
    keys: async () => keySet(await signingKey, validMakers(resources)),
  };
}

interface Inside extends ServiceParts {
  readonly wallClock: () => number;
  readonly gate: Gate;
}

async function handle(inside: Inside, request: ServiceRequest): Promise<ServiceResponse> {
  const started = performance.now();
  const found = match(operations, request);
  const reply = await answer(inside, request, found).catch((): Reply => ({ error: INTERNAL }));
  const operation = found?.operation.id;
  const common = commonHeaders(request, operation, started, inside.wallClock());
  if ('error' in reply) return refusal(reply, { ...common, ...allowed(request, reply.error) }, operation);
  const content = reply.body ? { 'content-type': 'application/json; charset=utf-8' } : {};
  const body = reply.body ? stringifyJson(reply.body) : '';
  return { status: reply.status, headers: { ...common, ...content }, body, operation, reason: undefined };
}

async function answer(inside: Inside, request: ServiceRequest, found: Match | undefined): Promise<Reply> {
  const handler = found && handlers.get(found.operation.id);
  if (!handler) return { error: methodsFor(request.target).length > 0 ? METHOD_NOT_ALLOWED : NOT_FOUND };
  const caller = await callerOf(request, inside.gate);
  if ('error' in caller) return caller;
  const version = versionOf(request, found);
  if ('error' in version) return version;
  const body = bodyOf(found, request.body);
  if ('error' in body) return body;
  return handler({ arguments: found.arguments, body: body.value, version: version.value }, resourceFor(inside, caller));
}

function resourceFor({ store, clock, signingKey, revocationDelay = 0 }: Inside, caller: Caller): Resource {
  return createResource({ id: caller.resource.id, maker: caller.maker, store, clock, signingKey, revocationDelay });
}

function versionOf(request: ServiceRequest, { operation, arguments: given }: Match): Checked<ApiVersion> {
  const name = own(given.query, 'api-version');
  if (typeof name !== 'string' || name === '') return { error: NO_VERSION };
  const version = versionsOf(operation.id).find((one) => one.name === name);
  if (version) return { value: version };
  const [path = ''] = request.target.split('?');
  return { error: unsupportedVersion(`https://${request.headers['host'] ?? ''}${path}`, name) };
}

/** No body, a body of nothing but `null`, and the body of an operation that has none count as an empty object. */
function bodyOf({ operation }: Match, bytes: Uint8Array): Checked<JsonObject> {
  const value = bytes.length === 0 || !operation.body ? {} : (tryJson(bytes) ?? {});
  return isObject(value) ? { value } : { error: NOT_JSON };
}

/** False, which is no JSON object either, when the bytes are not JSON in UTF-8. */
function tryJson(bytes: Uint8Array): Json {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

function methodsFor(target: string): string[] {
  const methods = new Set(operations.map((one) => one.method));
  return [...methods].filter((method) => match(operations, { method, target }) !== undefined);
}

function allowed(request: ServiceRequest, error: ServiceError): Record<string, string> {
  return error === METHOD_NOT_ALLOWED ? { allow: methodsFor(request.target).join(', ') } : {};
}

/** Errors come without a charset, as the service sends them. */
function refusal(
  { error, reason }: Extract<Reply, { error: ServiceError }>,
  common: Readonly<Record<string, string>>,
  operation: string | undefined,
): ServiceResponse {
  const headers = { ...common, 'content-type': 'application/json' };
  const body = stringifyJson(errorBody(error));
  return { status: error.status, headers, body, operation, reason: reason ?? `${error.code}: ${error.message}` };
}

/**
 * The headers real responses carry. Strict-Transport-Security is left out on purpose: on localhost it would bar a
 * developer's browser from every other http server there.
 */
function commonHeaders(
  { headers }: ServiceRequest,
  operation: string | undefined,
  started: number,
  now: number,
): Record<string, string> {
  const requestId = headers['x-ms-client-request-id'] ?? '';
  const echo = /^[\x21-\x7e]{1,128}$/.test(requestId) ? { 'x-ms-client-request-id': requestId } : {};
  const versions = versionsOf(operation ?? '').map((version) => version.name);
  return {
    date: new Date(now).toUTCString(),
    'api-supported-versions': versions.join(', '),
    'ms-cv': `${randomBytes(16).toString('base64').slice(0, 22)}.0`,
    'request-context': 'appId=',
    'x-processing-time': `${Math.round(performance.now() - started)}ms`,
    'x-cache': 'CONFIG_NOCACHE',
    ...echo,
  };
}
