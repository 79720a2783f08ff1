// The service without a server: a request in, a response out. Routes come from the swagger, so what the connector offers
// and what the emulator answers cannot drift apart.
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { isArray, isObject, own, parseJson, type Json, type JsonObject } from '../json.js';
import { DatabaseError } from '../sqlite/index.js';
import { match, operationsOf, type Match, type Operation } from '../swagger/index.js';
import { callerOf, type Caller, type Gate } from './authentication.js';
import { createEntra } from './entra.js';
import {
  injected,
  INTERNAL,
  METHOD_NOT_ALLOWED,
  NO_DATA,
  NO_VERSION,
  NOT_FOUND,
  NOT_JSON,
  TOO_MANY_REQUESTS,
  unsupportedVersion,
  type Checked,
  type ServiceError,
} from './errors.js';
import type { Fault, Faults, Mishap } from './faults.js';
import type { Reply } from './handlers/handler.js';
import { handlers, previewHandlers } from './handlers/list.js';
import type { ServiceRequest } from './hmac.js';
import { inspectToken, validMakers, type TokenState } from './inspect.js';
import { keySet } from './jwks.js';
import type { Limits } from './limits.js';
import { previewDefinition } from './preview.js';
import { createResource, type Resource } from './resource.js';
import type { Resources } from './resources.js';
import { responseOf, type ServiceResponse } from './response.js';
import type { SigningKey } from './signing-key.js';
import type { Store } from './store.js';
import { findVersion, versionsOf, type ApiVersion, type VersionRules } from './versions.js';

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
  /** Refuses an api-version newer than all that are known; left out: it is taken for the newest. */
  readonly strictApiVersion?: boolean;
  /** Adds what the preview of 2025-03-02 has: custom ids, and reading an identity. */
  readonly preview?: boolean;
  /** Left out: there are none. */
  readonly limits?: Limits;
  readonly faults?: Faults;
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
  const { preview = false, strictApiVersion: strict = false } = parts;
  const offered = preview ? { operations: [...operations, ...operationsOf(previewDefinition)] } : { operations };
  const gate = { resources, entra, wallClock, auth };
  const inside: Inside = { ...parts, ...offered, wallClock, gate, rules: { preview, strict } };
  return {
    handle: (request) => handle(inside, request),
    inspect: async (token) => inspectToken(parts, await signingKey, token),
    keys: async () => keySet(await signingKey, validMakers(resources)),
  };
}

interface Inside extends ServiceParts {
  readonly wallClock: () => number;
  readonly gate: Gate;
  readonly rules: VersionRules;
  readonly operations: readonly Operation[];
}

/** What comes to light while a request is answered. */
type Noted = { resource?: string; readonly warnings: (string | undefined)[] };

async function handle(inside: Inside, request: ServiceRequest): Promise<ServiceResponse> {
  const started = performance.now();
  const found = match(inside.operations, request);
  const noted: Noted = { warnings: [] };
  const operation = found?.operation.id;
  const mishap = (found && inside.faults?.next(found.operation.id)) ?? NO_MISHAP;
  const reply = mishap.fault ? replyOf(mishap.fault) : await answer(inside, request, found, noted).catch(failed);
  const versions = versionsOf(operation ?? '', inside.rules);
  const response = responseOf(reply, { request, operation, versions, started, now: inside.wallClock() });
  const warning = noted.warnings.filter((one) => one !== undefined).join('; ') || undefined;
  const told = { resource: noted.resource, warning };
  return { ...response, ...told, delay: mishap.delay, reset: mishap.fault?.effect === 'reset' };
}

/** Data that cannot be read or written is no defect: the log says what to do about it. */
function failed(error: unknown): Reply {
  if (error instanceof DatabaseError) return { error: NO_DATA, reason: `${error.message} ${error.advice}` };
  return {
    error: INTERNAL,
    reason: `a defect of the emulator: ${error instanceof Error ? error.message : String(error)}`,
  };
}

