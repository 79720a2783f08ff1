// oxlint-disable no-await-in-loop -- requests that follow one another are what is tested
import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, WELL_KNOWN_KEY, type Emulator, type RequestLog } from '../../src/emulator/index.js';
import { signed } from './exchange.js';

const [ONE, TWO] = ['b25lIG9uZSBvbmUgb25lIG9uZSE=', 'dHdvIHR3byB0d28gdHdvIHR3byE='];
const log: RequestLog[] = [];
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, onRequest: (entry) => log.push(entry) });
});
afterAll(() => emulator.close());

interface Sent {
  readonly status: number;
  readonly body: string;
}

function send(
  method: string,
  path: string,
  headers: Record<string, string | undefined> = {},
  body = '',
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(emulator.endpoint + path, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What the server says to bytes that no client would send. */
function sendRaw(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(emulator.endpoint).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

describe('the server', () => {
  it('says where it is and how to sign', () => {
    expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(emulator.connectionString).toBe(`endpoint=${emulator.endpoint}/;accesskey=${WELL_KNOWN_KEY}`);
    expect(Buffer.from(WELL_KNOWN_KEY, 'base64')).toHaveLength(64);
  });

  it('passes requests on as they came and answers in full', async () => {
    const { headers } = signed({
      method: 'POST',
      target: '/identities?api-version=2023-10-01',
      key: WELL_KNOWN_KEY,
      now: Date.now(),
    });
    const { status, body } = await send('POST', '/identities?api-version=2023-10-01', headers);
    expect({ status, body }).toEqual({ status: 201, body: expect.stringContaining('8:acs:') });
  });

  it('logs each request without its secrets', async () => {
    log.length = 0;
    const { headers } = signed({
      method: 'POST',
      target: '/identities?api-version=2023-10-01',
      key: 'b3RoZXI=',
      now: Date.now(),
    });
    await send('POST', '/identities?api-version=2023-10-01', headers);
    expect(log).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        method: 'POST',
        operation: 'CreateCommunicationIdentity',
        status: 401,
        ms: expect.any(Number),
        reason: expect.stringContaining('another access key'),
      },
    ]);
    expect(JSON.stringify(log)).not.toContain(headers['authorization']?.split('Signature=')[1]);
  });

  it('keeps a connection for as long as the pools of clients do', async () => {
    const { headers } = await fetch(emulator.endpoint);
    expect(headers.get('keep-alive')).toBe('timeout=120');
  });

  it('answers HEAD without a body', async () => {
    expect(await send('HEAD', '/identities')).toEqual({ status: 405, body: '' });
  });

  it('refuses a body beyond its limit, announced or not', async () => {
    const answer = await sendRaw(
      `POST /identities HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n${'a'.repeat(0x200000)}`,
    );
    expect(answer === '' || answer.startsWith('HTTP/1.1 413')).toBe(true);
  });

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', /^HTTP\/1\.1 400/],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
    ['huge headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1\.1 431/],
    [
      'an absolute target',
      'GET http://a/identities HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 404/,
    ],
  ])('survives %s', async (_, text, answer) => {
    expect(await sendRaw(text)).toMatch(answer);
    expect((await send('GET', '/')).status).toBe(404);
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(emulator.endpoint).port);
    await expect(startEmulator({ port })).rejects.toThrow(/in use/);
  });

  it('says so when its address is that of another machine', async () => {
    const starting = startEmulator({ port: 0, host: '192.0.2.1' });
    await expect(starting).rejects.toThrow("'192.0.2.1' is no address of this machine.");
  });

  it('has https beside http, wherever that is', async () => {
    const certificateFolder = mkdtempSync(join(tmpdir(), 'dryflow-server-'));
    const port = 20_000 + (process.pid % 10_000); // below those that the system gives out as free ones
    const both = await startEmulator({ port, https: { certificateFolder } });
    expect(new URL(both.https?.endpoint ?? '').port).toBe(String(port + 1));
    await both.close();
  });

  it('accepts both keys it is given', async () => {
    const own = await startEmulator({
      port: 0,
      resources: [{ name: 'own', accessKey: ONE, secondaryAccessKey: TWO }],
    });
    for (const key of [ONE, TWO, WELL_KNOWN_KEY]) {
      const { headers, body, method, target } = signed({
        method: 'POST',
        target: '/identities?api-version=2023-10-01',
        key,
        now: Date.now(),
      });
      const { status } = await own.service.handle({ headers, body, method, target });
      expect(status).toBe(key === WELL_KNOWN_KEY ? 401 : 201);
    }
    await own.close();
    await own.close();
  });
});
