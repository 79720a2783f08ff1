// DELETE /identities/{id}
import type { Call, Reply } from './handler.js';
import type { Resource } from '../resource.js';
import { identityIdOf } from './inputs.js';

/** Deletes an identity; its tokens are invalid from now on, and no more can be issued. */
export function deleteIdentity(call: Call, resource: Resource): Reply {
  const identity = resource.find(identityIdOf(call));
  if ('error' in identity) return identity;
  resource.remove(identity.value);
  return { status: 204 };
}
