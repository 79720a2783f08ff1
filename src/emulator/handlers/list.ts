// The operations of the service by their ids in apiDefinition.swagger.json. A test holds the two sets equal.
import { createIdentity } from './create-identity.js';
import { deleteIdentity } from './delete-identity.js';
import { exchangeTeamsToken } from './exchange-teams-token.js';
import type { Handler } from './handler.js';
import { issueAccessToken } from './issue-access-token.js';
import { revokeAccessTokens } from './revoke-access-tokens.js';

/** Every operation the emulator answers. */
export const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['CreateCommunicationIdentity', createIdentity],
  ['DeleteCommunicationIdentity', deleteIdentity],
  ['IssueIdentityAccessToken', issueAccessToken],
  ['RevokeIdentityAccessTokens', revokeAccessTokens],
  ['ExchangeTeamsUserAccessToken', exchangeTeamsToken],
]);
