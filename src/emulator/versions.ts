// The api-versions of the service and what each has (acs-identity.md, section 1.1). Only those with today's shape of
// requests are here: the first preview, and those whose existence is doubtful, are not.

/** An api-version and what it can do. */
export interface ApiVersion {
  readonly name: string;
  /** `expiresInMinutes` on create and issue; older versions do not read it. */
  readonly lifetime: boolean;
  /** The scopes `chat.join`, `chat.join.limited` and `voip.join`. */
  readonly joinScopes: boolean;
  readonly teamsExchange: boolean;
}

const NONE = { lifetime: false, joinScopes: false, teamsExchange: false };

/** In the order of their appearance. */
export const API_VERSIONS: readonly ApiVersion[] = [
  { ...NONE, name: '2021-03-07' },
  { ...NONE, name: '2021-10-31-preview', teamsExchange: true },
  { ...NONE, name: '2021-11-01' },
  { ...NONE, name: '2022-06-01', teamsExchange: true },
  { ...NONE, name: '2022-10-01', teamsExchange: true, lifetime: true },
  { ...NONE, name: '2023-08-01', teamsExchange: true, lifetime: true },
  { name: '2023-10-01', teamsExchange: true, lifetime: true, joinScopes: true },
  { name: '2025-06-30', teamsExchange: true, lifetime: true, joinScopes: true },
];

/** The operations that not every version has, by what a version needs for them. */
const NEEDS: Readonly<Record<string, 'teamsExchange'>> = { ExchangeTeamsUserAccessToken: 'teamsExchange' };

/** The versions that have an operation, as the header `api-supported-versions` lists them. */
export function versionsOf(operationId: string): readonly ApiVersion[] {
  const need = NEEDS[operationId];
  return need ? API_VERSIONS.filter((version) => version[need]) : API_VERSIONS;
}

/** The scopes of a version, in the order of the documentation. */
export function scopesOf(version: ApiVersion): readonly string[] {
  return version.joinScopes ? ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'] : ['chat', 'voip'];
}
