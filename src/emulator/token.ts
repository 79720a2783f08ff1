// Access tokens: RS256 JWTs with the claims of the real ones, in their order (acs-identity.md, section 5). The service
// calls this format no part of its contract; applications read it all the same.
import { own, type Json, type JsonObject } from '../json.js';
import { isSignedWith, readJwt, writeJwt } from './jwt.js';
import type { SigningKey } from './signing-key.js';

/** What a token says. Times are epoch seconds. */
export interface Claims {
  /** Whom it is for: the raw id without its `8:`. */
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly resourceId: string;
}

/** A token of ours. */
export interface ReadToken extends Claims {
  /** The name of the key in its header. */
  readonly kid: string;
}

/** The value of `scp` in every real token seen, whatever its scopes. */
const SCP = 1792;

/** Writes and signs a token. `requestedAt` is when it was asked for, in epoch seconds; `maker` who asked: see `keyId`. */
export function writeToken(key: SigningKey, maker: string, claims: Claims, requestedAt: number): Promise<string> {
  return writeJwt(key, maker, {
    skypeid: claims.subject,
    scp: SCP,
    csi: String(requestedAt),
    exp: claims.expiresAt,
    rgn: 'amer',
    acsScope: claims.scopes.join(','),
    resourceId: claims.resourceId,
    resourceLocation: 'unitedstates',
    iat: claims.issuedAt,
  });
}

/** What a token of ours says, or why it is none. */
export function readToken(key: SigningKey, token: string): ReadToken | 'malformed' | 'bad-signature' {
  const jwt = readJwt(token);
  const claims = jwt && claimsOf(jwt.payload);
  if (!claims) return 'malformed';
  const kid = own(jwt.header, 'kid');
  const genuine = own(jwt.header, 'alg') === 'RS256' && isSignedWith(key.publicKey, token);
  return genuine ? { ...claims, kid: typeof kid === 'string' ? kid : '' } : 'bad-signature';
}

/** What a token says, whoever signed it. */
export function decodeClaims(token: string): Claims | undefined {
  const jwt = readJwt(token);
  return jwt && claimsOf(jwt.payload);
}

function claimsOf(payload: JsonObject): Claims | undefined {
  const [subject, scopes, resourceId] = ['skypeid', 'acsScope', 'resourceId'].map((name) => own(payload, name));
  const [issuedAt, expiresAt] = ['iat', 'exp'].map((name) => own(payload, name));
  if (typeof subject !== 'string' || typeof scopes !== 'string' || typeof resourceId !== 'string') return undefined;
  if (!isTime(issuedAt) || !isTime(expiresAt)) return undefined;
  return { subject, scopes: scopes.split(','), issuedAt, expiresAt, resourceId };
}

/** Epoch seconds that a date can be made of. */
function isTime(value: Json | undefined): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime());
}
