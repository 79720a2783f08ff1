// One Communication Services resource: its identities and the tokens it issues. What the identity model says about
// revocation and deletion (acs-identity.md, section 6) lives here.
import { randomBytes } from 'node:crypto';
import { IDENTITY_NOT_FOUND, IDENTITY_NOT_OWNED, type Checked } from './errors.js';
import type { SigningKey } from './signing-key.js';
import type { Identity, Store } from './store.js';
import { readToken, writeToken, type Claims } from './token.js';

/** An access token as the service returns it. */
export interface AccessToken {
  readonly token: string;
  /** ISO 8601 as .NET writes it: seven digits of a second, `+00:00`. */
  readonly expiresOn: string;
}

/** Whether a token can be used now, and if not, why. */
export type TokenState =
  | { readonly valid: true; readonly user: string; readonly scopes: readonly string[]; readonly expiresOn: string }
  | { readonly valid: false; readonly reason: Invalidity };

export type Invalidity = 'malformed' | 'bad-signature' | 'other-resource' | 'deleted' | 'revoked' | 'expired';

/** What a resource is made of. */
export interface ResourceParts {
  /** The GUID in the ids of its identities. */
  readonly id: string;
  readonly store: Store;
  readonly clock: () => number;
  /** Awaited only where a token is written or read. */
  readonly key: Promise<SigningKey>;
}

/** The operations that handlers are made of. */
export interface Resource {
  readonly clock: () => number;
  create(): Identity;
  find(id: string): Checked<Identity>;
  issue(id: string, scopes: readonly string[], minutes: number): Promise<Checked<AccessToken>>;
  /** A token for somebody who is not an identity of the resource, until a time given in epoch seconds. */
  exchange(subject: string, scopes: readonly string[], expiresAt: number): Promise<AccessToken>;
  revoke(identity: Identity): void;
  remove(identity: Identity): void;
  inspect(token: string): Promise<TokenState>;
}

export function createResource(parts: ResourceParts): Resource {
  const { store, clock } = parts;
  return {
    clock,
    create: () => create(parts),
    find: (id) => find(parts, id),
    issue: (id, scopes, minutes) => issue(parts, id, scopes, minutes),
    exchange: (subject, scopes, expiresAt) => exchange(parts, subject, scopes, expiresAt),
    // A token may be one second ahead of the clock (see `issue`), and must not outlive its revocation.
    revoke: (identity) => store.put({ ...identity, revokedUntil: Math.max(seconds(clock()), identity.lastIssued) }),
    remove: (identity) => store.delete(identity.id),
    inspect: async (token) => inspect(parts, readToken(await parts.key, token)),
  };
}

function create({ id, store, clock }: ResourceParts): Identity {
  const identity = { id: newId(id, clock()), lastIssued: 0, revokedUntil: 0 };
  store.put(identity);
  return identity;
}

/**
 * A user part as the service makes it: milliseconds since 2020 in 16 hex digits, then random ones around `3a0d00` (found
 * by comparing published ids with the times of their tokens).
 */
function newId(resourceId: string, now: number): string {
  const time = Math.max(0, now - Date.UTC(2020, 0, 1))
    .toString(16)
    .padStart(16, '0');
  const chance = randomBytes(5).toString('hex');
  const groups = [time.slice(0, 8), time.slice(8, 12), time.slice(12, 16), chance.slice(0, 4)];
  return `8:acs:${resourceId}_${groups.join('-')}-${chance.slice(4, 6)}3a0d00${chance.slice(6)}`;
}

function find({ id: resourceId, store }: ResourceParts, id: string): Checked<Identity> {
  if (!id.startsWith(`8:acs:${resourceId}_`)) return { error: IDENTITY_NOT_OWNED };
  const identity = store.get(id);
  return identity ? { value: identity } : { error: IDENTITY_NOT_FOUND };
}

/**
 * A token issued in the second of a revocation has to be told from those before it, and claims count in seconds: such a
 * token gets the next second as its `iat`, which real tokens also have at times.
 */
async function issue(
  parts: ResourceParts,
  id: string,
  scopes: readonly string[],
  minutes: number,
): Promise<Checked<AccessToken>> {
  const key = await parts.key;
  const found = find(parts, id); // after the wait: the identity may be gone by now
  if ('error' in found) return found;
  const now = parts.clock();
  const issuedAt = Math.max(seconds(now), found.value.revokedUntil + 1);
  parts.store.put({ ...found.value, lastIssued: Math.max(issuedAt, found.value.lastIssued) });
  const expiresAt = seconds(now) + minutes * 60;
  const claims = { subject: id.slice('8:'.length), scopes, issuedAt, expiresAt, resourceId: parts.id };
  const token = await writeToken(key, claims, seconds(now));
  return { value: { token, expiresOn: dotnetTime(now + minutes * 60_000) } };
}

async function exchange(
  parts: ResourceParts,
  subject: string,
  scopes: readonly string[],
  expiresAt: number,
): Promise<AccessToken> {
  const issuedAt = seconds(parts.clock());
  const claims = { subject, scopes, issuedAt, expiresAt, resourceId: parts.id };
  return { token: await writeToken(await parts.key, claims, issuedAt), expiresOn: dotnetTime(expiresAt * 1000) };
}

function inspect(parts: ResourceParts, read: ReturnType<typeof readToken>): TokenState {
  if (typeof read === 'string') return { valid: false, reason: read };
  const reason = invalidityOf(parts, read);
  if (reason) return { valid: false, reason };
  return { valid: true, user: `8:${read.subject}`, scopes: read.scopes, expiresOn: dotnetTime(read.expiresAt * 1000) };
}

function invalidityOf(parts: ResourceParts, claims: Claims): Invalidity | undefined {
  if (claims.resourceId !== parts.id) return 'other-resource';
  if (claims.subject.startsWith('acs:')) {
    const identity = parts.store.get(`8:${claims.subject}`);
    if (!identity) return 'deleted';
    if (claims.issuedAt <= identity.revokedUntil) return 'revoked';
  }
  return claims.expiresAt <= seconds(parts.clock()) ? 'expired' : undefined;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

/** .NET's "o" format of a DateTimeOffset in UTC: `2021-04-21T02:14:00.6740000+00:00`. */
function dotnetTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '0000+00:00');
}
