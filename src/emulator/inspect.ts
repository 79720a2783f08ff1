// Whether a token can be used now, and if not, why: what the other services of Communication Services ask.
import { KEYLESS } from './authentication.js';
import { permissionsOf } from './permissions.js';
import { revokedUntilAt } from './resource.js';
import type { Resources, ResourceSettings } from './resources.js';
import { keyId, type SigningKey } from './signing-key.js';
import type { Store } from './store.js';
import { dotnetTime, seconds } from './time.js';
import { decodeClaims, readToken, type Claims, type ReadToken } from './token.js';

/** Whether a token can be used now; what it says is told of every token that is ours. */
export type TokenState =
  | ({ readonly valid: true } & TokenFacts)
  | ({ readonly valid: false; readonly reason: Invalidity; readonly message: string } & Partial<TokenFacts>);

/** What a token of ours says. */
export interface TokenFacts {
  /** The raw id. */
  readonly user: string;
  /** The name of the resource, or its GUID where the emulator has no such resource. */
  readonly resource: string;
  readonly scopes: readonly string[];
  readonly issuedOn: string;
  readonly expiresOn: string;
  /** What the scopes allow, capability by capability. */
  readonly permissions: Readonly<Record<string, boolean>>;
}

export type Invalidity = keyof typeof MESSAGES;

const MESSAGES = {
  malformed: 'This is not an access token of Communication Services.',
  'bad-signature': 'The signature is wrong: the token was changed, or another service or emulator issued it.',
  'other-resource': 'The token was issued by another resource.',
  'resource-removed': 'The resource that issued the token was removed.',
  'key-regenerated': 'The access key with which the token was made has been made anew since.',
  deleted: 'The user was deleted.',
  revoked: "The user's tokens were revoked.",
  expired: 'The token has expired.',
};

/** What a token says of itself: only what rules it out is known. */
export type DecodedToken =
  ({ readonly valid: null; readonly message: string } & TokenFacts) | Extract<TokenState, { readonly valid: false }>;

const UNKNOWN =
  'Whether the signature is right, the token or its user is still there and its access key is still in use cannot be known from the token alone.';

/** Reads a token when nobody can be asked who knows more; `now` is in milliseconds since 1970. */
export function decodeToken(token: string, now: number): DecodedToken {
  const claims = decodeClaims(token);
  if (!claims) return invalid('malformed');
  const facts = factsOf(claims);
  return claims.expiresAt <= seconds(now)
    ? { ...invalid('expired'), ...facts }
    : { valid: null, message: UNKNOWN, ...facts };
}

/** What tokens are held against. */
export interface InspectorParts {
  readonly resources: Resources;
  readonly store: Store;
  readonly clock: () => number;
}

/** The state of a token now. */
export function inspectToken(parts: InspectorParts, key: SigningKey, token: string): TokenState {
  const read = readToken(key, token);
  if (typeof read === 'string') return invalid(read);
  const resource = parts.resources.list().find(({ id }) => id === read.resourceId);
  const facts = factsOf(read, resource);
  const reason = invalidityOf(parts, key, read, resource);
  return reason ? { ...invalid(reason), ...facts } : { valid: true, ...facts };
}

function invalid(reason: Invalidity): { valid: false; reason: Invalidity; message: string } {
  return { valid: false, reason, message: MESSAGES[reason] };
}

function factsOf(
  { subject, scopes, issuedAt, expiresAt, resourceId }: Claims,
  resource?: ResourceSettings,
): TokenFacts {
  return {
    user: `8:${subject}`,
    resource: resource?.name ?? resourceId,
    scopes,
    issuedOn: dotnetTime(issuedAt * 1000),
    expiresOn: dotnetTime(expiresAt * 1000),
    permissions: permissionsOf(scopes),
  };
}

function invalidityOf(
  { store, clock }: InspectorParts,
  key: SigningKey,
  token: ReadToken,
  resource: ResourceSettings | undefined,
): Invalidity | undefined {
  if (!resource) return 'other-resource';
  if (resource.removed) return 'resource-removed';
  if (!makersOf(resource).some((maker) => keyId(key, maker).kid === token.kid)) return 'key-regenerated';
  if (token.subject.startsWith('acs:')) {
    const identity = store.get(`8:${token.subject}`);
    if (!identity) return 'deleted';
    if (token.issuedAt <= revokedUntilAt(identity, clock())) return 'revoked';
  }
  return token.expiresAt <= seconds(clock()) ? 'expired' : undefined;
}

/** Those whose tokens of a resource are good: the holders of its keys, and those that need none. */
function makersOf({ keys }: ResourceSettings): string[] {
  return [keys.primary, keys.secondary, ...KEYLESS];
}

/** Those whose tokens are good, of all resources that are there. */
export function validMakers(resources: Resources): string[] {
  const present = resources.list().filter(({ removed }) => !removed);
  return [...new Set(present.flatMap(makersOf))];
}
