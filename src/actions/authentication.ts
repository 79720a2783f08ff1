// How an Http action signs in: one row for each type of `authentication`.
import { stringOf } from '../expressions/index.js';
import type { ClientCertificate, Send } from '../http/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Outcome } from '../run/index.js';
import { refused } from './outcome.js';

/** What a request is signed with. */
export interface Credentials {
  readonly headers: { readonly [name: string]: string };
  readonly certificate?: ClientCertificate;
}

/** Gives the credentials that an `authentication` describes, or why there are none to be had. */
export type Sign = (authentication: Json, signal: AbortSignal) => Promise<Credentials | Outcome>;

/** What signing in stands on. */
export interface SignIn {
  readonly send: Send;
  /** Told of every secret that signing in brings up. */
  readonly keep: (secret: Json) => void;
  /** Milliseconds since 1970, for the life of tokens. */
  readonly now: () => number;
}

type Text = (name: string) => string;
type Way = (text: Text, signal: AbortSignal) => Credentials | Outcome | Promise<Credentials | Outcome>;

export function signer({ send, keep, now }: SignIn): Sign {
  const oauth = lazily(async () => (await import('./oauth.js')).oauth(send, now));
  const identity = lazily(async () => (await import('./managed-identity.js')).managedIdentity());
  const ways: { readonly [type: string]: Way } = {
    none: () => ({ headers: {} }),
    raw: (text) => authorization(text('value')),
    basic: (text) => authorization(`Basic ${pairOf(text)}`),
    clientcertificate: clientCertificate,
    activedirectoryoauth: async (text, signal) => bearer(await (await oauth())(text, signal)),
    managedserviceidentity: async (text, signal) => bearer(await (await identity())(text('audience'), signal)),
  };
  function bearer(token: string | Outcome): Credentials | Outcome {
    if (typeof token !== 'string') return token;
    keep(token);
    return authorization(`Bearer ${token}`);
  }
  return async (authentication, signal) => {
    if (!isObject(authentication)) return { headers: {} };
    const text: Text = (name) => stringOf(ownAnyCase(authentication, name) ?? null);
    const way = Object.hasOwn(ways, text('type').toLowerCase()) ? ways[text('type').toLowerCase()] : undefined;
    return way ? way(text, signal) : refused('BadRequest', unknown(text('type')));
  };
}

/** The secrets in an action's inputs that sign its requests: nobody may see them, the run's record included. */
export function secretsInInputs(inputs: Json): readonly Json[] {
  // A webhook's requests stand in its inputs.
  const requests = ['subscribe', 'unsubscribe'].map((name) =>
    isObject(inputs) ? ownAnyCase(inputs, name) : undefined,
  );
  return [inputs, ...requests].flatMap((request) => secretsInRequest(request ?? null));
}

function secretsInRequest(inputs: Json): readonly Json[] {
  const authentication = isObject(inputs) ? ownAnyCase(inputs, 'authentication') : undefined;
  if (!isObject(authentication ?? null)) return [];
  const given = authentication as JsonObject;
  const text: Text = (name) => stringOf(ownAnyCase(given, name) ?? null);
  const [, token] = /^\S+\s+(.*)$/.exec(text('value')) ?? [];
  const values = secretNames.map((name) => ownAnyCase(given, name) ?? null);
  return [...values, token ?? null, ...(text('password') ? [pairOf(text)] : [])].filter((each) => each !== null);
}

// The service shows these as *sanitized* in the inputs of a run (measured in Power Automate).
const secretNames = ['value', 'password', 'pfx', 'secret'] as const;

function authorization(value: string): Credentials {
  return { headers: { Authorization: value } };
}

function pairOf(text: Text): string {
  return Buffer.from(`${text('username')}:${text('password')}`).toString('base64');
}

async function clientCertificate(text: Text): Promise<Credentials | Outcome> {
  const certificate = { pfx: new Uint8Array(Buffer.from(text('pfx'), 'base64')), password: text('password') };
  const { createSecureContext } = await import('node:tls');
  try {
    createSecureContext({ pfx: Buffer.from(certificate.pfx), passphrase: certificate.password });
    return { headers: {}, certificate };
  } catch (error) {
    const why = `(${(error as Error).message})`;
    const advice = `'pfx' is the file's content in base64, 'password' the one that it was exported with.`;
    return refused('BadRequest', `The client certificate cannot be read ${why}: ${advice}`);
  }
}

function unknown(type: string): string {
  const known = 'None, Basic, Raw, ClientCertificate, ActiveDirectoryOAuth and ManagedServiceIdentity';
  return `There is no authentication of type '${type}'. The types are ${known}.`;
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
