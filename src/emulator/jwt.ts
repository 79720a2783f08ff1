// JSON Web Tokens signed with RS256, the one algorithm that Communication Services and Entra use.
import { sign, verify, type KeyObject } from 'node:crypto';
import { isObject, parseJson, type Json, type JsonObject } from '../json.js';
import { keyId, type SigningKey } from './signing-key.js';

/** A token taken apart; its signature is not looked at yet. */
export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
}

/** Writes a token. `maker` tells apart for what the one key was used: the key id in the header follows from it. */
export async function writeJwt(key: SigningKey, maker: string, payload: JsonObject): Promise<string> {
  const { kid, x5t } = keyId(key, maker);
  const content = `${encode({ alg: 'RS256', kid, x5t, typ: 'JWT' })}.${encode(payload)}`;
  return `${content}.${await signature(key.privateKey, content)}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Signs on the thread pool: the server goes on meanwhile. */
function signature(key: KeyObject, content: string): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('RSA-SHA256', Buffer.from(content), key, (error, bytes) => {
      if (error) reject(error);
      else resolve(bytes.toString('base64url'));
    });
  });
}

/** Anything that has the shape of a JWT. */
export function readJwt(token: string): Jwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+$/.test(part))) return undefined;
  const [header, payload] = parts.slice(0, 2).map(decodePart);
  return isObject(header) && isObject(payload) ? { header, payload } : undefined;
}

function decodePart(part: string): Json | undefined {
  try {
    return parseJson(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * Whether the token was signed with the other half of this key. The signature is compared as text too: base64 has several
 * spellings for the same bytes, and only one of them was issued.
 */
export function isSignedWith(key: KeyObject, token: string): boolean {
  const [header = '', payload = '', signed = ''] = token.split('.');
  const bytes = Buffer.from(signed, 'base64url');
  const genuine = verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, bytes);
  return genuine && bytes.toString('base64url') === signed;
}
