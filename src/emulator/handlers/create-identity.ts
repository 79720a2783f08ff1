// POST /identities
import type { Call, Reply } from './handler.js';
import type { Resource } from '../resource.js';
import { customIdOf, lifetimeOf, optionalScopes } from './inputs.js';

/**
 * Creates an identity and, when scopes are given, a first token for it. In the preview a custom id that is in use gives
 * the identity that has it; that this is status 200 is what a draft of the preview says.
 */
export async function createIdentity(call: Call, resource: Resource): Promise<Reply> {
  const scopes = optionalScopes(call);
  if ('error' in scopes) return scopes;
  const minutes = lifetimeOf(call);
  if ('error' in minutes) return minutes;
  const customId = customIdOf(call);
  if ('error' in customId) return customId;
  const existing = customId.value === undefined ? undefined : resource.findCustom(customId.value);
  const { id } = existing ?? resource.create(customId.value);
  const status = existing ? 200 : 201;
  if (scopes.value.length === 0) return { status, body: { identity: { id } } };
  const issued = await resource.issue(id, scopes.value, minutes.value);
  return 'error' in issued ? issued : { status, body: { identity: { id }, accessToken: { ...issued.value } } };
}
