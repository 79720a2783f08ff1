import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { LOCAL_ENTRA } from '../../src/emulator/entra.js';
import type { Service } from '../../src/emulator/index.js';
import { keySet } from '../../src/emulator/jwks.js';
import { writeJwt } from '../../src/emulator/jwt.js';
import type { JsonObject } from '../../src/json.js';
import { at, entraToken, NOW, send, service, signed, signingKey, VERSION, type Answer } from './exchange.js';

function exchange(body: object, to: Service = service()): Promise<Answer> {
  const target = `/teamsUser/:exchangeAccessToken?${VERSION}`;
  return send(to, signed({ method: 'POST', target, body: JSON.stringify(body) }));
}

describe('the Teams exchange', () => {
  const app = '22222222-2222-3333-4444-555555555555';
  const user = '33333333-2222-3333-4444-555555555555';
  const claims = { appid: app, oid: user, exp: NOW / 1000 + 3000 };
  const good = { token: entraToken(claims), appId: app, userId: user };

  it('gives a token that expires when the one of Entra does', async () => {
    const answer = await exchange(good);
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'expiresOn')).toBe('2026-11-22T04:30:13.0000000+00:00');
  });

  const unauthorized = { code: 'InvalidAccessToken', message: 'Provided access token is not valid.' };
  const refused: [string, object, number, object][] = [
    ['an empty token', { token: '' }, 401, unauthorized],
    ['no token', { token: null }, 401, unauthorized],
    ['what is no JWT', { token: 'invalid' }, 401, unauthorized],
    ['an expired token', { token: entraToken({ exp: NOW / 1000 }) }, 401, unauthorized],
    ['a token without an end', { token: entraToken({}) }, 401, unauthorized],
    ['a token that ends beyond all dates', { token: entraToken({ exp: 1e300 }) }, 401, unauthorized],
    [
      'an empty appId',
      { appId: '' },
      400,
      { code: 'ValidationError', message: 'AppId: The AppId field is required.', target: 'AppId' },
    ],
    [
      'no userId',
      { userId: null },
      400,
      { code: 'ValidationError', message: 'UserId: The UserId field is required.', target: 'UserId' },
    ],
    [
      'another appId',
      { appId: user },
      400,
      { code: 'ValidationError', message: 'AAD application is not the expected one.', target: 'appId' },
    ],
    [
      'a malformed appId',
      { appId: 'me' },
      400,
      { code: 'ValidationError', message: 'Provided AppId has invalid format.', target: 'appId' },
    ],
    [
      'another userId',
      { userId: app },
      400,
      { code: 'ValidationError', message: 'Provided AAD token issued for unexpected user.', target: 'userId' },
    ],
    ['a token for Graph', { token: entraToken({ ...claims, aud: 'https://graph.microsoft.com' }) }, 401, unauthorized],
    [
      'a malformed userId',
      { userId: 'me' },
      400,
      { code: 'ValidationError', message: 'Provided UserId has invalid format.', target: 'userId' },
    ],
  ];

  it.each(refused)('refuses %s', async (_, change, status, error) => {
    expect(await exchange({ ...good, ...change })).toMatchObject({ status, body: { error } });
  });

  it('says that nobody vouches for a token whose key it does not know', async () => {
    expect((await exchange(good)).warning).toMatch(/signature .* was not checked: it is not signed with RS256/);
  });

  const audience = { aud: 'https://auth.msft.communication.azure.com' };
  const local = async (change: JsonObject = {}): Promise<string> =>
    writeJwt(await signingKey, LOCAL_ENTRA, { ...claims, ...audience, ...change });

  it('accepts a token of the local Entra endpoint without a word', async () => {
    expect(await exchange({ ...good, token: await local() })).toMatchObject({ status: 200, warning: undefined });
  });

  it('refuses a token of the local Entra endpoint that was changed', async () => {
    const [header, , signature] = (await local({ oid: app })).split('.');
    const [, payload] = (await local()).split('.');
    const answer = await exchange({ ...good, token: `${header}.${payload}.${signature}` });
    expect(answer).toMatchObject({ status: 401, body: { error: unauthorized } });
    expect(answer.reason).toMatch(/wrong signature/);
  });

  it('knows the keys of a named tenant, and takes no others then', async () => {
    const theirs = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const to = service({ entraKeys: () => Promise.resolve(keySet(theirs, ['tenant'])) });
    const token = await writeJwt(theirs, 'tenant', { ...claims, aud: '1fd5118e-2576-4263-8130-9503064c837a' });
    expect(await exchange({ ...good, token }, to)).toMatchObject({ status: 200, warning: undefined });
    expect(await exchange(good, to)).toMatchObject({ status: 401, body: { error: unauthorized } });
  });
});
