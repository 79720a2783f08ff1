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
  /** Names that applications give identities, and reading an identity. */
  readonly customIds: boolean;
}

const NONE = { lifetime: false, joinScopes: false, teamsExchange: false, customIds: false };
const ALL = { lifetime: true, joinScopes: true, teamsExchange: true, customIds: false };

/** In the order of their appearance. */
export const API_VERSIONS: readonly ApiVersion[] = [
  { ...NONE, name: '2021-02-22-preview1' },
  { ...NONE, name: '2021-03-07' },
  { ...NONE, name: '2021-10-31-preview', teamsExchange: true },
  { ...NONE, name: '2021-11-01' },
  { ...NONE, name: '2022-06-01', teamsExchange: true },
  { ...NONE, name: '2022-10-01', teamsExchange: true, lifetime: true },
  { ...NONE, name: '2023-08-01', teamsExchange: true, lifetime: true },
  { ...ALL, name: '2023-10-01' },
  { ...ALL, name: '2025-06-30' },
];

/** The preview that has more than the versions after it; known where previews are switched on. */
const PREVIEW: ApiVersion = { ...ALL, name: '2025-03-02-preview', customIds: true };

/** How api-versions are taken. */
export interface VersionRules {
  /** Knows the preview with custom ids. */
  readonly preview: boolean;
  /** Refuses a version newer than all that are known, instead of taking it for the newest. */
  readonly strict: boolean;
}

/** The operations that not every version has, by what a version needs for them. */
const NEEDS: Readonly<Record<string, 'teamsExchange' | 'customIds'>> = {
  ExchangeTeamsUserAccessToken: 'teamsExchange',
  GetCommunicationIdentity: 'customIds',
};

/** The versions that have an operation, as the header `api-supported-versions` lists them. */
export function versionsOf(operationId: string, { preview }: VersionRules): readonly ApiVersion[] {
  const known = preview ? [...API_VERSIONS, PREVIEW].toSorted((a, b) => (a.name < b.name ? -1 : 1)) : API_VERSIONS;
  const need = NEEDS[operationId];
  return need ? known.filter((version) => version[need]) : known;
}

/** A version and what to warn of, or why there is none of that name. */
export type FoundVersion =
  | { readonly version: ApiVersion; readonly warning?: string }
  | { readonly version?: undefined; readonly reason: string };

/**
 * The version of that name for an operation. An update of an SDK must not stop anyone's work: see `VersionRules.strict`. A
 * preview is nobody's by an update, so one that is not known is as the known one: only where previews are switched on.
 */
export function findVersion(operationId: string, name: string, rules: VersionRules): FoundVersion {
  const known = versionsOf(operationId, rules);
  const version = known.find((one) => one.name === name);
  if (version) return { version };
  const isPreview = name.includes('-preview');
  const newest = known.findLast(({ customIds }) => customIds === isPreview);
  if (isPreview && !rules.preview && (name === PREVIEW.name || isBeyondAll(name)))
    return { reason: `api-version ${name} is a preview, which has to be switched on with --preview` };
  if (!newest || !isBeyondAll(name))
    return { reason: `api-version ${name.slice(0, 40)} does not exist for this operation; ${known.at(-1)?.name} does` };
  if (rules.strict) return { reason: `api-version ${name} is newer than all that are known` };
  return { version: newest, warning: `api-version ${name} is newer than all that are known; taken for ${newest.name}` };
}

/** Whether a text is a date, or that of a preview, and later than that of every known version. */
function isBeyondAll(name: string): boolean {
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})(-preview(\.?\d+)?)?$/.exec(name) ?? [];
  return (
    !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && API_VERSIONS.every((known) => date > known.name.slice(0, 10))
  );
}

/** The scopes of a version, in the order of the documentation. */
export function scopesOf(version: ApiVersion): readonly string[] {
  return version.joinScopes ? ['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join'] : ['chat', 'voip'];
}
