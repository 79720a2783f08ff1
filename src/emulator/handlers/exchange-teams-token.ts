// POST /teamsUser/:exchangeAccessToken
//
// The service checks the token with Microsoft Entra. Here its signature is checked where the key is known: that of the
// local token endpoint, or one that the user names. Any other token is taken for good when it looks right, with a warning.
// The errors and their texts were recorded from the service; their order and the audience are assumed. So are the claims
// of the token given in return: those of an identity's token, with the Teams user as its subject and both full scopes.
import { own, type JsonObject } from '../../json.js';
import type { CheckedToken } from '../entra.js';
import {
  INVALID_TEAMS_TOKEN,
  MALFORMED_APP_ID,
  MALFORMED_USER_ID,
  WRONG_APPLICATION,
  WRONG_USER,
  type ServiceError,
} from '../errors.js';
import type { Resource } from '../resource.js';
import type { Call, Reply } from './handler.js';
import { requiredText } from './inputs.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What Teams users sign in for (documented: Teams access tokens), by its address or by its application's id. */
const AUDIENCES = ['https://auth.msft.communication.azure.com', '1fd5118e-2576-4263-8130-9503064c837a'];

type Refused = { readonly error: ServiceError; readonly reason?: string };

/** Exchanges the Entra token of a Teams user for one of Communication Services that expires at the same time. */
export async function exchangeTeamsToken({ body, entra }: Call, resource: Resource): Promise<Reply> {
  const appId = requiredText(body, 'appId', 'AppId');
  if ('error' in appId) return appId;
  const userId = requiredText(body, 'userId', 'UserId');
  if ('error' in userId) return userId;
  if (!GUID.test(appId.value)) return { error: MALFORMED_APP_ID };
  if (!GUID.test(userId.value)) return { error: MALFORMED_USER_ID };
  const text = own(body, 'token');
  const token = await entra.check(typeof text === 'string' ? text : '');
  if (token.signature === 'bad') return invalid(token.reason);
  const expiresAt = expiryOf(token.payload, resource);
  if (typeof expiresAt === 'string') return invalid(expiresAt);
  const refused = refuseClaims(token.payload, appId.value, userId.value);
  if (refused) return refused;
  const subject = `orgid:${userId.value.toLowerCase()}`;
  const given = await resource.exchange(subject, ['chat', 'voip'], expiresAt);
  return { status: 200, body: { ...given }, ...warningOf(token) };
}

function invalid(reason: string): Refused {
  return { error: INVALID_TEAMS_TOKEN, reason: `the token of the Teams user ${reason}` };
}

/** In epoch seconds. A year that JavaScript has no date for counts as past, so that no expiry is beyond writing. */
function expiryOf(payload: JsonObject, resource: Resource): number | string {
  const expiresAt = own(payload, 'exp');
  if (typeof expiresAt !== 'number') return 'does not say when it expires';
  const past = expiresAt * 1000 <= resource.clock() || expiresAt > 253_402_300_799;
  return past ? 'has expired' : Math.floor(expiresAt);
}

/** What a token does not say is not held against it. An application is `appid` in tokens of version 1, `azp` in version 2. */
function refuseClaims(payload: JsonObject, appId: string, userId: string): Refused | undefined {
  const audience = textOf(payload, 'aud')?.replace(/\/+$/, '');
  if (audience !== undefined && !AUDIENCES.includes(audience))
    return invalid(`is for another audience than ${AUDIENCES[0]}`);
  const application = textOf(payload, 'appid') ?? textOf(payload, 'azp');
  if (application !== undefined && !same(application, appId)) return { error: WRONG_APPLICATION };
  const user = textOf(payload, 'oid');
  return user !== undefined && !same(user, userId) ? { error: WRONG_USER } : undefined;
}

function textOf(payload: JsonObject, name: string): string | undefined {
  const value = own(payload, name);
  return typeof value === 'string' ? value : undefined;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function warningOf(token: CheckedToken): { warning?: string } {
  if (token.signature !== 'unknown') return {};
  return { warning: `the signature of the Teams user's token was not checked: it ${token.reason}` };
}
