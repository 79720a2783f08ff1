// GET /identities/{id}, a preview
import type { Resource } from '../resource.js';
import { dotnetTime } from '../time.js';
import type { Call, Reply } from './handler.js';
import { identityIdOf } from './inputs.js';

/** Tells an identity's custom id and when it last got a token, to the second. */
export function getIdentity(call: Call, resource: Resource): Reply {
  const found = resource.find(identityIdOf(call));
  if ('error' in found) return found;
  const { id, customId, lastIssued } = found.value;
  const lastTokenIssuedAt = lastIssued > 0 ? { lastTokenIssuedAt: dotnetTime(lastIssued * 1000) } : {};
  return { status: 200, body: { id, ...(customId !== undefined && { customId }), ...lastTokenIssuedAt } };
}
