import { createPublicKey, createVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createResources, memoryStore, type Service } from '../../src/emulator/index.js';
import { isArray, isObject, type Json } from '../../src/json.js';
import {
  at,
  createUser,
  identityTarget,
  issue,
  KEY,
  NOW,
  resources,
  revoke,
  send,
  service,
  signed,
  textAt,
  VERSION,
} from './exchange.js';

const OTHER = 'b3RoZXI=';
const MINUTE = 60_000;

async function issueWith(to: Service, key: string, id: string): Promise<string> {
  const target = identityTarget(id, '/:issueAccessToken');
  const answer = await send(to, signed({ method: 'POST', target, body: '{"scopes":["chat"]}', key }));
  expect(answer.status).toBe(200);
  return textAt(answer.body, 'token');
}

describe('an access key made anew', () => {
  it('makes the tokens invalid that were made with the old one, and no others', async () => {
    const own = resources({ secondaryAccessKey: OTHER });
    const to = service({ resources: own });
    const { id, token } = await createUser(to, ['chat']);
    const other = await issueWith(to, OTHER, id);
    own.regenerate('main', 'primary');
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'key-regenerated', user: id });
    expect(await to.inspect(other)).toMatchObject({ valid: true, user: id });
    expect((await issue(to, id)).status).toBe(401); // it signs with the old one
    const renewed = await issueWith(to, own.find('main')?.keys.primary ?? '', id);
    expect(await to.inspect(renewed)).toMatchObject({ valid: true });
  });

  it('is no longer among the keys that others check tokens with', async () => {
    const own = resources();
    const to = service({ resources: own });
    const { token } = await createUser(to, ['chat']);
    expect(await verified(token, await to.keys())).toBe(true);
    own.regenerate('main', 'primary');
    expect(await verified(token, await to.keys())).toBe(false);
  });
});

/** As somebody checks who has nothing but the published keys. */
async function verified(token: string, set: Json): Promise<boolean> {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
  const keys = at(set, 'keys');
  const jwk = isArray(keys) ? keys.find((one) => at(one, 'kid') === kid) : undefined;
  if (!isObject(jwk)) return false;
  const key = createPublicKey({ key: { kty: 'RSA', n: textAt(jwk, 'n'), e: textAt(jwk, 'e') }, format: 'jwk' });
  return createVerify('RSA-SHA256').update(`${header}.${payload}`).verify(key, signature, 'base64url');
}

describe('a resource that is removed', () => {
  it('refuses requests, and its tokens are invalid', async () => {
    const own = resources();
    const to = service({ resources: own });
    const { id, token } = await createUser(to, ['chat']);
    own.remove('main');
    expect(await issue(to, id)).toMatchObject({ status: 401, reason: 'the resource main was removed' });
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'resource-removed', resource: 'main' });
    expect(await to.keys()).toEqual({ keys: [] });
  });
});

describe('several resources', () => {
  const two = () =>
    createResources([
      { name: 'one', accessKey: KEY },
      { name: 'two', accessKey: OTHER },
    ]);

  it('own their identities apart, and are told apart by the key', async () => {
    const to = service({ resources: two() });
    const { id, token } = await createUser(to, ['chat']);
    const target = identityTarget(id, '/:issueAccessToken');
    const foreign = await send(to, signed({ method: 'POST', target, body: '{"scopes":["chat"]}', key: OTHER }));
    expect(foreign).toMatchObject({ status: 401, body: { error: { code: 'IdentityNotOwned' } } });
    expect(await to.inspect(token)).toMatchObject({ valid: true, resource: 'one' });
  });

  it('are told apart by the host where there is no key', async () => {
    const to = service({ resources: two(), auth: false });
    for (const [host, name] of [
      ['two.localhost:1', 'two'],
      ['127.0.0.1:1', 'one'],
    ] as const) {
      const body = Buffer.from('{"createTokenWithScopes":["chat"]}');
      const answer = await send(to, { method: 'POST', target: `/identities?${VERSION}`, headers: { host }, body });
      expect(await to.inspect(textAt(answer.body, 'accessToken', 'token'))).toMatchObject({
        valid: true,
        resource: name,
      });
    }
  });

  it('have ids and keys that follow from their names', () => {
    const [first, again] = [createResources([{ name: 'a' }]).list()[0], createResources([{ name: 'a' }]).list()[0]];
    expect(first).toEqual(again);
    expect(first).not.toEqual(createResources([{ name: 'b' }]).list()[0]);
    expect(first?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Buffer.from(first?.keys.primary ?? '', 'base64')).toHaveLength(64);
  });

  it('are remembered with their new keys and their removal', () => {
    let kept: ReturnType<ReturnType<typeof createResources>['list']> = [];
    const file = { read: () => kept, write: (settings: typeof kept) => void (kept = settings) };
    const before = createResources([{ name: 'one' }, { name: 'two' }], file);
    before.regenerate('one', 'secondary');
    before.remove('two');
    const after = createResources([{ name: 'one' }, { name: 'two' }, { name: 'three' }], file);
    expect(after.list().slice(0, 2)).toEqual(before.list());
    expect(after.find('three')).toMatchObject({ removed: false });
  });
});

describe('a revocation that takes its time', () => {
  it('leaves tokens valid until it is in force, and spares those issued later', async () => {
    let now = NOW;
    const to = service({ clock: () => now, store: memoryStore(), revocationDelay: 15 * MINUTE });
    const { id, token } = await createUser(to, ['chat']);
    await revoke(to, id);
    const between = textAt((await issue(to, id)).body, 'token');
    now = NOW + 5 * MINUTE;
    await revoke(to, id); // the second one must not put off the first
    await revoke(to, id);
    const after = textAt((await issue(to, id)).body, 'token');
    const states = async () => Promise.all([token, between, after].map(async (one) => (await to.inspect(one)).valid));
    expect(await states()).toEqual([true, true, true]);
    now = NOW + 15 * MINUTE;
    expect(await states()).toEqual([false, true, true]);
    now = NOW + 20 * MINUTE;
    expect(await states()).toEqual([false, false, true]);
  });
});

describe('the two clocks', () => {
  it('are apart: tokens expire by the one, requests are signed by the other', async () => {
    let now = NOW;
    const to = service({ clock: () => now });
    const { id, token } = await createUser(to, ['chat']);
    now = NOW + 48 * 60 * MINUTE;
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'expired' });
    expect((await issue(to, id)).status).toBe(200);
  });
});
