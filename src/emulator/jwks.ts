import type { JsonObject } from '../json.js';
import { keyId, type SigningKey } from './signing-key.js';

/** The JSON Web Key Set with which others check tokens: the one key, under a name for each maker of tokens. */
export function keySet(key: SigningKey, makers: readonly string[]): JsonObject {
  const { n = '', e = '' } = key.publicKey.export({ format: 'jwk' });
  return { keys: makers.map((maker) => ({ kty: 'RSA', use: 'sig', alg: 'RS256', ...keyId(key, maker), n, e })) };
}
