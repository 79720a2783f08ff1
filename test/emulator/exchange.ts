// Signed requests to a service without a server, each of whose responses is held against its schema.
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import {
  createResources,
  createService,
  errorSchema,
  loadSigningKey,
  memoryStore,
  previewDefinition,
  signatureOf,
  type ResourceOptions,
  type Resources,
  type Service,
  type ServiceParts,
  type ServiceRequest,
} from '../../src/emulator/index.js';
import { isObject, own, parseJson, type Json } from '../../src/json.js';
import { findOperation, operationsOf, validate } from '../../src/swagger/index.js';

export const KEY = 'c2VjcmV0LWtleS1mb3ItZmFrZS1zZXJ2ZXI=';
export const HOST = 'localhost:34339';
export const RESOURCE = '11111111-2222-3333-4444-555555555555';
/** An identity of another resource. */
export const FOREIGN = '8:acs:99999999-2222-3333-4444-555555555555_00000000-aaaa-bbbb-cccc-ddddddddeeee';
export const NOW = Date.UTC(2026, 10, 22, 3, 40, 13);

/** One key pair for all tests of a file: making one is slow. */
export const signingKey = loadSigningKey();

/** One resource, with that key. */
export function resources(one: Partial<ResourceOptions> = {}): Resources {
  return createResources([{ name: 'main', id: RESOURCE, accessKey: KEY, ...one }]);
}

/** A service each of whose responses is held against its schema before anybody sees it. */
export function service(parts: Partial<ServiceParts> = {}): Service {
  const clocks = { clock: () => NOW, wallClock: () => NOW };
  const made = createService({ resources: resources(), store: memoryStore(), ...clocks, signingKey, ...parts });
  const handle = async (request: ServiceRequest): Promise<ServiceResponse> => {
    const response = await made.handle(request);
    const { operation = '', status, body } = response;
    expect(body).not.toContain('"InternalError"');
    expect(await violations(operation, status, body === '' ? null : parseJson(body))).toEqual([]);
    return response;
  };
  return { ...made, handle };
}

type ServiceResponse = Awaited<ReturnType<Service['handle']>>;

export interface Unsigned {
  readonly method: string;
  readonly target: string;
  readonly body?: string;
  readonly now?: number;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as the JavaScript SDK signs it. */
export function signed({ method, target, body = '', now = NOW, key = KEY, headers = {} }: Unsigned): ServiceRequest {
  const [date, hash] = [new Date(now).toUTCString(), createHash('sha256').update(body).digest('base64')];
  const signature = signatureOf(key, `${method}\n${target}\n${date};${HOST};${hash}`);
  const authorization = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
  const json = body === '' ? {} : { 'content-type': 'application/json' };
  const common = { ...json, host: HOST, 'x-ms-date': date, 'x-ms-content-sha256': hash, authorization };
  return { method, target, headers: { ...common, ...headers }, body: Buffer.from(body) };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  readonly reason: string | undefined;
  readonly warning: string | undefined;
}

const operations = [...operationsOf(definition), ...operationsOf(previewDefinition)];

/** Sends a request, and reads what comes back. */
export async function send(to: Service, request: ServiceRequest): Promise<Answer> {
  const { status, headers, body, reason, warning } = await to.handle(request);
  return { status, headers, body: body === '' ? null : parseJson(body), reason, warning };
}

async function violations(operationId: string, status: number, body: Json): Promise<unknown[]> {
  if (status >= 400) return validate(definition, errorSchema, body);
  const { responses = [] } = findOperation(operations, operationId) ?? {};
  // The preview answers 200 where 201 is described: the identity was there already.
  const wanted = operationId === 'CreateCommunicationIdentity' && status === 200 ? 201 : status;
  const schema = responses.find((one) => one.status === String(wanted))?.schema;
  if (schema) return validate(definition, schema, body);
  return body === null ? [] : ['a body that the swagger does not describe'];
}

/** The value at a path of property names. */
export function at(value: Json | undefined, ...path: string[]): Json | undefined {
  return path.reduce<Json | undefined>((from, name) => (isObject(from) ? own(from, name) : undefined), value);
}

/** A text at a path of property names, empty where there is none. */
export function textAt(value: Json, ...path: string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

export const VERSION = 'api-version=2023-10-01';

/** Creates an identity, with a token where scopes are given. */
export async function createUser(
  to: Service,
  scopes: string[] = [],
  now = NOW,
): Promise<{ id: string; token: string }> {
  const body = scopes.length > 0 ? JSON.stringify({ createTokenWithScopes: scopes }) : '';
  const answer = await send(to, signed({ method: 'POST', target: `/identities?${VERSION}`, body, now }));
  expect(answer.status).toBe(201);
  return { id: textAt(answer.body, 'identity', 'id'), token: textAt(answer.body, 'accessToken', 'token') };
}

/** The request target of something below an identity, its id encoded as the SDKs do. */
export function identityTarget(id: string, action = '', version = VERSION): string {
  return `/identities/${encodeURIComponent(id)}${action}?${version}`;
}

/** Issues a token. */
export async function issue(to: Service, id: string, now = NOW): Promise<Answer> {
  const target = identityTarget(id, '/:issueAccessToken');
  return send(to, signed({ method: 'POST', target, body: '{"scopes":["chat"]}', now }));
}

export async function revoke(to: Service, id: string, now = NOW): Promise<Answer> {
  return send(to, signed({ method: 'POST', target: identityTarget(id, '/:revokeAccessTokens'), now }));
}

export async function remove(to: Service, id: string, now = NOW): Promise<Answer> {
  return send(to, signed({ method: 'DELETE', target: identityTarget(id), now }));
}

/** An unsigned JWT, as the local exchange accepts it. */
export function entraToken(payload: object): string {
  return `${jwtPart({ alg: 'none', typ: 'JWT' })}.${jwtPart(payload)}.c2ln`;
}

function jwtPart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
