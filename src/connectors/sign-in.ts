// How a connection of a swagger connector signs its requests: an API key, a user and password, a bearer token, or a token
// that OAuth gives for client credentials.
import { SendError, type HttpResponse, type Send } from '../http/index.js';
import { isObject, own, ownAnyCase, parseJson, type Json, type JsonObject } from '../json.js';
import { textOf } from '../swagger/index.js';
import type { Call, ConnectionFault } from './connection.js';
import type { Properties } from './properties.js';
import { definitionOf, signingParameters } from './security.js';

/** What is put into every request to the connection's own host. */
export interface Credentials {
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
}

/** Gives the credentials; rejects with SendError where there are none. */
export type SignIn = (send: Send, call: Call) => Promise<Credentials>;

export interface SigningIn {
  readonly signIn: SignIn;
  /** Other credentials than these, which the service has refused; absent where there are none. */
  readonly renew?: (refused: Credentials, send: Send, call: Call) => Promise<Credentials>;
  /** What is made of secrets and must not be seen either. */
  readonly secrets: readonly string[];
  /** The parameters that would sign the requests, where the connector asks for some and none is given. */
  readonly lacks?: readonly string[];
}

/** What signs the requests: the connection's parameters, put where the document's security definitions want them. */
export function signingIn(
  document: JsonObject,
  parameters: JsonObject,
  properties: Properties,
  now: () => number,
): SigningIn | ConnectionFault {
  const text = (name: string) => parameterText(parameters, name);
  const token = text('token');
  if (token !== undefined) return always({ Authorization: `Bearer ${token}` });
  if ((text('clientId') ?? text('token:clientId')) !== undefined)
    return clientCredentials(document, parameters, properties, now);
  const username = text('username');
  if (username !== undefined && wantsBasic(document, properties)) {
    const pair = Buffer.from(`${username}:${text('password') ?? ''}`).toString('base64');
    return { ...always({ Authorization: `Basic ${pair}` }), secrets: [pair] };
  }
  const apiKey = text('apiKey') ?? text('api_key');
  return apiKey === undefined ? unsigned(document, parameters, properties) : withKey(document, apiKey, properties);
}

/** Nothing is put into the requests, unless policies do so with a parameter of their own. */
function unsigned(document: JsonObject, parameters: JsonObject, properties: Properties): SigningIn {
  const lacks = lacking(document, parameters, signingParameters(document, properties));
  return { ...always({}), ...(lacks.length > 0 && { lacks }) };
}

function lacking(document: JsonObject, parameters: JsonObject, asked: readonly string[]): readonly string[] {
  const missing = asked.filter((name) => parameterText(parameters, name) === undefined);
  if (missing.length === asked.length) return asked;
  // A password alone signs nothing; for the rest, one may do.
  return definitionOf(document, 'basic') ? missing.filter((name) => /^username$/i.test(name)) : [];
}

/** A user and password that the connector asks for may be meant for its policies alone. */
export function wantsBasic(document: JsonObject, { parameters }: Properties): boolean {
  return definitionOf(document, 'basic') !== undefined || !parameters.some(({ name }) => /^username$/i.test(name));
}

