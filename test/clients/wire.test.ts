// Requests as SDKs write and sign them that cannot be run everywhere, byte by byte over TLS: that of .NET (from source:
// HMACAuthenticationPolicy.cs) and that of Java (from source: HmacAuthenticationPolicy.java).
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf, startEmulator, WELL_KNOWN_KEY, type Emulator } from '../../src/emulator/index.js';
import { parseJson, type Json } from '../../src/json.js';
import { textAt } from '../emulator/exchange.js';

let folder = '';
let emulator: Emulator;
let ca = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dryflow-wire-'));
  emulator = await startEmulator({ port: 0, https: { certificateFolder: folder } });
  ca = await readFile(emulator.https?.caPath ?? '', 'utf8');
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** How an SDK writes requests. */
interface Sdk {
  readonly name: string;
  readonly version: string;
  /** What it calls the host: in the Host header and in what it signs. */
  readonly host: (url: URL) => string;
  readonly id: (raw: string) => string;
  /** The header lines, in their order. */
  readonly headers: (signed: Signed) => readonly string[];
  /** The body with which it creates a user without a token. */
  readonly create: string;
}

interface Signed {
  readonly host: string;
  readonly date: string;
  readonly hash: string;
  readonly stringToSign: string;
  readonly authorization: string;
}

const JSON_TYPE = 'Content-Type: application/json';

const sdks: readonly Sdk[] = [
  {
    name: '.NET',
    version: '2023-10-01',
    host: ({ host }) => host,
    id: encodeURIComponent,
    headers: ({ host, date, hash, authorization }) => [
      `Host: ${host}`,
      'Accept: application/json',
      'x-ms-client-request-id: 2b9a2b51-6a64-44f5-a6a5-5dd0bd9b3a8e',
      'x-ms-return-client-request-id: true',
      'User-Agent: azsdk-net-Communication.Identity/1.3.1 (.NET 8.0.10; Debian GNU/Linux 12 (bookworm))',
      `x-ms-content-sha256: ${hash}`,
      `Date: ${date}`,
      `x-ms-date: ${date}`,
      `Authorization: ${authorization}`,
      'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00',
    ],
    create: '{"createTokenWithScopes":[]}',
  },
  {
    name: 'Java',
    version: '2023-10-01',
    host: ({ hostname }) => hostname,
    id: (raw) => raw,
    headers: ({ host, date, hash, stringToSign, authorization }) => [
      'Accept: application/json',
      'User-Agent: azsdk-java-azure-communication-identity/1.6.0 (17.0.15; Linux; 6.1.0)',
      'x-ms-client-request-id: 9d1c67c7-5b2e-4c39-9a0e-3ad0a8f4f9a4',
      `x-ms-date: ${date}`,
      `host: ${host}`,
      `x-ms-content-sha256: ${hash}`,
      `Authorization: ${authorization}`,
      `x-ms-hmac-string-to-sign-base64: ${Buffer.from(stringToSign).toString('base64')}`,
      `date: ${date}`,
    ],
    create: '{}',
  },
];

interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Writes a request as an SDK does, and reads the answer. */
async function send(sdk: Sdk, method: string, path: string, body?: string, key = WELL_KNOWN_KEY): Promise<Answer> {
  const url = new URL(emulator.https?.endpoint ?? '');
  const target = `${path}?api-version=${sdk.version}`;
  const signed = sign(method, target, body ?? '', sdk.host(url), key);
  const content = body === undefined ? [] : [JSON_TYPE];
  const length = method === 'DELETE' ? [] : [`Content-Length: ${Buffer.byteLength(body ?? '')}`];
  const lines = [`${method} ${target} HTTP/1.1`, ...sdk.headers(signed), ...content, ...length, 'Connection: close'];
  return exchange(url, `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

function sign(method: string, target: string, body: string, host: string, key: string): Signed {
  const [date, hash] = [new Date().toUTCString(), createHash('sha256').update(body).digest('base64')];
  const stringToSign = `${method}\n${target}\n${date};${host};${hash}`;
  const signature = signatureOf(key, stringToSign);
  const authorization = `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
  return { host, date, hash, stringToSign, authorization };
}

function exchange({ hostname, port }: URL, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: hostname, port: Number(port), ca }, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject).on('end', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), body: body === '' ? null : parseJson(body) });
    });
  });
}

describe.each(sdks)('what the SDK of $name sends', (sdk) => {
  it('creates, issues, revokes and deletes', async () => {
    const created = await send(sdk, 'POST', '/identities', sdk.create);
    expect(created).toEqual({ status: 201, body: { identity: { id: expect.stringMatching(/^8:acs:/) as string } } });
    const identity = `/identities/${sdk.id(textAt(created.body, 'identity', 'id'))}`;
    const body = '{"scopes":["chat","voip"],"expiresInMinutes":60}';
    const issued = await send(sdk, 'POST', `${identity}/:issueAccessToken`, body);
    expect(issued.status).toBe(200);
    const token = textAt(issued.body, 'token');
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, scopes: ['chat', 'voip'] });
    expect((await send(sdk, 'POST', `${identity}/:revokeAccessTokens`)).status).toBe(204);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: false, reason: 'revoked' });
    expect((await send(sdk, 'DELETE', identity)).status).toBe(204);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: false, reason: 'deleted' });
  });

  it('is refused when another key signed it', async () => {
    expect(await send(sdk, 'POST', '/identities', sdk.create, 'b3RoZXI=')).toEqual({
      status: 401,
      body: { error: { code: 'Denied', message: 'Denied by the resource provider.' } },
    });
  });
});
