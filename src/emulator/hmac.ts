// HMAC-SHA256 as Communication Services checks it (acs-identity.md, section 2.1), strict enough that no bit of a signed
// request can change: method, request target, signed headers, body and the signature's own text.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { DENIED, WRONG_CONTENT_HASH, type ServiceError } from './errors.js';

/** A request as it came over the wire: the target raw, the names of headers in lower case. */
export interface ServiceRequest {
  /** How it came; left out: over https, as everything does at the service. */
  readonly scheme?: 'http' | 'https';
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Why a request is refused: what the caller is told, and what helps whoever runs the emulator. Neither holds a key. */
export interface Refusal {
  readonly error: ServiceError;
  readonly reason: string;
}

/**
 * How far a request's date may be from the clock, in milliseconds. No document of Communication Services states a number;
 * this is that of App Configuration, whose scheme is the same.
 */
const CLOCK_SKEW = 15 * 60 * 1000;

const SCHEME = /^HMAC-SHA256 SignedHeaders=([a-z0-9;-]+)&Signature=([A-Za-z0-9+/=]+)$/;

/** Refused with the service's words; the reason is for the emulator's log. */
export function denied(reason: string): Refusal {
  return { error: DENIED, reason };
}

/** The key (base64) out of these that a request is signed with, or why it is refused. */
export function signerOf(request: ServiceRequest, keys: readonly string[], now: number): { key: string } | Refusal {
  const [, names = '', signature = ''] = SCHEME.exec(request.headers['authorization'] ?? '') ?? [];
  const signed = names.split(';');
  return (
    refuseScheme(request, signed, signature) ??
    refuseDate(request, signed, now) ??
    refuseContent(request) ??
    findKey(request, signed, signature, keys)
  );
}

/** Host, date and content hash must be covered, or a signature would say nothing about them. */
function refuseScheme({ headers }: ServiceRequest, signed: readonly string[], signature: string): Refusal | undefined {
  if (signature === '')
    return denied('the Authorization header is not of the form HMAC-SHA256 SignedHeaders=…&Signature=…');
  const covered = ['host', 'x-ms-content-sha256'].filter((name) => !signed.includes(name));
  if (dateHeader(signed) === undefined) covered.push('x-ms-date');
  if (covered.length > 0) return denied(`SignedHeaders lacks ${covered.join(', ')}`);
  const absent = signed.filter((name) => headers[name] === undefined);
  return absent.length > 0 ? denied(`the signed header ${absent.join(', ')} is missing`) : undefined;
}

function dateHeader(signed: readonly string[]): string | undefined {
  return ['x-ms-date', 'date'].find((name) => signed.includes(name));
}

function refuseDate({ headers }: ServiceRequest, signed: readonly string[], now: number): Refusal | undefined {
  const name = dateHeader(signed) ?? '';
  const date = Date.parse(headers[name] ?? '');
  if (Number.isNaN(date)) return denied(`${name} is not a date`);
  const minutes = Math.round(Math.abs(now - date) / 60_000);
  return Math.abs(now - date) > CLOCK_SKEW
    ? denied(`${name} is ${minutes} minutes away from the clock of this machine, and may be 15`)
    : undefined;
}

function refuseContent({ headers, body }: ServiceRequest): Refusal | undefined {
  const hash = createHash('sha256').update(body).digest('base64');
  if (same(hash, headers['x-ms-content-sha256'] ?? '')) return undefined;
  return { error: WRONG_CONTENT_HASH, reason: 'x-ms-content-sha256 is not the hash of the body' };
}

function findKey(
  request: ServiceRequest,
  signed: readonly string[],
  signature: string,
  keys: readonly string[],
): { key: string } | Refusal {
  const signs = (target: string, hosts: readonly string[]) => {
    const texts = hosts.map((host) => stringToSign({ ...request, target }, signed, host));
    return keys.find((key) => texts.some((text) => same(signatureOf(key, text), signature)));
  };
  const [{ target }, hosts] = [request, hostsOf(request)];
  const key = signs(target, hosts);
  if (key !== undefined) return { key };
  const slip = SLIPS.find((one) => signs(one.target?.(target) ?? target, hosts.map(one.host ?? itself)) !== undefined);
  return denied(slip?.reason ?? 'the signature does not match: another access key, or something changed on the way');
}

type Change = (text: string) => string;

const itself: Change = (text) => text;

/** What clients are known to sign in place of what they send, and what to do about it. The service refuses them too. */
const SLIPS: readonly { readonly target?: Change; readonly host?: Change; readonly reason: string }[] = [
  {
    target: (target) => target.replace(/^\//, ''),
    reason: 'the signature leaves out the first slash of the path: a defect of the Python SDK over http; use https',
  },
  {
    host: (host) => `${host}/`, // read in 1.5.0, and seen: the host is what is left of the endpoint without its scheme
    reason: 'the signature has a slash after the host: give the Python SDK the endpoint without the slash at its end',
  },
  {
    target: (target) => target.replace(/\?.*$/, ''),
    reason: 'the signature leaves out the query: path and query are signed as they are sent',
  },
  {
    target: unescaped,
    reason: 'the signature is of the path decoded: path and query are signed as they are sent',
  },
];

function unescaped(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Java signs the host without its port, and a proxy may have removed it. */
function hostsOf({ headers }: ServiceRequest): string[] {
  const host = headers['host'] ?? '';
  return [...new Set([host, host.replace(/:\d+$/, '')])];
}

function stringToSign({ method, target, headers }: ServiceRequest, signed: readonly string[], host: string): string {
  const values = signed.map((name) => (name === 'host' ? host : (headers[name] ?? '')));
  return `${method}\n${target}\n${values.join(';')}`;
}

/** The signature of a text with an access key, both base64. */
export function signatureOf(key: string, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
}

/** Compares as text, in constant time: base64 has several spellings for the same bytes, and only one of them is right. */
function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
