// A Communication Services resource as one caller uses it: its identities and the tokens it issues. What the identity
// model says about revocation and deletion (acs-identity.md, section 6) lives here.
import { randomBytes } from 'node:crypto';
import { IDENTITY_NOT_FOUND, IDENTITY_NOT_OWNED, type Checked } from './errors.js';
import type { SigningKey } from './signing-key.js';
import type { Identity, Store } from './store.js';
import { dotnetTime, seconds } from './time.js';
import { writeToken, type Claims } from './token.js';

/** An access token as the service returns it. */
export interface AccessToken {
  readonly token: string;
  /** ISO 8601 as .NET writes it: seven digits of a second, `+00:00`. */
  readonly expiresOn: string;
}

/** What a resource is made of. */
export interface ResourceParts {
  /** The GUID in the ids of its identities. */
  readonly id: string;
  readonly store: Store;
  readonly clock: () => number;
  /** Awaited only where a token is written. */
  readonly signingKey: Promise<SigningKey>;
  /** How long a revocation takes to be in force, in milliseconds. */
  readonly revocationDelay: number;
  /** Who asks, as tokens tell: see `keyId`. */
  readonly maker: string;
}

/** The operations that handlers are made of. */
export interface Resource {
  readonly clock: () => number;
  create(customId?: string): Identity;
  find(id: string): Checked<Identity>;
  findCustom(customId: string): Identity | undefined;
  issue(id: string, scopes: readonly string[], minutes: number): Promise<Checked<AccessToken>>;
  /** A token for somebody who is not an identity of the resource, until a time given in epoch seconds. */
  exchange(subject: string, scopes: readonly string[], expiresAt: number): Promise<AccessToken>;
  revoke(identity: Identity): void;
  remove(identity: Identity): void;
}

export function createResource(parts: ResourceParts): Resource {
  const { store, clock } = parts;
  return {
    clock,
    create: (customId) => create(parts, customId),
    find: (id) => find(parts, id),
    findCustom: (customId) => store.findCustom(parts.id, customId),
    issue: (id, scopes, minutes) => issue(parts, id, scopes, minutes),
    exchange: (subject, scopes, expiresAt) => exchange(parts, subject, scopes, expiresAt),
    revoke: (identity) => store.put(revoked(identity, clock(), parts.revocationDelay)),
    remove: (identity) => store.delete(identity.id),
  };
}

function create({ id, store, clock }: ResourceParts, customId?: string): Identity {
  const named = customId === undefined ? {} : { customId };
  const identity = { id: newId(id, clock()), lastIssued: 0, revokedUntil: 0, ...named };
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
  const id = `8:acs:${resourceId}_${groups.join('-')}-${chance.slice(4, 6)}3a0d00${chance.slice(6)}`;
  return Buffer.from(id).toString('latin1'); // in one piece: a million put together from parts take twice the memory
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
  const key = await parts.signingKey;
  const found = find(parts, id); // after the wait: the identity may be gone by now
  if ('error' in found) return found;
  const now = parts.clock();
  const issuedAt = Math.max(seconds(now), lastRevoked(found.value) + 1);
  parts.store.put({ ...found.value, lastIssued: Math.max(issuedAt, found.value.lastIssued) });
  const expiresAt = seconds(now) + minutes * 60;
  const claims = { subject: id.slice('8:'.length), scopes, issuedAt, expiresAt, resourceId: parts.id };
  const token = await writeToken(key, parts.maker, claims, seconds(now));
  return { value: { token, expiresOn: dotnetTime(now + minutes * 60_000) } };
}

async function exchange(
  parts: ResourceParts,
  subject: string,
  scopes: readonly string[],
  expiresAt: number,
): Promise<AccessToken> {
  const issuedAt = seconds(parts.clock());
  const claims: Claims = { subject, scopes, issuedAt, expiresAt, resourceId: parts.id };
  const token = await writeToken(await parts.signingKey, parts.maker, claims, issuedAt);
  return { token, expiresOn: dotnetTime(expiresAt * 1000) };
}

/** The `iat` of the youngest token that is revoked or about to be. */
function lastRevoked({ revokedUntil, revocations = [] }: Identity): number {
  return Math.max(revokedUntil, ...revocations.map(({ until }) => until));
}

/**
 * A token may be a second ahead of the clock (see `issue`), and must not outlive its revocation. Where no token came since
 * the last revocation there is nothing to do, so repeating it does not make the record grow.
 */
function revoked(identity: Identity, now: number, delay: number): Identity {
  if (identity.lastIssued <= lastRevoked(identity)) return identity;
  const until = Math.max(seconds(now), identity.lastIssued);
  const { revocations = [], ...settled } = { ...identity, revokedUntil: revokedUntilAt(identity, now) };
  if (delay === 0) return { ...settled, revokedUntil: until };
  const pending = revocations.filter(({ from }) => from > now);
  return { ...settled, revocations: [...pending, { until, from: now + delay }] };
}

/** The `iat` up to which tokens are revoked at a time: those revocations count that are in force by then. */
export function revokedUntilAt({ revokedUntil, revocations = [] }: Identity, now: number): number {
  return Math.max(revokedUntil, ...revocations.filter(({ from }) => from <= now).map(({ until }) => until));
}
