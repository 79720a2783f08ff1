// The one door to the network. On node:http rather than a client library: as fast as the best of them here, nothing to
// load at start-up, and the bytes leave exactly as they were given, which a signature needs.
import type { IncomingMessage } from 'node:http';
import { request as httpRequest, Agent as HttpAgent } from 'node:http';
import { SendError, sendErrorOf } from './error.js';
import { limits, type Limits } from './limits.js';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Uint8Array;
}

/** An answer with its body decompressed. Header names as the server wrote them, repeated ones joined by a comma. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
}

/** Sends one request and waits for the whole answer, whatever its status; rejects with SendError. Follows no redirect. */
export type Send = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpResponse>;

/** A door of one's own, with its pool of connections. */
export function createSend(limit: Limits = limits): Send & { close(): void } {
  const http = new HttpAgent({ keepAlive: true });
  let https: Promise<{ request: typeof httpRequest; agent: HttpAgent }> | undefined;
  const secure = () =>
    (https ??= import('node:https').then((module) => ({
      request: module.request,
      agent: new module.Agent({ keepAlive: true }),
    })));

  const send: Send = async (request, signal) => {
    const url = parse(request.url);
    const by = url.protocol === 'https:' ? await secure() : { request: httpRequest, agent: http };
    return exchange(by, url, request, limit, signal);
  };
  return Object.assign(send, {
    close() {
      http.destroy();
      void https?.then(({ agent }) => agent.destroy());
    },
  });
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new SendError('InvalidUri', `The URI '${text}' is not an absolute http or https address.`, false);
}

function exchange(
  by: { request: typeof httpRequest; agent: HttpAgent },
  url: URL,
  { method, headers, body }: HttpRequest,
  limit: Limits,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const { promise, resolve, reject } = withResolvers<HttpResponse>();
  const fail = (error: unknown) => reject(sendErrorOf(error, url));
  try {
    const length = body ? { 'Content-Length': String(body.length) } : {};
    const options = { method, headers: { ...length, ...headers }, agent: by.agent, ...(signal && { signal }) };
    const request = by.request(url, options, (answer) => {
      collect(answer, limit).then(resolve, fail);
    });
    request.on('error', fail);
    // Of the whole exchange: an answer that comes in drops never makes a socket idle.
    const deadline = setTimeout(() => {
      fail(timedOut(url, limit));
      request.destroy();
    }, limit.timeout);
    request.on('close', () => clearTimeout(deadline));
    request.end(body);
  } catch (error) {
    fail(error); // a header name or value that cannot be sent
  }
  return promise;
}

function timedOut({ host }: URL, { timeout }: Limits): SendError {
  const message = `Http request failed: '${host}' did not answer within ${timeout / 1000} seconds.`;
  return new SendError('RequestTimeout', message, true);
}

async function collect(answer: IncomingMessage, limit: Limits): Promise<HttpResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit.body) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body = await decompress(Buffer.concat(chunks), answer.headers['content-encoding'], limit);
  return { status: answer.statusCode ?? 0, headers: headersOf(answer.rawHeaders), body };
}

async function decompress(body: Buffer, encoding: string | undefined, limit: Limits): Promise<Uint8Array> {
  if (!encoding || body.length === 0) return body;
  const zlib = await import('node:zlib');
  const options = { maxOutputLength: limit.body };
  try {
    switch (encoding.toLowerCase()) {
      case 'gzip':
      case 'x-gzip':
        return zlib.gunzipSync(body, options);
      case 'deflate':
        // Some servers leave out the frame that the standard asks for; it begins with the method's number, 8.
        return ((body[0] ?? 0) & 15) === 8 ? zlib.inflateSync(body, options) : zlib.inflateRawSync(body, options);
      case 'br':
        return zlib.brotliDecompressSync(body, options);
      default:
        return body;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : error;
  }
}

function tooLarge({ body }: Limits): SendError {
  const message = `Http request failed: the answer is larger than ${body / 1024 / 1024} MB.`;
  return new SendError('ResponseTooLarge', message, false);
}

function headersOf(raw: readonly string[]): { readonly [name: string]: string } {
  const headers = new Map<string, [string, string]>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]];
    const known = headers.get(name.toLowerCase());
    headers.set(name.toLowerCase(), known ? [known[0], `${known[1]}, ${value}`] : [spelled(name), value]);
  }
  return Object.fromEntries(headers.values());
}

// The service shows well-known headers in their usual spelling, whatever the server wrote (measured in Power Automate).
function spelled(name: string): string {
  return /^(content-|date$|location$|retry-after$|server$|cache-control$|etag$|expires$|last-modified$|transfer-encoding$|connection$|keep-alive$|vary$|set-cookie$)/.test(
    name,
  )
    ? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
    : name;
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
