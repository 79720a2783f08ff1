import { createServer as createSecureServer } from 'node:https';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSend, SendError, type HttpRequest, type HttpResponse } from '../../src/http/index.js';
import { sendErrorOf } from '../../src/http/error.js';
import { limits, type Limits } from '../../src/http/limits.js';
import { closedPort, listening, loopback, type Answer } from '../loopback.js';
import { clientCert, password, pfx } from './client-certificate.js';
import { cert, key } from './self-signed.js';
import { wire } from './wire.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function sender(limit?: Partial<Limits>) {
  const send = createSend({ ...limits, ...limit });
  onTestFinished(() => send.close());
  return send;
}

/** Sends one request to a server that answers like this. */
async function exchange(answer: Answer, request: Partial<HttpRequest> = {}, limit: Partial<Limits> = {}) {
  const server = await loopback(answer);
  const response = await sender(limit)({ method: 'GET', url: `${server.origin}/`, headers: {}, ...request });
  return { response, arrived: server.arrived[0] };
}

/** The error of an exchange that must fail. */
async function failure(sent: Promise<HttpResponse>): Promise<SendError> {
  const error: unknown = await sent.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SendError) return error;
  throw new Error('The exchange did not fail with a SendError.', { cause: error });
}

describe('a request', () => {
  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])('%s leaves as it is', async (method) => {
    const { response, arrived } = await exchange((_, answer) => answer.writeHead(202).end(), { method });
    expect(response.status).toBe(202);
    expect(arrived).toMatchObject({ method, target: '/', body: '' });
  });

  it('has its headers as they were written, and its body with a length', async () => {
    const server = await loopback();
    await sender()({
      method: 'POST',
      url: `${server.origin}/a%2Fb/:c?q=%20&r=1`,
      headers: { 'X-Ms-Date': 'now', 'content-type': 'text/plain' },
      body: bytes('é'),
    });
    expect(server.arrived[0]).toMatchObject({ target: '/a%2Fb/:c?q=%20&r=1', body: 'é' });
    expect(server.arrived[0]?.rawHeaders.slice(0, 6)).toEqual([
      'Content-Length',
      '2',
      'X-Ms-Date',
      'now',
      'content-type',
      'text/plain',
    ]);
  });

  it('without a body has no length', async () => {
    const { arrived } = await exchange((_, answer) => answer.end());
    expect(arrived?.headers['content-length']).toBeUndefined();
    expect(arrived?.headers['transfer-encoding']).toBeUndefined();
  });

  it('goes over a connection that is open already', async () => {
    const server = await loopback((_, answer) => answer.end('ok'));
    const send = sender();
    for (let count = 0; count < 3; count++) await send({ method: 'GET', url: server.origin, headers: {} }); // oxlint-disable-line no-await-in-loop -- one after the other is the point
    expect(server.arrived).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });
});

describe('an answer', () => {
  it.each([200, 204, 302, 404, 500])('with status %i is an answer, and no redirect is followed', async (status) => {
    const { response } = await exchange((_, answer) => answer.writeHead(status, { location: '/else' }).end());
    expect(response).toMatchObject({ status, headers: { Location: '/else' } });
    expect(response.body).toHaveLength(0);
  });

  it('has repeated headers in one, well-known ones in their usual spelling', async () => {
    const { response } = await exchange((_, answer) => {
      answer.setHeader('set-cookie', ['a=1', 'b=2']);
      answer.setHeader('content-type', 'text/plain');
      answer.setHeader('x-MS-thing', ['one', 'two']);
      answer.setHeader('etag', '"1"');
      answer.end('x');
    });
    expect(response.headers).toMatchObject({
      'Set-Cookie': 'a=1,b=2',
      'Content-Type': 'text/plain',
      'x-MS-thing': 'one,two',
      ETag: '"1"',
    });
    expect(Object.keys(response.headers)).toContain('Date');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync], // what some servers send under that name
    ['br', brotliCompressSync],
    ['identity', (text: string) => bytes(text)],
  ])('in %s is unpacked', async (encoding, pack) => {
    const { response } = await exchange((_, answer) => {
      answer.writeHead(200, { 'content-encoding': encoding }).end(pack('{"a":"é"}'));
    });
    expect(new TextDecoder().decode(response.body)).toBe('{"a":"é"}');
  });

  it('without content is empty, whatever its encoding', async () => {
    const { response } = await exchange((_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end());
    expect(response.body).toHaveLength(0);
  });
});

