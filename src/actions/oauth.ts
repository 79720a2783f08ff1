// Microsoft Entra with a client secret: a token for an audience, asked once and kept for its life.
import { stringOf } from '../expressions/index.js';
import type { HttpResponse, Send } from '../http/index.js';
import { isObject, own, parseJson, type Json, type JsonObject } from '../json.js';
import type { Outcome } from '../run/index.js';
import { refused, retryOf, unanswered } from './outcome.js';

type Text = (name: string) => string;

interface Token {
  readonly text: string;
  readonly until: number;
}

// A token this close to its end may be over when it arrives.
const margin = 5 * 60_000;

/** Gives the token for an `authentication` of type ActiveDirectoryOAuth, or why there is none. */
export function oauth(send: Send, now: () => number): (text: Text, signal: AbortSignal) => Promise<string | Outcome> {
  const tokens = new Map<string, Token>();
  return async (text, signal) => {
    if (!text('secret')) return refused('BadRequest', needsSecret);
    const key = JSON.stringify(['authority', 'tenant', 'audience', 'clientId', 'secret'].map(text));
    const kept = tokens.get(key);
    if (kept && now() < kept.until) return kept.text;
    const token = await ask(text, send, signal, now);
    if ('status' in token) return token;
    tokens.set(key, token);
    return token.text;
  };
}

const needsSecret =
  "Signing in to Microsoft Entra needs a 'secret': dryflow cannot do it with a certificate. A client secret is made under App registrations, Certificates & secrets.";

async function ask(text: Text, send: Send, signal: AbortSignal, now: () => number): Promise<Token | Outcome> {
  const authority = (text('authority') || 'https://login.microsoftonline.com').replace(/\/+$/, '');
  const form = {
    grant_type: 'client_credentials',
    resource: text('audience'),
    client_id: text('clientId'),
    client_secret: text('secret'),
  };
  const request = {
    method: 'POST',
    url: `${authority}/${encodeURIComponent(text('tenant'))}/oauth2/token`,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    body: new TextEncoder().encode(new URLSearchParams(form).toString()),
  };
  try {
    return tokenIn(await send(request, signal), now);
  } catch (error) {
    return unanswered(error);
  }
}

function tokenIn(answer: HttpResponse, now: () => number): Token | Outcome {
  const found = objectIn(answer);
  const token = own(found, 'access_token');
  if (answer.status !== 200 || typeof token !== 'string') return noToken(answer, found);
  const seconds = Number(stringOf(own(found, 'expires_in') ?? null)); // the older endpoint writes it as text
  return { text: token, until: now() + (Number.isFinite(seconds) ? seconds * 1000 : 0) - margin };
}

/** In the service's words, as runs in public show them. */
function noToken(answer: HttpResponse, found: JsonObject): Outcome {
  const description = stringOf(own(found, 'error_description') ?? own(found, 'error') ?? null);
  const [first = ''] = description.split(/\r?\n/);
  const why = first || `The token endpoint answered with status ${answer.status}.`;
  const failure = refused('BadRequest', `Http request failed as there is an error getting AD OAuth token: '${why}'.`);
  return { ...failure, ...retryOf(answer.status, answer.headers) };
}

function objectIn({ body }: HttpResponse): JsonObject {
  let found: Json;
  try {
    found = parseJson(new TextDecoder().decode(body));
  } catch {
    return {};
  }
  return isObject(found) ? found : {};
}
