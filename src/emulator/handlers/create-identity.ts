// POST /identities
import type { Call, Reply } from './handler.js';
import type { Resource } from '../resource.js';
import { lifetimeOf, optionalScopes } from './inputs.js';

/** Creates an identity and, when scopes are given, a first token for it. */
export async function createIdentity(call: Call, resource: Resource): Promise<Reply> {
  const scopes = optionalScopes(call);
  if ('error' in scopes) return scopes;
  const minutes = lifetimeOf(call);
  if ('error' in minutes) return minutes;
  const { id } = resource.create();
  if (scopes.value.length === 0) return { status: 201, body: { identity: { id } } };
  const issued = await resource.issue(id, scopes.value, minutes.value);
  return 'error' in issued ? issued : { status: 201, body: { identity: { id }, accessToken: { ...issued.value } } };
}
