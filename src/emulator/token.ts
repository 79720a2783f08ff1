// Access tokens: RS256 JWTs with the claims of the real ones, in their order (acs-identity.md, section 5). The service
// calls this format no part of its contract; applications read it all the same.
import { sign, verify } from 'node:crypto';
import { isObject, own, parseJson, type Json, type JsonObject } from '../json.js';
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

/** The value of `scp` in every real token seen, whatever its scopes. */
const SCP = 1792;

/** Writes and signs a token; `requestedAt` is when it was asked for, in epoch seconds. */
export async function writeToken(key: SigningKey, claims: Claims, requestedAt: number): Promise<string> {
  const header = { alg: 'RS256', kid: key.kid, x5t: key.x5t, typ: 'JWT' };
  const payload = {
    skypeid: claims.subject,
    scp: SCP,
    csi: String(requestedAt),
    exp: claims.expiresAt,
    rgn: 'amer',
    acsScope: claims.scopes.join(','),
    resourceId: claims.resourceId,
    resourceLocation: 'unitedstates',
    iat: claims.issuedAt,
  };
  const content = `${encode(header)}.${encode(payload)}`;
  return `${content}.${await signature(key, content)}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Signs on the thread pool: the server goes on meanwhile. */
function signature(key: SigningKey, content: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(content), key.privateKey, (error, bytes) => {
      if (error) reject(error);
      else resolve(bytes.toString('base64url'));
    });
  });
}

/** What a token of ours says, or why it is none. */
export function readToken(key: SigningKey, token: string): Claims | 'malformed' | 'bad-signature' {
  const payload = decodeJwt(token);
  const claims = payload && claimsOf(payload);
  if (!claims) return 'malformed';
  const [header = '', body = '', signed = ''] = token.split('.');
  // Compared as text too: base64 has several spellings for the same bytes, and only one of them was issued.
  const bytes = Buffer.from(signed, 'base64url');
  const genuine = verify('RSA-SHA256', Buffer.from(`${header}.${body}`), key.publicKey, bytes);
  return genuine && bytes.toString('base64url') === signed ? claims : 'bad-signature';
}

function claimsOf(payload: JsonObject): Claims | undefined {
  const [subject, scopes, resourceId] = ['skypeid', 'acsScope', 'resourceId'].map((name) => own(payload, name));
  const [issuedAt, expiresAt] = ['iat', 'exp'].map((name) => own(payload, name));
  if (typeof subject !== 'string' || typeof scopes !== 'string' || typeof resourceId !== 'string') return undefined;
  if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number') return undefined;
  return { subject, scopes: scopes.split(','), issuedAt, expiresAt, resourceId };
}

/** The payload of anything that has the shape of a JWT; its signature is not looked at. */
export function decodeJwt(token: string): JsonObject | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  const [header, payload] = parts.slice(0, 2).map(decodePart);
  return isObject(header) && isObject(payload) ? payload : undefined;
}

function decodePart(part: string): Json | undefined {
  try {
    return parseJson(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
