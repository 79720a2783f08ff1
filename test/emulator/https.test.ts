// The real client over https, with the development certificate as the only one it trusts.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request, type RequestOptions } from 'node:https';
import { connect, type LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import { CommunicationIdentityClient } from '@azure/communication-identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, WELL_KNOWN_KEY, type Emulator, type RequestLog } from '../../src/emulator/index.js';

let folder = '';
let emulator: Emulator;
let ca = '';
const log: RequestLog[] = [];
let logged = (): void => undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dryflow-https-'));
  const https = { certificateFolder: join(folder, 'certificate') };
  const onRequest = (entry: RequestLog): void => {
    log.push(entry);
    logged();
  };
  emulator = await startEmulator({ port: 0, https, onRequest });
  ca = await readFile(emulator.https?.caPath ?? '', 'utf8');
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

/** The status of an answer, or why there is none. */
function get(url: string, trusted?: string, options: RequestOptions = {}): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    const sent = request(url, { ...(trusted && { ca: trusted }), ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    sent.end();
  });
}

/** What clients say that do not trust a certificate, other than those of Node.js, which only go away. */
const UNKNOWN_CA = Buffer.from('15030300020230', 'hex');

/** The first thing that a client of TLS 1.2 says; in that version the alert after it is not encrypted. */
function clientHello(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const socket = new Duplex({ read: () => undefined, write: (chunk: Buffer) => resolve(chunk) });
    tlsConnect({ socket, maxVersion: 'TLSv1.2' }).on('error', () => undefined);
  });
}

/** Sends bytes, others after the first answer, and waits for the end of the connection. */
function rawly(bytes: Uint8Array, then: Uint8Array = Buffer.alloc(0)): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(emulator.https?.endpoint ?? '').port), '127.0.0.1');
    socket.once('data', () => socket.write(then)).resume();
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.write(bytes);
  });
}

/** What a browser and systemd-resolved do with every name below localhost. */
const toLoopback: LookupFunction = (_, { all }, found) =>
  all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4);

describe('the door of https', () => {
  it('says where it is', () => {
    expect(emulator.https?.endpoint).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(emulator.https?.connectionString).toBe(`endpoint=${emulator.https?.endpoint}/;accesskey=${WELL_KNOWN_KEY}`);
  });

  it.each(['127.0.0.1', 'localhost'])('is trusted as %s by whoever trusts the certificate', async (name) => {
    const url = (emulator.https?.endpoint ?? '').replace('127.0.0.1', name);
    expect(await get(`${url}/`, ca)).toBe(404);
    expect(await get(`${url}/`)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it.each([
    ['beta', 201],
    ['dryflow', 201],
    ['other', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('is trusted as the host of its resource %s: %s', async (name, expected) => {
    const beta = { name: 'beta' };
    const https = { certificateFolder: join(folder, 'certificate') };
    const several = await startEmulator({ port: 0, auth: false, resources: [{ name: 'dryflow' }, beta], https });
    const url = `${(several.https?.endpoint ?? '').replace('127.0.0.1', `${name}.localhost`)}/identities?api-version=2023-10-01`;
    expect(await get(url, ca, { method: 'POST', lookup: toLoopback })).toBe(expected);
    await several.close();
  });

  it('lets the SDK in as it is, without an option for insecure connections', async () => {
    const client = new CommunicationIdentityClient(emulator.https?.connectionString ?? '', { tlsOptions: { ca } });
    const user = await client.createUser();
    const { token } = await client.getToken(user, ['chat']);
    expect(await emulator.service.inspect(token)).toMatchObject({ valid: true, user: user.communicationUserId });
  });

  it('says so to a client that speaks http', async () => {
    const answer = await fetch((emulator.https?.endpoint ?? '').replace('https', 'http'));
    const message = 'This is the port of https: the address has to begin with https://.';
    expect([answer.status, await answer.json()]).toEqual([400, { error: { code: 'BadRequest', message } }]);
    expect(log.at(-1)).toMatchObject({ method: '', status: 400, reason: message });
  });

  it('tells in the log of a client that does not trust the certificate', async () => {
    log.length = 0;
    await rawly(await clientHello(), UNKNOWN_CA);
    expect(await get(`${emulator.https?.endpoint}/`, ca)).toBe(404);
    expect(log).toMatchObject([
      { method: '', status: 0, reason: expect.stringMatching(/^a client does not trust the certificate/) as string },
      { method: 'GET', status: 404 },
    ]);
  });

  it('tells in the log of a client that only goes away where it does not trust the certificate', async () => {
    log.length = 0;
    const told = new Promise<void>((resolve) => (logged = resolve));
    expect(await get(`${emulator.https?.endpoint}/`)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    await told; // the log hears of it when the connection has ended
    expect(await get(`${emulator.https?.endpoint}/`, ca)).toBe(404);
    expect(log).toMatchObject([
      { method: '', status: 0, reason: expect.stringContaining('perhaps it does not trust the certificate') as string },
      { method: 'GET', status: 404 },
    ]);
  });

  it('tells in the log of a client that speaks something else', async () => {
    log.length = 0;
    await rawly(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'));
    expect(log).toMatchObject([{ status: 0, reason: expect.stringContaining('no TLS connection') as string }]);
  });

  it('leaves no door open when it cannot be opened itself', async () => {
    const port = Number(new URL(emulator.https?.endpoint ?? '').port);
    const starting = startEmulator({ port: 0, https: { port, certificateFolder: join(folder, 'certificate') } });
    await expect(starting).rejects.toThrow(/in use/);
  });
});
