import { describe, expect, it } from 'vitest';
import { at, entraToken, NOW, send, service, signed, VERSION, type Answer } from './exchange.js';

function exchange(body: object): Promise<Answer> {
  const target = `/teamsUser/:exchangeAccessToken?${VERSION}`;
  return send(service(), signed({ method: 'POST', target, body: JSON.stringify(body) }));
}

describe('the Teams exchange', () => {
  const app = '22222222-2222-3333-4444-555555555555';
  const user = '33333333-2222-3333-4444-555555555555';
  const good = { token: entraToken({ appid: app, oid: user, exp: NOW / 1000 + 3000 }), appId: app, userId: user };

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
      'a malformed userId',
      { userId: 'me' },
      400,
      { code: 'ValidationError', message: 'Provided UserId has invalid format.', target: 'userId' },
    ],
  ];

  it.each(refused)('refuses %s', async (_, change, status, error) => {
    expect(await exchange({ ...good, ...change })).toMatchObject({ status, body: { error } });
  });
});
