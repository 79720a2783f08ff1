import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator, type RequestLog } from '../../src/emulator/index.js';
import { parseJson, type Json } from '../../src/json.js';
import { at, identityTarget, signed, textAt, VERSION } from './exchange.js';

let emulator: Emulator;
const log: RequestLog[] = [];
beforeEach(async () => {
  const resources = [{ name: 'main' }, { name: 'other' }];
  emulator = await startEmulator({ port: 0, resources, onRequest: (entry) => log.push(entry) });
});
afterEach(() => emulator.close());

interface Answer {
  readonly status: number;
  readonly body: Json;
}

type Headers = Record<string, string | undefined>;

/** Fails where the connection ends without an answer. */
function ask(method: string, path: string, input?: Json, headers: Headers = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(emulator.endpoint + path, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: text === '' ? null : parseJson(text) }),
      );
    });
    sent.on('error', reject);
    sent.end(typeof input === 'string' ? input : input && JSON.stringify(input));
  });
}

/** An operation of the service, signed with the first resource's key of the moment. */
function call(method: string, target: string, body = ''): Promise<Answer> {
  const key = emulator.connectionString.split('accesskey=')[1] ?? '';
  return ask(method, target, body, signed({ method, target, body, key, now: Date.now() }).headers);
}

const createUser = (): Promise<Answer> =>
  call('POST', `/identities?${VERSION}`, '{"createTokenWithScopes":["chat.join"]}');

describe('the control endpoint', () => {
  it('says whether a token is valid, for whom, until when, and what it allows', async () => {
    const { body } = await createUser();
    const [user, token] = [textAt(body, 'identity', 'id'), textAt(body, 'accessToken', 'token')];
    const inspect = (): Promise<Answer> => ask('POST', '/.emulator/tokens/inspect', { token });
    expect(await inspect()).toMatchObject({
      status: 200,
      body: {
        valid: true,
        user,
        resource: 'main',
        scopes: ['chat.join'],
        permissions: { 'Create chat thread': false, 'Get chat threads': true },
      },
    });
    await call('POST', identityTarget(user, '/:revokeAccessTokens'));
    expect((await inspect()).body).toMatchObject({ valid: false, reason: 'revoked', user });
    expect((await ask('POST', '/.emulator/tokens/inspect', { token: 'x' })).body).toMatchObject({
      reason: 'malformed',
    });
  });

  it('makes a key anew, which the connection string then has', async () => {
    const { body } = await createUser();
    const before = emulator.connectionString;
    const answer = await ask('POST', '/.emulator/resources/main/keys/primary/regenerate');
    expect(textAt(answer.body, 'connectionStrings', 'primary')).toBe(emulator.connectionString);
    expect(emulator.connectionString).not.toBe(before);
    expect((await createUser()).status).toBe(201);
    const inspected = await ask('POST', '/.emulator/tokens/inspect', { token: textAt(body, 'accessToken', 'token') });
    expect(inspected.body).toMatchObject({ valid: false, reason: 'key-regenerated' });
  });

  it('removes a resource', async () => {
    expect((await ask('DELETE', '/.emulator/resources/main')).body).toMatchObject({ name: 'main', removed: true });
    expect((await createUser()).status).toBe(401);
    expect(at((await ask('GET', '/.emulator')).body, 'resources')).toMatchObject([
      { removed: true },
      { removed: false },
    ]);
  });

  it('sets faults, a broken connection among them', async () => {
    expect((await ask('PUT', '/.emulator/faults', ['create:reset'])).body).toEqual({ faults: ['create:reset'] });
    await expect(createUser()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(log.at(-1)).toMatchObject({ status: 0, reason: 'the fault create:reset' });
    await ask('PUT', '/.emulator/faults', ['create:delay=1']);
    expect((await createUser()).status).toBe(201);
    await ask('PUT', '/.emulator/faults', []);
    expect((await ask('GET', '/.emulator')).body).toMatchObject({ faults: [], limits: { factor: 1 } });
  });

  it('sets limits', async () => {
    expect((await ask('PUT', '/.emulator/limits', { factor: 0.001 })).status).toBe(200);
    expect([(await createUser()).status, (await createUser()).status]).toEqual([201, 429]);
  });

  it.each<[string, string, Json]>([
    ['POST', '/.emulator/tokens/inspect', 'no JSON'],
    ['POST', '/.emulator/tokens/inspect', { token: 1 }],
    ['PUT', '/.emulator/faults', {}],
    ['PUT', '/.emulator/faults', [1]],
    ['PUT', '/.emulator/faults', ['issue:200']],
    ['PUT', '/.emulator/limits', { factor: -1 }],
    ['PUT', '/.emulator/limits', { factor: 'x' }],
    ['PUT', '/.emulator/limits', '{"factor":1e400}'],
  ])('refuses %s %s with %j', async (method, path, input) => {
    expect(await ask(method, path, input)).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });

  it.each([
    ['GET', '/.emulator/nothing'],
    ['POST', '/.emulator/resources/nobody/keys/primary/regenerate'],
    ['POST', '/.emulator/resources/main/keys/tertiary/regenerate'],
    ['DELETE', '/.emulator/resources/nobody'],
  ])('has nothing at %s %s', async (method, path) => {
    expect((await ask(method, path)).status).toBe(404);
  });

  it('says what it has to whoever asks for something else', async () => {
    const { body } = await ask('POST', '/.emulator/faults');
    expect(textAt(body, 'error', 'message')).toMatch(
      /has no POST \/\.emulator\/faults\. It has .*PUT \/\.emulator\/faults,/,
    );
  });

  it.each(['/.emulator/', '/.emulator?a=b', '/.emulator/?a=b'])('is at %s too', async (path) => {
    expect((await ask('GET', path)).body).toMatchObject({ limits: { factor: 1 } });
  });

  it.each([
    ['a web page', { origin: 'https://example.com' }],
    ['a name that points here', { host: 'example.com' }],
  ])('does not answer %s', async (_, headers) => {
    expect((await ask('DELETE', '/.emulator/resources/main', undefined, headers)).status).toBe(403);
    expect((await createUser()).status).toBe(201);
  });
});