function withKey(document: JsonObject, apiKey: string, properties: Properties): SigningIn | ConnectionFault {
  const definition = definitionOf(document, 'apiKey');
  const name = definition && textOf(definition, 'name');
  if (!definition || !name) {
    const forPolicies = /connectionparameters\('api_?key'/i.test(JSON.stringify(properties.policies));
    if (forPolicies) return always({});
    const other = signingParameters(document, properties).map((each) => `'${each}'`);
    return {
      parameter: 'apiKey',
      message: 'The connector takes no API key: its swagger defines none.',
      advice: other.length > 0 ? `It asks for ${other.join(', ')}.` : 'Leave it out.',
    };
  }
  return own(definition, 'in') === 'query' ? always({}, { [name]: apiKey }) : always({ [name]: apiKey });
}

function always(headers: Credentials['headers'], query: Credentials['query'] = {}): SigningIn {
  return { signIn: () => Promise.resolve({ headers, query }), secrets: [] };
}

// A token this close to its end may be over when it arrives.
const margin = 60_000;

function clientCredentials(
  document: JsonObject,
  parameters: JsonObject,
  properties: Properties,
  now: () => number,
): SigningIn | ConnectionFault {
  const text = (name: string) => parameterText(parameters, name) ?? parameterText(parameters, `token:${name}`);
  const url = text('tokenUrl') ?? tokenUrlOf(document, properties);
  const [clientId = '', clientSecret] = [text('clientId'), text('clientSecret')];
  const written = (name: string) => (parameterText(parameters, name) === undefined ? `token:${name}` : name);
  if (clientSecret === undefined)
    return {
      parameter: written('clientId'),
      message: "Signing in with a 'clientId' needs a 'clientSecret', too.",
      advice: `Write beside it: clientSecret: "@appsetting('CLIENT_SECRET')", and set the environment variable CLIENT_SECRET.`,
    };
  if (url === undefined || !URL.canParse(url))
    return {
      parameter: written(text('tokenUrl') === undefined ? 'clientId' : 'tokenUrl'),
      message: 'There is no absolute address to ask for a token.',
      advice: "Set 'tokenUrl' under the connection's parameters.",
    };
  const scope = text('scope');
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(scope !== undefined && { scope }),
  };
  const request = tokenRequest(url, form);
  return { ...tokens((send, { signal }) => send(request, signal), now), secrets: [clientSecret] };
}

interface Token {
  readonly credentials: Credentials;
  readonly until: number;
}

/** Tokens that are kept for their life; those who ask at the same time share one. */
function tokens(ask: (send: Send, call: Call) => Promise<HttpResponse>, now: () => number): Omit<SigningIn, 'secrets'> {
  let kept: Promise<Token> | undefined;
  const current = async (send: Send, call: Call): Promise<Token> => {
    const mine = kept === undefined;
    const asked = (kept ??= ask(send, call).then((answer) => tokenIn(answer, now(), call)));
    try {
      const token = await asked;
      if (now() < token.until) return token;
    } catch (error) {
      if (kept === asked) kept = undefined;
      // One who asked for all may have been cancelled alone.
      if (mine || !(error instanceof SendError) || error.code !== 'Cancelled') throw error;
    }
    if (kept === asked) kept = undefined;
    return current(send, call);
  };
  return {
    signIn: async (send, call) => (await current(send, call)).credentials,
    async renew(refused, send, call) {
      const token = await kept?.catch(() => undefined);
      if (token?.credentials === refused) kept = undefined;
      return (await current(send, call)).credentials;
    },
  };
}

function tokenRequest(url: string, form: { readonly [name: string]: string }): Parameters<Send>[0] {
  const body = new TextEncoder().encode(new URLSearchParams(form).toString());
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
  return { method: 'POST', url, headers, body };
}

function tokenIn({ status, body }: HttpResponse, now: number, { keep }: Call): Token {
  const found = objectIn(body);
  const token = textOf(found, 'access_token');
  if (status === 200 && token !== undefined) {
    keep?.(token);
    const seconds = Number(ownAnyCase(found, 'expires_in') ?? NaN);
    // One that does not say how long it lives is kept until it is refused.
    const until = Number.isFinite(seconds) ? now + Math.max(seconds * 1000 - margin, 1000) : Infinity;
    return { credentials: { headers: { Authorization: `Bearer ${token}` }, query: {} }, until };
  }
  const said = textOf(found, 'error_description') ?? textOf(found, 'error') ?? `status ${status}`;
  throw new SendError('InvalidRequest', `The token endpoint gave no token: ${said}.`, status === 429 || status >= 500);
}

function objectIn(body: Uint8Array): JsonObject {
  try {
    const value: Json = parseJson(new TextDecoder().decode(body));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function tokenUrlOf(document: JsonObject, { parameters }: Properties): string | undefined {
  const declared = parameters.find(({ tokenUrl }) => tokenUrl !== undefined)?.tokenUrl;
  const definition = definitionOf(document, 'oauth2');
  return declared ?? (definition && textOf(definition, 'tokenUrl'));
}

/** A parameter of a connection, in any case. */
export function parameterText(parameters: JsonObject, name: string): string | undefined {
  const value = ownAnyCase(parameters, name);
  return typeof value === 'string' ? value : undefined;
}
