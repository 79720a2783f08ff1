// oxlint-disable no-await-in-loop -- requests that follow one another are what is tested
import { createVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadSigningKey } from '../../src/emulator/index.js';
import { permissionsOf } from '../../src/emulator/permissions.js';
import { keyId } from '../../src/emulator/signing-key.js';
import {
  createUser,
  entraToken,
  issue,
  KEY,
  NOW,
  remove,
  RESOURCE,
  resources,
  revoke,
  send,
  service,
  signed,
  signingKey,
  textAt,
  VERSION,
} from './exchange.js';

function decoded(token: string, part: 0 | 1): string {
  return Buffer.from(token.split('.')[part] ?? '', 'base64url').toString();
}

describe('a token', () => {
  it('has the claims of a real one, in their order', async () => {
    const { id, token } = await createUser(service(), ['chat', 'voip']);
    const key = keyId(await signingKey, KEY);
    expect(decoded(token, 0)).toBe(`{"alg":"RS256","kid":"${key.kid}","x5t":"${key.x5t}","typ":"JWT"}`);
    expect(key.kid).toMatch(/^[0-9A-F]{40}$/);
    expect(Buffer.from(key.x5t, 'base64url').toString('hex').toUpperCase()).toBe(key.kid);
    const seconds = NOW / 1000;
    expect(decoded(token, 1)).toBe(
      `{"skypeid":"${id.slice(2)}","scp":1792,"csi":"${seconds}","exp":${seconds + 86400},"rgn":"amer","acsScope":"chat,voip",` +
        `"resourceId":"${RESOURCE}","resourceLocation":"unitedstates","iat":${seconds}}`,
    );
  });

  it('is signed with RS256', async () => {
    const { token } = await createUser(service(), ['chat']);
    const [header, payload, signature = ''] = token.split('.');
    const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`);
    expect(verifier.verify((await signingKey).publicKey, signature, 'base64url')).toBe(true);
  });
});

describe('the state of a token', () => {
  it('is valid when issued', async () => {
    const to = service();
    const { id, token } = await createUser(to, ['chat.join', 'voip']);
    expect(await to.inspect(token)).toEqual({
      valid: true,
      resource: 'main',
      user: id,
      scopes: ['chat.join', 'voip'],
      issuedOn: '2026-11-22T03:40:13.0000000+00:00',
      expiresOn: '2026-11-23T03:40:13.0000000+00:00',
      permissions: permissionsOf(['chat.join', 'voip']),
    });
  });

  it('is expired after its lifetime', async () => {
    let now = NOW;
    const to = service({ clock: () => now });
    const { token } = await createUser(to, ['chat']);
    now = NOW + 86_399_999;
    expect(await to.inspect(token)).toMatchObject({ valid: true });
    now = NOW + 86_400_000;
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'expired' });
  });

  it('is revoked for all tokens so far and for no later one, also within a second', async () => {
    const to = service();
    const { id, token } = await createUser(to, ['chat']);
    for (let round = 0; round < 3; round++) {
      const before = textAt((await issue(to, id)).body, 'token');
      expect(await to.inspect(before)).toMatchObject({ valid: true });
      expect((await revoke(to, id)).status).toBe(204);
      expect(await to.inspect(before)).toMatchObject({ valid: false, reason: 'revoked' });
    }
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'revoked' });
    const after = textAt((await issue(to, id)).body, 'token');
    expect(await to.inspect(after)).toMatchObject({ valid: true, user: id });
  });

  it('of others is not touched by a revocation', async () => {
    const to = service();
    const [mine, other] = [await createUser(to, ['chat']), await createUser(to, ['chat'])];
    await revoke(to, mine.id);
    expect(await to.inspect(other.token)).toMatchObject({ valid: true });
  });

  it('is deleted with its identity', async () => {
    const to = service();
    const { id, token } = await createUser(to, ['chat']);
    await remove(to, id);
    expect(await to.inspect(token)).toMatchObject({ valid: false, reason: 'deleted' });
  });

  it('is foreign at another resource, and forged at another key', async () => {
    const { token } = await createUser(service(), ['chat']);
    const elsewhere = service({ resources: resources({ id: '00000000-0000-0000-0000-000000000000' }) });
    expect(await elsewhere.inspect(token)).toMatchObject({ valid: false, reason: 'other-resource' });
    const rekeyed = service({ signingKey: loadSigningKey() });
    expect(await rekeyed.inspect(token)).toMatchObject({ valid: false, reason: 'bad-signature' });
  });

  it('is never valid when one character is another', async () => {
    const to = service();
    const { token } = await createUser(to, ['chat']);
    for (let place = 0; place < token.length; place += 7) {
      const changed = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1);
      expect(await to.inspect(changed)).toMatchObject({ valid: false });
    }
    const last = token.at(-1) === 'A' ? 'B' : 'A';
    expect(await to.inspect(token.slice(0, -1) + last)).toMatchObject({ valid: false });
  });

  it.each(['', 'a', 'a.b', 'a.b.c', '..', entraToken({ exp: 1 }), 'é.é.é'])('is malformed for "%s"', async (token) => {
    expect(await service().inspect(token)).toMatchObject({ valid: false, reason: 'malformed' });
  });

  it('of a Teams user is that of the token it was exchanged for', async () => {
    const to = service();
    const user = '33333333-2222-3333-4444-555555555555';
    const body = JSON.stringify({ token: entraToken({ exp: NOW / 1000 + 60 }), appId: user, userId: user });
    const target = `/teamsUser/:exchangeAccessToken?${VERSION}`;
    const answer = await send(to, signed({ method: 'POST', target, body }));
    expect(await to.inspect(textAt(answer.body, 'token'))).toMatchObject({ valid: true, user: `8:orgid:${user}` });
  });
});
