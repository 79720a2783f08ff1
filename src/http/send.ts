// The one door to the network. On node:http rather than a client library: as fast as the best of them here, nothing to
// load at start-up, and the bytes leave exactly as they were given, which a signature needs.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { request as httpRequest, Agent as HttpAgent } from 'node:http';
import { isThisMachine } from '../this-machine.js';
import { decompress } from './decompress.js';
import { SendError, sendErrorOf, type Stage } from './error.js';
import { headersOf } from './headers.js';
import { limits, timedOut, tooLarge, type Limits } from './limits.js';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Uint8Array;
  /** What the client proves who it is with, over https. */
  readonly certificate?: ClientCertificate;
}

/** A certificate with its key, in a PKCS #12 file. */
export interface ClientCertificate {
  readonly pfx: Uint8Array;
  readonly password: string;
}

/** An answer with its body decompressed, and then without the headers that told of the packed one. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
}

/** Sends one request and waits for the whole answer, whatever its status; rejects with SendError. Follows no redirect. */
export type Send = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpResponse>;

/**
 * A door of one's own, with its pool of connections. `authority` gives a certificate (PEM) that servers on this machine are
 * trusted with besides those that Node.js trusts; it is asked for when one of them is not trusted.
 */
export function createSend(
  limit: Limits = limits,
  authority: () => Promise<string | undefined> = () => Promise.resolve(undefined),
): Send & { close(): void } {
  const http = new HttpAgent({ keepAlive: true });
  let https: Promise<{ request: typeof httpRequest; agent: HttpAgent }> | undefined;
  const secure = () =>
    (https ??= import('node:https').then((module) => ({
      request: module.request,
      agent: new module.Agent({ keepAlive: true }),
    })));

  const own = new Map<string, string>(); // the authorities of servers on this machine, by host
  const send: Send = async (request, signal) => {
    const url = parse(request.url);
    const by = url.protocol === 'https:' ? await secure() : { request: httpRequest, agent: http };
    const attempt = (ca?: string) => exchange(by, url, request, limit, signal, ca);
    return attempt(own.get(url.host)).catch(async (error: unknown) => {
      const ca = isUntrusted(error) && isThisMachine(url.hostname) ? await authority() : undefined;
      if (ca === undefined || ca === own.get(url.host)) throw error;
      const answer = await attempt(ca); // nothing has been sent: the server is asked for its certificate first
      own.set(url.host, ca);
      return answer;
    });
  };
  return Object.assign(send, {
    close() {
      http.destroy();
      void https?.then(({ agent }) => agent.destroy());
    },
  });
}

function isUntrusted(error: unknown): boolean {
  return error instanceof SendError && error.code === 'UntrustedCertificate';
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new SendError('InvalidUri', `The URI '${text}' is not an absolute http or https address.`, false);
}

function exchange(
  by: { request: typeof httpRequest; agent: HttpAgent },
  url: URL,
  given: HttpRequest,
  limit: Limits,
  signal: AbortSignal | undefined,
  ca: string | undefined,
): Promise<HttpResponse> {
  const { promise, resolve, reject } = withResolvers<HttpResponse>();
  const fail = (error: unknown, stage?: Stage) => reject(sendErrorOf(error, url, stage));
  try {
    let broken: unknown; // why, where the body only notices that it has ended
    let answered = false;
    const extra = { ...(signal && { signal }), ...(ca !== undefined && { ca }) };
    const request = by.request(url, { ...optionsOf(given), agent: by.agent, ...extra }, (answer) => {
      answered = true;
      collect(answer, given.method, limit).then(resolve, (error: unknown) => fail(broken ?? error, 'body'));
    });
    request.on('error', (error) => {
      broken = error;
      if (!answered) fail(error);
    });
    for (const event of ['upgrade', 'connect'])
      request.on(event, (answer: IncomingMessage, socket: Duplex) => {
        socket.destroy(); // an action speaks nothing but HTTP
        resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer.rawHeaders), body: new Uint8Array() });
      });
    // Of the whole exchange: an answer that comes in drops never makes a socket idle.
    const deadline = setTimeout(() => {
      fail(timedOut(url, limit));
      request.destroy();
    }, limit.timeout);
    request.on('close', () => clearTimeout(deadline));
    request.end(given.body);
  } catch (error) {
    fail(error); // a header name or value that cannot be sent
  }
  return promise;
}

function optionsOf({ method, headers, body, certificate }: HttpRequest) {
  const length = body ? { 'Content-Length': String(body.length) } : {};
  const proof = certificate && { pfx: Buffer.from(certificate.pfx), passphrase: certificate.password };
  return { method, headers: { ...length, ...headers }, ...proof };
}

/** Reads an answer to its end; one that announces too much is not read at all. */
async function collect(answer: IncomingMessage, method: string, limit: Limits): Promise<HttpResponse> {
  const { 'content-length': announced, 'content-encoding': encoding } = answer.headers;
  const chunks: Uint8Array[] = [];
  if (method !== 'HEAD' && Number(announced) > limit.body) {
    answer.destroy();
    throw tooLarge(limit);
  }
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit.body) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const unpacked = encoding !== undefined && size > 0 ? await decompress(body, encoding, limit) : undefined;
  const raw = unpacked ? without(answer.rawHeaders, /^content-(?:encoding|length)$/i) : answer.rawHeaders;
  return { status: answer.statusCode ?? 0, headers: headersOf(raw), body: unpacked ?? body };
}

function without(raw: readonly string[], names: RegExp): string[] {
  return raw.filter((_, at) => !names.test(raw[at - (at % 2)] ?? ''));
}

// Node 20 has no Promise.withResolvers.
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((take, refuse) => {
    resolve = take;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
