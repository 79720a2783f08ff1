// A token endpoint as that of login.microsoftonline.com, so that credentials of Azure's libraries work offline: their
// authority is the emulator's address. It gives a token to any client with any secret; what is checked is that the request
// is one that Entra would understand. The texts of its errors are Entra's, shortened.
import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.js';
import type { Arrival } from './door.js';
import { LOCAL_ENTRA } from './entra.js';
import { keySet } from './jwks.js';
import { writeJwt } from './jwt.js';
import { jsonPage } from './page.js';
import { guidFrom } from './resources.js';
import type { ServiceResponse } from './response.js';
import type { SigningKey } from './signing-key.js';
import { seconds } from './time.js';

/** What the endpoint is made of. */
export interface EndpointParts {
  readonly signingKey: Promise<SigningKey>;
  /** The real time, in milliseconds since 1970. */
  readonly wallClock: () => number;
}

const ROUTE =
  /^\/([\w.-]{1,100})\/(oauth2\/v2\.0\/token|v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys)$/;
/** In seconds, one less than an hour as Entra's are. */
const LIFETIME = 3599;

/** The answer to a request to one of Entra's addresses; undefined where the address is none. */
export async function entraAnswer(arrival: Arrival, parts: EndpointParts): Promise<ServiceResponse | undefined> {
  const [path = ''] = arrival.target.split('?');
  const [, tenant = '', what = ''] = ROUTE.exec(path) ?? [];
  if (what === '') return undefined;
  if (what.endsWith('token')) return tokenAnswer(arrival, tenant, parts);
  if (what.endsWith('keys')) return jsonPage('EntraKeys', 200, keySet(await parts.signingKey, [LOCAL_ENTRA]));
  return jsonPage(
    'EntraConfiguration',
    200,
    configuration(`${arrival.scheme}://${arrival.headers['host'] ?? ''}/${tenant}`),
  );
}

function configuration(base: string): JsonObject {
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  };
}

async function tokenAnswer(arrival: Arrival, tenant: string, parts: EndpointParts): Promise<ServiceResponse> {
  if (arrival.method !== 'POST')
    return refused(405, 'invalid_request', 900561, 'The endpoint only accepts POST requests.');
  const form = new URLSearchParams(Buffer.from(arrival.body).toString());
  return misuse(form) ?? jsonPage('EntraToken', 200, await grant(arrival, tenant, form, parts));
}

/** What Entra would say of a request that it does not understand. */
function misuse(form: URLSearchParams): ServiceResponse | undefined {
  const absent = ['grant_type', 'client_id', 'scope'].find((name) => !form.get(name));
  if (absent !== undefined) return needed(absent);
  if (form.get('grant_type') === 'password') return form.get('username') ? undefined : needed('username');
  if (form.get('grant_type') !== 'client_credentials')
    return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  if (!form.get('client_secret') && !form.get('client_assertion'))
    return refused(
      401,
      'invalid_client',
      7000216,
      "'client_assertion' or 'client_secret' is required for the 'client_credentials' grant type.",
    );
  const message = `The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
  return resourceScope(form).endsWith('/.default') ? undefined : refused(400, 'invalid_scope', 1002012, message);
}

function needed(name: string): ServiceResponse {
  return refused(400, 'invalid_request', 900144, `The request body must contain the following parameter: '${name}'.`);
}

/**
 * A token for the application itself, or (with `password`) for a person, such as a Teams user; ids follow from the names.
 * The audience is what precedes the last slash of the scope: `https://communication.azure.com//.default` keeps one.
 */
async function grant(
  arrival: Arrival,
  tenant: string,
  form: URLSearchParams,
  parts: EndpointParts,
): Promise<JsonObject> {
  const [clientId, user] = [form.get('client_id') ?? '', form.get('username')];
  const [audience, permissions] = asked(form);
  const now = seconds(parts.wallClock());
  const oid = idFor(user ?? clientId);
  const whose = user === null ? { idtyp: 'app' } : { scp: permissions.join(' '), upn: user };
  const claims = {
    aud: audience,
    iss: `${arrival.scheme}://${arrival.headers['host'] ?? ''}/${tenant}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + LIFETIME,
    appid: clientId,
    oid,
    sub: oid,
    tid: tenant,
    uti: randomUUID(),
    ver: '1.0',
    ...whose,
  };
  const token = await writeJwt(await parts.signingKey, LOCAL_ENTRA, claims);
  return { token_type: 'Bearer', expires_in: LIFETIME, ext_expires_in: LIFETIME, access_token: token };
}

/** The audience of a token, and the permissions there, each of which is a scope of its own (documented for `scp`). */
function asked(form: URLSearchParams): readonly [string, readonly string[]] {
  const audience = audienceOf(resourceScope(form));
  const same = scopesOf(form).filter((scope) => scope.includes('/') && audienceOf(scope) === audience);
  return [audience, [...new Set(same.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)))]];
}

const audienceOf = (scope: string): string => scope.slice(0, scope.lastIndexOf('/'));
const scopesOf = (form: URLSearchParams): readonly string[] => (form.get('scope') ?? '').split(' ');

/** The scope that names a resource. MSAL for Java sends OpenID's beside it (`openid profile offline_access`), even for an application. */
function resourceScope(form: URLSearchParams): string {
  return scopesOf(form).find((one) => one.includes('/')) ?? '';
}

function idFor(name: string): string {
  return guidFrom(createHash('sha256').update(`dryflow emulator, Entra, ${name}`).digest());
}

function refused(status: number, error: string, code: number, description: string): ServiceResponse {
  const ids = { trace_id: randomUUID(), correlation_id: randomUUID() };
  const body = { error, error_description: `AADSTS${code}: ${description}`, error_codes: [code], ...ids };
  return { ...jsonPage('EntraToken', status, body), reason: `AADSTS${code}: ${description}` };
}
