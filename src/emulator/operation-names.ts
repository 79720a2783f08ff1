// The short names of the service's operations, for flags and limits.

/** By their ids in apiDefinition.swagger.json and in the preview. */
export const SHORT_NAMES: Readonly<Record<string, string>> = {
  CreateCommunicationIdentity: 'create',
  DeleteCommunicationIdentity: 'delete',
  IssueIdentityAccessToken: 'issue',
  RevokeIdentityAccessTokens: 'revoke',
  ExchangeTeamsUserAccessToken: 'exchange',
  GetCommunicationIdentity: 'get',
};
