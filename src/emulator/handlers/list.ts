// The operations of the service by their ids in apiDefinition.swagger.json. A test holds the two sets equal.
import { createIdentity } from './create-identity.js';
import { deleteIdentity } from './delete-identity.js';
import { exchangeTeamsToken } from './exchange-teams-token.js';
import { getIdentity } from './get-identity.js';
import type { Handler } from './handler.js';
import { issueAccessToken } from './issue-access-token.js';
import { revokeAccessTokens } from './revoke-access-tokens.js';

/** Every operation the emulator answers, besides those of a preview. */
export const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['CreateCommunicationIdentity', createIdentity],
  ['DeleteCommunicationIdentity', deleteIdentity],
  ['IssueIdentityAccessToken', issueAccessToken],
  ['RevokeIdentityAccessTokens', revokeAccessTokens],
  ['ExchangeTeamsUserAccessToken', exchangeTeamsToken],
]);

/** Those of a preview, by their ids in its document (preview.ts). */
export const previewHandlers: ReadonlyMap<string, Handler> = new Map([['GetCommunicationIdentity', getIdentity]]);
