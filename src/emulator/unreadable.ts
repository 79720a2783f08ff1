// What arrives at a door and is no request: another protocol, broken HTTP, a client that does not trust the certificate, a
// request that never ends. Whoever runs the emulator is told of it, since the client often cannot say what went wrong.
import { STATUS_CODES } from 'node:http';
import { stringifyJson } from '../json.js';
import { errorBody, unreadable, type ServiceError } from './errors.js';

/** Something that was no request. */
export interface Unreadable {
  /** What it is answered with; undefined where the connection ends without an answer. */
  readonly error: ServiceError | undefined;
  /** What helps whoever runs the emulator. */
  readonly reason: string;
}

/** What node:http says of bytes that it can make nothing of. */
export type ClientError = NodeJS.ErrnoException & { readonly reason?: string; readonly rawPacket?: Uint8Array };

const ANOTHER_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The first byte of every TLS connection. */
const TLS_HANDSHAKE = 0x16;

/** What a client sent; undefined where it only went away, or said nothing. */
export function unreadableOf(error: ClientError, scheme: 'http' | 'https', said: boolean): Unreadable | undefined {
  const { code = '', reason = '', rawPacket } = error;
  if (code === 'ERR_SSL_HTTP_REQUEST' || (scheme === 'http' && rawPacket?.[0] === TLS_HANDSHAKE))
    return answered(400, `This is the port of ${scheme}: the address has to begin with ${scheme}://.`);
  if (/^ERR_SSL_.*ALERT.*_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/.test(code))
    return silent('a client does not trust the certificate: "dryflow emulator cert" says how it does');
  if (code.startsWith('ERR_SSL_') || code === 'ERR_TLS_HANDSHAKE_TIMEOUT')
    return silent(`no TLS connection came about: ${reason || 'the handshake took too long'}`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return said ? answered(408, 'The request did not arrive in time.') : undefined;
  if (!code.startsWith('HPE_')) return undefined;
  return answered(ANOTHER_STATUS[code] ?? 400, `The request is not valid HTTP${reason && `: ${reason}`}.`);
}

function answered(status: number, message: string): Unreadable {
  return { error: unreadable(status, message), reason: message };
}

function silent(reason: string): Unreadable {
  return { error: undefined, reason };
}

/** A client that goes away in the middle of the handshake: Node.js does so, without a word, where it does not trust a certificate. */
export const LEFT = silent(
  'a client left before a TLS connection came about; perhaps it does not trust the certificate: "dryflow emulator cert" says how it does',
);

/** The whole answer, as bytes on the wire: there is no request that node:http would answer. */
export function wireAnswer(error: ServiceError): string {
  const body = stringifyJson(errorBody(error));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