const NO_MISHAP: Mishap = { delay: 0, fault: undefined };

/** A fault stands before everything else: the request is not looked at, and changes nothing. */
function replyOf({ effect, retryAfter, text }: Fault): Reply {
  const status = typeof effect === 'object' && 'status' in effect ? effect.status : 503;
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { error: injected(status), reason: `the fault ${text}`, headers };
}

async function answer(inside: Inside, request: ServiceRequest, found: Match | undefined, noted: Noted): Promise<Reply> {
  const handler = found && (handlers.get(found.operation.id) ?? previewHandlers.get(found.operation.id));
  if (!handler) return noRoute(inside, request.target);
  const caller = await callerOf(request, inside.gate);
  if ('error' in caller) return caller;
  noted.resource = caller.resource.name;
  const version = versionOf(request, found, inside.rules);
  if ('error' in version) return version;
  noted.warnings.push(version.warning, unlikeJson(request, found));
  const body = bodyOf(found, request.body);
  if ('error' in body) return body;
  const refused = overLimit(inside, caller, found.operation.id, body.value);
  if (refused) return refused;
  const { entra } = inside.gate;
  const call = { arguments: found.arguments, body: body.value, version: version.version, entra };
  const reply = await handler(call, resourceFor(inside, caller));
  if ('warning' in reply) noted.warnings.push(reply.warning);
  return reply;
}

/** Every client that retries waits for Retry-After, and some do not retry without it. */
function overLimit({ limits }: Inside, { resource }: Caller, operationId: string, body: JsonObject): Reply | undefined {
  const scopes = own(body, 'createTokenWithScopes');
  const refused = limits?.refuse(resource.name, operationId, isArray(scopes) && scopes.length > 0);
  if (!refused) return undefined;
  return { error: TOO_MANY_REQUESTS, reason: refused.reason, headers: { 'retry-after': String(refused.seconds) } };
}

function resourceFor({ store, clock, signingKey, revocationDelay = 0 }: Inside, caller: Caller): Resource {
  return createResource({ id: caller.resource.id, maker: caller.maker, store, clock, signingKey, revocationDelay });
}

function noRoute(inside: Inside, target: string): Reply {
  const methods = [...new Set(inside.operations.map(({ method }) => method))];
  const allowed = methods.filter((method) => match(inside.operations, { method, target }) !== undefined);
  if (allowed.length === 0) return { error: NOT_FOUND, reason: `Identity has nothing at ${pathOf(target)}` };
  return { error: METHOD_NOT_ALLOWED, headers: { allow: allowed.join(', ') } };
}

/** Long enough to tell one address from another. */
function pathOf(target: string): string {
  return (target.split('?')[0] ?? '').slice(0, 120);
}

function versionOf(
  request: ServiceRequest,
  { operation, arguments: given }: Match,
  rules: VersionRules,
): { version: ApiVersion; warning?: string } | Extract<Reply, { error: ServiceError }> {
  const name = own(given.query, 'api-version');
  if (typeof name !== 'string' || name === '') return { error: NO_VERSION };
  const found = findVersion(operation.id, name, rules);
  if (found.version) return found;
  const { scheme = 'https', headers, target } = request;
  const url = `${scheme}://${headers['host'] ?? ''}${target.split('?')[0] ?? ''}`;
  return { error: unsupportedVersion(url, name), reason: found.reason };
}

/** What ASP.NET, on which the service runs, refuses (415) where it reads JSON; that the service does so was not seen. */
function unlikeJson({ headers, body }: ServiceRequest, { operation }: Match): string | undefined {
  const type = headers['content-type'];
  if (body.length === 0 || !operation.body || (type && /^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type)))
    return undefined;
  const said = type === undefined ? 'the body has no content-type' : `the body's content-type is ${type.slice(0, 40)}`;
  return `${said}, not application/json: the service is likely to refuse it`;
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
