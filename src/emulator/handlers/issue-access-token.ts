// POST /identities/{id}/:issueAccessToken
import type { Call, Reply } from './handler.js';
import type { Resource } from '../resource.js';
import { identityIdOf, lifetimeOf, requiredScopes } from './inputs.js';

/** Issues a token; those issued before stay valid. */
export async function issueAccessToken(call: Call, resource: Resource): Promise<Reply> {
  const scopes = requiredScopes(call);
  if ('error' in scopes) return scopes;
  const minutes = lifetimeOf(call);
  if ('error' in minutes) return minutes;
  const issued = await resource.issue(identityIdOf(call), scopes.value, minutes.value);
  return 'error' in issued ? issued : { status: 200, body: { ...issued.value } };
}
