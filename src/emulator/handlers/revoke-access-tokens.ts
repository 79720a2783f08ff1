// POST /identities/{id}/:revokeAccessTokens
import type { Call, Reply } from './handler.js';
import type { Resource } from '../resource.js';
import { identityIdOf } from './inputs.js';

/** Makes all tokens invalid that the identity has so far. A body is not read. */
export function revokeAccessTokens(call: Call, resource: Resource): Reply {
  const identity = resource.find(identityIdOf(call));
  if ('error' in identity) return identity;
  resource.revoke(identity.value);
  return { status: 204 };
}
