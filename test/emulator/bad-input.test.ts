// What no client would send on purpose, as bytes on the wire: an answer with the service's error, or the end of the
// connection; the emulator goes on.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  errorSchema,
  startEmulator,
  WELL_KNOWN_KEY,
  type Emulator,
  type RequestLog,
} from '../../src/emulator/index.js';
import { parseJson } from '../../src/json.js';
import { validate } from '../../src/swagger/index.js';
import { VERSION, type Unsigned } from './exchange.js';
import { exchanged, faultOf, requestText, statusOf } from './wire.js';

const log: RequestLog[] = [];
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, patience: 100, limits: 0, onRequest: (entry) => log.push(entry) });
});
afterAll(() => emulator.close());

/** Everything that comes back until the connection ends, which the emulator has to do. */
const wire = (...parts: (string | Uint8Array)[]): Promise<string> => exchanged(emulator, parts, false);

/** The same, where the client says that nothing more will come. */
const wireAndEnd = (...parts: (string | Uint8Array)[]): Promise<string> => exchanged(emulator, parts, true);

const chunked = (chunks: string): string =>
  `POST /identities HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;

const create: Unsigned = { method: 'POST', target: `/identities?${VERSION}` };

describe('a request on the wire', () => {
  it('is served when nothing is wrong with it', async () => {
    expect(statusOf(await wire(requestText(create)))).toBe(201);
  });

  it.each([
    ['another date', 'x-ms-date: Thu, 01 Jan 1970 00:00:00 GMT'],
    ['another host', 'host: localhost'],
    ['another hash', 'x-ms-content-sha256: x'],
    ['another signature', 'authorization: HMAC-SHA256 SignedHeaders=host&Signature=x'],
  ])('is refused with %s beside the one that was signed', async (_, line) => {
    expect(statusOf(await wire(requestText(create, [line])))).toBe(401);
  });

  it.each([
    ['bytes after a line feed', 'x-ms-client-request-id: a\nset-cookie: b', /set-cookie/],
    ['bytes beyond ASCII', 'x-ms-client-request-id: \xe9\x01', /x-ms-client-request-id/],
  ])('does not write headers of the answer with %s', async (_, line, header) => {
    expect(await wire(requestText(create, [line]))).not.toMatch(header);
  });

  it('is given up when it does not arrive: no headers, headers without an end, a body without an end', async () => {
    const headless = requestText(create).replace(/connection: close\r\n\r\n$/, '');
    const endless = requestText(create).replace('content-length: 0', 'content-length: 10');
    for (const answer of await Promise.all(['P', headless, endless].map((text) => wire(text))))
      expect([0, 408]).toContain(statusOf(answer));
  });

  it.each([1, 10])('is refused with a body of %i MB more than is read', async (megabytes) => {
    const size = (megabytes + 1) * 1024 * 1024;
    const text = requestText(create).replace('content-length: 0', `content-length: ${size}`);
    const answer = await wire(text, Buffer.alloc(size, 'a'));
    expect([statusOf(answer), answer]).toEqual([413, expect.stringContaining('RequestTooLarge')]);
  });

  it.each([
    ['what is no HTTP', 'nonsense\r\n\r\n', 400, 'BadRequest', /is not valid HTTP/],
    ['a body in broken chunks', chunked('zz\r\n'), 400, 'BadRequest', /is not valid HTTP/],
    [
      'headers without measure',
      `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`,
      431,
      'RequestHeaderFieldsTooLarge',
      /HTTP/,
    ],
    ['a TLS handshake', Buffer.from('1603010200010001fc0303', 'hex'), 400, 'BadRequest', /port of http: .* http:/],
  ])('is told to be none in the form of an error, and in the log: %s', async (_, bytes, status, code, message) => {
    log.length = 0;
    const answer = await wire(bytes);
    expect(statusOf(answer)).toBe(status);
    const body = parseJson(answer.split('\r\n\r\n')[1] ?? '');
    expect(await validate({}, errorSchema, body)).toEqual([]);
    expect(body).toMatchObject({ error: { code, message: expect.stringMatching(message) as string } });
    expect(log).toMatchObject([{ method: '', status, reason: expect.stringMatching(message) as string }]);
  });

  it('is no matter for the log where a client only comes and goes', async () => {
    log.length = 0;
    await wireAndEnd('');
    expect(log).toEqual([]);
  });

  it('is refused with both lengths of a body', async () => {
    const both = requestText(create, ['transfer-encoding: chunked']);
    expect(statusOf(await wire(both))).toBe(400);
  });
});

describe('any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
    fc
      .tuple(fc.nat(), fc.integer({ min: 0, max: 255 }))
      .map(([place, value]) => changed(requestText(create), place, value)),
  );

  it('are refused or not answered, and never break the emulator or tell its key', async () => {
    const property = fc.asyncProperty(bytes, async (sent) => {
      expect(await faultOf(create, sent, await wireAndEnd(sent, '\r\n\r\n'))).toBe('none');
    });
    await fc.assert(property, { numRuns: 400 });
    expect(statusOf(await wire(requestText(create)))).toBe(201);
    expect(JSON.stringify(log)).not.toContain(WELL_KNOWN_KEY);
  }, 60_000);
});

function changed(text: string, place: number, value: number): Uint8Array {
  const bytes = Buffer.from(text, 'latin1');
  bytes[place % bytes.length] = value;
  return bytes;
}
