// The inputs that several operations share, checked as the service checks them.
import { isArray, own, type Json, type JsonObject } from '../../json.js';
import { fieldInvalid, fieldRequired, lifetimeOutOfRange, NO_SCOPES, unknownScope, type Checked } from '../errors.js';
import { scopesOf, type ApiVersion } from '../versions.js';
import type { Call } from './handler.js';

const DEFAULT_LIFETIME = 1440;
const SHORTEST_LIFETIME = 60;
const LONGEST_LIFETIME = 1440;
/** The property is an int32 (its swagger says so): a greater number cannot be read, and is not one out of range. */
const BEYOND_INT32 = 2 ** 31;

/** The id in the path, percent-decoded. */
export function identityIdOf(call: Call): string {
  const id = own(call.arguments.path, 'identityId');
  return typeof id === 'string' ? id : '';
}

/** The scopes of a token that must be issued: null and an empty list are refused, with different texts. */
export function requiredScopes({ body, version }: Call): Checked<readonly string[]> {
  const value = own(body, 'scopes') ?? null;
  if (value === null) return { error: fieldRequired('Scopes') };
  return isArray(value) && value.length === 0 ? { error: NO_SCOPES } : known(value, 'Scopes', version);
}

/** The scopes of a token that may be created along with an identity: null and an empty list (.NET) mean none. */
export function optionalScopes({ body, version }: Call): Checked<readonly string[]> {
  const value = own(body, 'createTokenWithScopes') ?? null;
  return value === null ? { value: [] } : known(value, 'CreateTokenWithScopes', version);
}

function known(value: Json, field: string, version: ApiVersion): Checked<readonly string[]> {
  if (!isArray(value) || !value.every((scope) => typeof scope === 'string')) return { error: fieldInvalid(field) };
  const stranger = value.find((scope) => !scopesOf(version).includes(scope));
  return stranger === undefined ? { value } : { error: unknownScope(stranger) };
}

/** How long a token lives, in minutes. Python sends an explicit null for the default; old versions do not read it. */
export function lifetimeOf({ body, version }: Call): Checked<number> {
  const value = own(body, 'expiresInMinutes') ?? null;
  if (value === null || !version.lifetime) return { value: DEFAULT_LIFETIME };
  if (typeof value !== 'number' && typeof value !== 'bigint') return { error: fieldInvalid('ExpiresInMinutes') };
  const minutes = Number(value);
  if (!Number.isInteger(minutes) || Math.abs(minutes) >= BEYOND_INT32)
    return { error: fieldInvalid('ExpiresInMinutes') };
  const inside = minutes >= SHORTEST_LIFETIME && minutes <= LONGEST_LIFETIME;
  return inside ? { value: minutes } : { error: lifetimeOutOfRange(String(minutes)) };
}

const LONGEST_CUSTOM_ID = 256;

/** The name that an application gives an identity; versions without such names do not read it. */
export function customIdOf({ body, version }: Call): Checked<string | undefined> {
  const value = own(body, 'customId') ?? null;
  if (value === null || !version.customIds) return { value: undefined };
  const fits = typeof value === 'string' && value.length > 0 && value.length <= LONGEST_CUSTOM_ID;
  return fits ? { value } : { error: fieldInvalid('CustomId') };
}

/** A text that must be there and not be empty. */
export function requiredText(body: JsonObject, name: string, field: string): Checked<string> {
  const value = own(body, name) ?? null;
  if (value === null || value === '') return { error: fieldRequired(field) };
  return typeof value === 'string' ? { value } : { error: fieldInvalid(field) };
}