describe('no answer', () => {
  it('when nothing listens', async () => {
    const port = await closedPort();
    const error = await failure(sender()({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} }));
    expect(error).toMatchObject({
      code: 'ConnectionFailed',
      message: `Http request failed as there is an error: 'No connection could be made because the target machine actively refused it. (127.0.0.1:${port})'.`,
      passing: true,
      cause: { code: 'ECONNREFUSED' },
    });
  });

  it('when the host has no address', async () => {
    expect(await failure(sender()({ method: 'GET', url: 'http://nowhere.invalid/', headers: {} }))).toMatchObject({
      code: 'UnresolvableHostName',
      message: "The provided host name 'nowhere.invalid' could not be resolved.",
      passing: true,
    });
  });

  it.each<[string, Answer]>([
    ['at once', (_, answer) => answer.destroy()],
    [
      'in the middle of the body',
      (_, answer) => {
        answer.writeHead(200, { 'content-length': '100' });
        answer.write('half', () => answer.destroy());
      },
    ],
    [
      'in the middle of a chunk',
      (_, answer) => {
        answer.write('half', () => answer.destroy());
      },
    ],
  ])('when the connection breaks %s', async (_, answer) => {
    const error = await failure(exchange(answer).then(({ response }) => response));
    expect(error).toMatchObject({ code: 'ConnectionFailed', passing: true });
    expect(error.message).toMatch(/\. No complete answer came from '127\.0\.0\.1:\d+' \(ECONNRESET\)\.$/);
  });

  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', "'Error while copying content to a stream.'"],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n', "'Error while copying content to a stream.'"],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n', '(HPE_INVALID_CHUNK_SIZE)'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc', "'The server returned an invalid"],
    [`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '(HPE_HEADER_OVERFLOW)'],
    ['SSH-2.0-OpenSSH_9.6\r\n', "'The server returned an invalid or unrecognized response.'"],
    ['', "'An error occurred while sending the request.'"],
  ])('when the server says %j', async (text, words) => {
    const error = await failure(sender()({ method: 'GET', url: await wire(text), headers: {} }));
    expect(error).toMatchObject({ code: 'ConnectionFailed', passing: true });
    expect(error.message).toContain(words);
  });

  it('when what was packed cannot be unpacked', async () => {
    const broken: Answer = (_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    expect(await failure(exchange(broken).then(({ response }) => response))).toMatchObject({
      code: 'ConnectionFailed',
      cause: { code: 'Z_DATA_ERROR' },
    });
  });

  it.each<[string, Answer]>([
    ['with a length', (_, answer) => answer.writeHead(200, { 'content-length': '3000' }).end('x'.repeat(3000))],
    ['without one', (_, answer) => answer.write('x'.repeat(3000))], // nor an end
    ['as it announces', (_, answer) => answer.writeHead(200, { 'content-length': '200000000' }).flushHeaders()],
    [
      'once it is unpacked',
      (_, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(3000))),
    ],
  ])('when it is too large: %s', async (_, answer) => {
    const sent = exchange(answer, {}, { body: 2048 }).then(({ response }) => response);
    expect(await failure(sent)).toMatchObject({
      code: 'ResponseTooLarge',
      message:
        "Http request failed as there is an error: 'Cannot write more bytes to the buffer than the configured maximum buffer size: 2048.'.",
      passing: false,
    });
  });

  it.each<[string, Answer]>([
    ['it does not begin', () => undefined],
    [
      'it comes in drops',
      (_, answer) => {
        const drops = setInterval(() => answer.write('.'), 5);
        answer.on('close', () => clearInterval(drops));
      },
    ],
  ])('in time when %s', async (_, answer) => {
    const error = await failure(exchange(answer, {}, { timeout: 60 }).then(({ response }) => response));
    expect(error).toMatchObject({ code: 'RequestTimeout', passing: true });
    expect(error.message).toMatch(
      /^Http request failed: the server did not respond within the timeout limit\. .*#http-limits\. \('127\.0\.0\.1:\d+' had 0\.06 seconds\.\)$/,
    );
  });

  it.each<[string, (abort: () => void) => Answer]>([
    ['before it begins', (abort) => () => abort()],
    ['in the middle of it', (abort) => (_, answer) => void answer.write('half', () => abort())],
  ])('when it is cancelled %s', async (_, answer) => {
    const controller = new AbortController();
    const { origin } = await loopback(answer(() => controller.abort()));
    const sent = sender()({ method: 'GET', url: origin, headers: {} }, controller.signal);
    expect(await failure(sent)).toMatchObject({ code: 'Cancelled', passing: false });
  });

  it('when it is cancelled already, and nothing is sent', async () => {
    const server = await loopback();
    const sent = sender()({ method: 'GET', url: server.origin, headers: {} }, AbortSignal.abort());
    expect(await failure(sent)).toMatchObject({ code: 'Cancelled' });
    expect(server.arrived).toEqual([]);
  });

  it.each([
    ['a header name', { headers: { 'a b': '1' } }],
    ['a header value', { headers: { a: 'line\nbreak' } }],
    ['a header value', { headers: { a: 'Łódź' } }],
    ['a method', { method: 'GE T' }],
  ])('when %s cannot be sent', async (_, request) => {
    const sent = exchange((__, answer) => answer.end(), request).then(({ response }) => response);
    expect(await failure(sent)).toMatchObject({ code: 'InvalidRequest', passing: false });
  });

  it.each(['', 'example', '/path', 'ftp://127.0.0.1/', 'http://', 'http://[::1'])('when the URI is %j', async (url) => {
    expect(await failure(sender()({ method: 'GET', url, headers: {} }))).toMatchObject({
      code: 'InvalidUri',
      message: `The URI '${url}' is not an absolute http or https address.`,
      passing: false,
    });
  });
});

describe('what is no ordinary answer', () => {
  it('is one where the server changes the protocol', async () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nx';
    const url = await wire(text, { end: false });
    const response = await sender()({ method: 'GET', url, headers: {} });
    expect(response).toMatchObject({ status: 101, headers: { Upgrade: 'x' }, body: new Uint8Array() });
  });

  it('is one after another that only says to go on', async () => {
    const url = await wire('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx');
    expect(await sender()({ method: 'GET', url, headers: {} })).toMatchObject({ status: 200 });
  });

  it('is one that announces a length for HEAD and sends nothing', async () => {
    const url = await wire('HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n');
    const response = await sender()({ method: 'HEAD', url, headers: {} });
    expect(response).toMatchObject({ status: 200, headers: { 'Content-Length': '200000000' }, body: Buffer.alloc(0) });
  });

  it('loses the headers of a packed body once it is unpacked', async () => {
    const { response } = await exchange((_, answer) => {
      const packed = gzipSync('x'.repeat(100));
      answer.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length, 'x-own': '1' }).end(packed);
    });
    expect(response.headers).not.toHaveProperty('Content-Encoding');
    expect(response.headers).not.toHaveProperty('Content-Length');
    expect(response.headers['x-own']).toBe('1');
    expect(response.body).toHaveLength(100);
  });

  it('stays packed in an encoding that nobody knows', async () => {
    const { response } = await exchange((_, answer) => answer.writeHead(200, { 'content-encoding': 'zip' }).end('x'));
    expect(response.headers['Content-Encoding']).toBe('zip');
    expect(response.body).toHaveLength(1);
  });
});

describe('https', () => {
  it.each([
    ['of the client where the request has one', { pfx: Buffer.from(pfx, 'base64'), password }, 'client'],
    ['of nobody where it has none', undefined, undefined],
  ])('shows the certificate %s', async (_, certificate, name) => {
    const proof = { ca: clientCert, requestCert: true, rejectUnauthorized: false };
    const options = { key, cert, ...proof, maxVersion: 'TLSv1.2' } as const;
    const server = createSecureServer(options, (__, response) => response.end());
    // In TLS 1.2 the server has the certificate before the client finds that it does not trust the server.
    const met = new Promise<unknown>((resolve) => {
      server.on('secureConnection', (socket) => resolve(socket.getPeerCertificate().subject?.CN));
    });
    const url = `https://127.0.0.1:${await listening(server)}/`;
    const sent = sender()({ method: 'GET', url, headers: {}, ...(certificate && { certificate }) });
    expect(await failure(sent)).toMatchObject({ code: 'UntrustedCertificate' });
    expect(await met).toBe(name);
  });

  it('refuses a certificate that nobody signed, and says what to do', async () => {
    const server = createSecureServer({ key, cert }, (_, response) => response.end());
    const port = await listening(server);
    const error = await failure(sender()({ method: 'GET', url: `https://127.0.0.1:${port}/`, headers: {} }));
    expect(error).toMatchObject({ code: 'UntrustedCertificate', passing: false });
    expect(error.message).toContain(`The certificate of '127.0.0.1:${port}' is not trusted`);
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('at a server that speaks http gets no answer', async () => {
    const { host } = await loopback();
    expect(await failure(sender()({ method: 'GET', url: `https://${host}/`, headers: {} }))).toMatchObject({
      code: 'ConnectionFailed',
    });
  });
});

describe('sendErrorOf', () => {
  it.each([
    ['EAI_AGAIN', 'UnresolvableHostName'],
    ['CERT_HAS_EXPIRED', 'UntrustedCertificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'UntrustedCertificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UntrustedCertificate'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UntrustedCertificate'],
    ['ERR_UNESCAPED_CHARACTERS', 'InvalidRequest'],
    ['ETIMEDOUT', 'ConnectionFailed'],
  ])('%s is %s', (code, kind) => {
    const error = Object.assign(new Error('why'), { code });
    expect(sendErrorOf(error, new URL('http://host:1/'))).toMatchObject({ code: kind, cause: error });
  });

  it('of an error without a code has its message', () => {
    expect(sendErrorOf(new Error('why'), new URL('http://host:1/')).message).toContain('(why)');
  });
});
