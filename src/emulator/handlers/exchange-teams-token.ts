// POST /teamsUser/:exchangeAccessToken
//
// The service checks the token with Microsoft Entra. Here it is taken for good when it looks right: a JWT that has not
// expired and, where it names its application (`appid` in v1, `azp` in v2 tokens), names the one of the request. Its
// signature, audience, issuer and user are not checked. The claims of the token given in return are assumed to be those
// of an identity's token, with the Teams user as its subject and both full scopes.
import { own, type JsonObject } from '../../json.js';
import { INVALID_TEAMS_TOKEN, MALFORMED_USER_ID, WRONG_APPLICATION } from '../errors.js';
import type { Resource } from '../resource.js';
import { readJwt } from '../jwt.js';
import type { Call, Reply } from './handler.js';
import { requiredText } from './inputs.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Exchanges the Entra token of a Teams user for one of Communication Services that expires at the same time. */
export async function exchangeTeamsToken({ body }: Call, resource: Resource): Promise<Reply> {
  const appId = requiredText(body, 'appId', 'AppId');
  if ('error' in appId) return appId;
  const userId = requiredText(body, 'userId', 'UserId');
  if ('error' in userId) return userId;
  const token = own(body, 'token') ?? '';
  const payload = typeof token === 'string' ? readJwt(token)?.payload : undefined;
  const expiresAt = payload && own(payload, 'exp');
  if (!payload || typeof expiresAt !== 'number' || isPast(expiresAt, resource)) return { error: INVALID_TEAMS_TOKEN };
  if (!isFrom(payload, appId.value)) return { error: WRONG_APPLICATION };
  if (!GUID.test(userId.value)) return { error: MALFORMED_USER_ID };
  const subject = `orgid:${userId.value.toLowerCase()}`;
  return { status: 200, body: { ...(await resource.exchange(subject, ['chat', 'voip'], Math.floor(expiresAt))) } };
}

/** A year that JavaScript has no date for counts as past, so that no expiry is beyond writing. */
function isPast(expiresAt: number, resource: Resource): boolean {
  return expiresAt * 1000 <= resource.clock() || expiresAt > 253_402_300_799;
}

function isFrom(payload: JsonObject, appId: string): boolean {
  const named = own(payload, 'appid') ?? own(payload, 'azp');
  return typeof named !== 'string' || named.toLowerCase() === appId.toLowerCase();
}
