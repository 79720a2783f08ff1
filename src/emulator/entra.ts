// The check of tokens of Microsoft Entra: those of the local endpoint (entra-endpoint.ts), and those of a real tenant against
// the keys that the user names.
import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { denied, type Refusal } from './hmac.js';
import { isSignedWith, readJwt } from './jwt.js';
import { keyId, type SigningKey } from './signing-key.js';

/** What bearer tokens are checked with. */
export interface EntraParts {
  readonly signingKey: Promise<SigningKey>;
  /** The real time, in milliseconds since 1970: clients keep their tokens by it. */
  readonly wallClock: () => number;
  /** Fetches a JSON Web Key Set whose keys are trusted besides the local one. */
  readonly keys?: () => Promise<Json>;
}

/** Tells good tokens from bad ones. */
export interface Entra {
  /** Why a bearer token is refused; undefined when it is good. */
  refusalOf(token: string): Promise<Refusal | undefined>;
  /** What is known of a token's signature, whatever the token says. */
  check(token: string): Promise<CheckedToken>;
}

/** What a token says, and whether its maker is known. The reason goes on where "the token" ends. */
export type CheckedToken =
  | { readonly signature: 'good'; readonly payload: JsonObject }
  | { readonly signature: 'unknown'; readonly payload: JsonObject; readonly reason: string }
  | { readonly signature: 'bad'; readonly reason: string };

/** The maker of the tokens of the local endpoint: see `keyId`. */
export const LOCAL_ENTRA = 'local Entra';

const AUDIENCE = 'https://communication.azure.com';
/** In seconds; what Microsoft's own libraries for checking tokens allow by default (documented). */
const CLOCK_SKEW = 300;
/** Keys are not fetched again within this time, in milliseconds, or every bad token would ask for them. */
const KEYS_LAST = 60_000;

export function createEntra(parts: EntraParts): Entra {
  const trusted = trustedKeys(parts);
  const check = (token: string): Promise<CheckedToken> => checked(token, trusted, parts.keys !== undefined);
  return {
    check,
    async refusalOf(token) {
      const found = await check(token);
      if (found.signature !== 'good') return denied(`the bearer token ${found.reason}`);
      return refuseClaims(found.payload, parts.wallClock() / 1000);
    },
  };
}

/** Who names keys names all that there are: a key that is not among them is then as good as none. */
async function checked(token: string, trusted: TrustedKeys, named: boolean): Promise<CheckedToken> {
  const jwt = readJwt(token);
  if (!jwt) return bad('is not a JSON Web Token');
  const { header, payload } = jwt;
  const kid = own(header, 'kid');
  const key = await trusted(typeof kid === 'string' ? kid : '');
  if (typeof key === 'string') return bad(`cannot be checked: ${key}`);
  const unsigned = own(header, 'alg') === 'RS256' ? undefined : 'is not signed with RS256';
  if (!key) {
    const reason = unsigned ?? 'has a key that is neither that of the local Entra endpoint nor a named one';
    return named ? bad(reason) : { signature: 'unknown', payload, reason };
  }
  if (unsigned !== undefined) return bad(unsigned);
  return isSignedWith(key, token) ? { signature: 'good', payload } : bad('has a wrong signature');
}

function bad(reason: string): CheckedToken {
  return { signature: 'bad', reason };
}

function refuseClaims(payload: JsonObject, now: number): Refusal | undefined {
  const [audience, from, until] = ['aud', 'nbf', 'exp'].map((name) => own(payload, name));
  if (typeof audience !== 'string' || audience.replace(/\/+$/, '') !== AUDIENCE)
    return denied(`the bearer token is for another audience than ${AUDIENCE}`);
  if (typeof until !== 'number' || until <= now - CLOCK_SKEW) return denied('the bearer token has expired');
  return typeof from === 'number' && from > now + CLOCK_SKEW ? denied('the bearer token is not valid yet') : undefined;
}

/** The key of that name, nothing when there is none, or why the named keys cannot be had. */
type TrustedKeys = (kid: string) => Promise<KeyObject | string | undefined>;

function trustedKeys(parts: EntraParts): TrustedKeys {
  let named = new Map<string, KeyObject>();
  let fetchedAt = -Infinity;
  const refresh = async (fetch: () => Promise<Json>): Promise<string | undefined> => {
    fetchedAt = parts.wallClock();
    try {
      named = keysOf(await fetch());
      return undefined;
    } catch (error) {
      return `the named keys of Entra cannot be had: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  return async (kid) => {
    const local = await parts.signingKey;
    if (keyId(local, LOCAL_ENTRA).kid === kid) return local.publicKey;
    if (named.has(kid) || !parts.keys || parts.wallClock() - fetchedAt < KEYS_LAST) return named.get(kid);
    return (await refresh(parts.keys)) ?? named.get(kid);
  };
}

/** The RSA keys of a JSON Web Key Set, by their names; others are left out, as is what is no key. */
function keysOf(set: Json): Map<string, KeyObject> {
  const keys = isObject(set) ? own(set, 'keys') : undefined;
  if (!isArray(keys)) throw new Error('this is no JSON Web Key Set');
  return new Map(keys.flatMap(namedKey));
}

function namedKey(jwk: Json): [string, KeyObject][] {
  if (!isObject(jwk)) return [];
  const [kid, kty] = [own(jwk, 'kid'), own(jwk, 'kty')];
  if (typeof kid !== 'string' || kty !== 'RSA') return [];
  try {
    return [[kid, createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })]];
  } catch {
    return [];
  }
}
