// Every error the service gives, as data. Texts and codes are the service's own where they were seen (acs-identity.md,
// section 1.4); the others are marked as assumed.
import { STATUS_CODES } from 'node:http';
import type { Json, JsonObject } from '../json.js';

/** An answer other than success. */
export interface ServiceError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

/** A value, or the error that the request is answered with. */
export type Checked<T> = { readonly value: T } | { readonly error: ServiceError };

const unauthorized = (code: string, message: string): ServiceError => ({ status: 401, code, message });

const invalid = (message: string, target?: string): ServiceError => ({
  status: 400,
  code: 'ValidationError',
  message,
  ...(target === undefined ? {} : { target }),
});

// Seen on the service.

export const DENIED = unauthorized('Denied', 'Denied by the resource provider.');
export const WRONG_CONTENT_HASH = unauthorized(
  'Denied',
  "Request 'x-ms-content-sha256' differs from generated content hash.",
);
export const IDENTITY_NOT_OWNED = unauthorized('IdentityNotOwned', "Provided identity doesn't belong to the resource.");
export const INVALID_TEAMS_TOKEN = unauthorized('InvalidAccessToken', 'Provided access token is not valid.');
export const NO_SCOPES = invalid('Invalid scopes - Scopes field is required.', 'scopes');
export const WRONG_APPLICATION = invalid('AAD application is not the expected one.', 'appId');
export const WRONG_USER = invalid('Provided AAD token issued for unexpected user.', 'userId');
export const MALFORMED_APP_ID = invalid('Provided AppId has invalid format.', 'appId');
export const MALFORMED_USER_ID = invalid('Provided UserId has invalid format.', 'userId');

/** A property that is null, absent or (for texts) empty. `field` is its name in .NET: `Scopes`, `AppId`. */
export function fieldRequired(field: string): ServiceError {
  return invalid(`${field}: The ${field} field is required.`, field);
}

export function lifetimeOutOfRange(minutes: string): ServiceError {
  const message = `ExpiresInMinutes value ${minutes} is invalid. Value must be within the [60, 1440] interval.`;
  return invalid(message, 'ExpiresInMinutes');
}

/** The text was seen; the code is that of the library that writes it (ASP.NET API Versioning). */
export function unsupportedVersion(url: string, version: string): ServiceError {
  const message = `The HTTP resource that matches the request URI '${url}' does not support the API version '${version}'.`;
  return { status: 400, code: 'UnsupportedApiVersion', message };
}

// Assumed: the case exists, its exact answer was never seen.

/** The text was seen, status and code were not. */
export const IDENTITY_NOT_FOUND: ServiceError = {
  status: 404,
  code: 'IdentityNotFound',
  message: "Provided identity doesn't exist.",
};
export const NO_VERSION: ServiceError = {
  status: 400,
  code: 'ApiVersionUnspecified',
  message: 'An API version is required, but was not specified.',
};
export const NOT_JSON = invalid('The request body is not a valid JSON object.');
export const NOT_FOUND: ServiceError = { status: 404, code: 'NotFound', message: 'There is no such operation.' };
export const METHOD_NOT_ALLOWED: ServiceError = {
  status: 405,
  code: 'MethodNotAllowed',
  message: 'The resource does not support this HTTP method.',
};
export const TOO_LARGE: ServiceError = {
  status: 413,
  code: 'RequestTooLarge',
  message: 'The request body is too large.',
};
/** Bytes that are no request. */
export function unreadable(status: number, message: string): ServiceError {
  return { status, code: statusName(status), message };
}

export const TOO_MANY_REQUESTS: ServiceError = {
  status: 429,
  code: 'TooManyRequests',
  message: 'Too many requests. Try again later.',
};

/** What a fault answers that was asked for. */
export function injected(status: number): ServiceError {
  return { status, code: statusName(status), message: 'The emulator was asked for this answer.' };
}

function statusName(status: number): string {
  return (STATUS_CODES[status] ?? `Status${status}`).replace(/[^A-Za-z0-9]/g, '');
}

/** The folder of `--data` cannot be read or written. */
export const NO_DATA: ServiceError = {
  status: 503,
  code: 'ServiceUnavailable',
  message: 'The emulator cannot read or write its data. Its log says why.',
};

/** A defect of the emulator itself: no request is meant to lead here. */
export const INTERNAL: ServiceError = {
  status: 500,
  code: 'InternalError',
  message: 'The emulator failed. This is a defect of the emulator, not of the request.',
};

/** A property of the wrong JSON type. */
export function fieldInvalid(field: string): ServiceError {
  return invalid(`${field}: The ${field} field is invalid.`, field);
}

/** A text that does not look like a scope may be a token in the wrong place, which no log must hold. */
export function unknownScope(scope: string): ServiceError {
  const name = /^[\w.-]{1,24}$/.test(scope) ? ` '${scope}'` : '';
  return invalid(`Invalid scopes - Scope${name} is not supported.`, 'scopes');
}

/** The body of an error response. */
export function errorBody({ code, message, target }: ServiceError): JsonObject {
  return { error: { code, message, ...(target === undefined ? {} : { target }) } };
}

const TEXT: Json = { type: 'string' };

/** JSON Schema of an error response. It is not in the swagger: certification refuses error schemas there. */
export const errorSchema: JsonObject = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      additionalProperties: false,
      properties: {
        code: { type: 'string', minLength: 1 },
        message: { type: 'string', minLength: 1 },
        target: TEXT,
        details: { type: 'array', items: { type: 'object' } },
        innererror: { type: 'object' },
      },
    },
  },
};
