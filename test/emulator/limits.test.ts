// oxlint-disable no-await-in-loop -- requests that follow one another are what is tested
import { describe, expect, it } from 'vitest';
import { createLimits } from '../../src/emulator/limits.js';
import type { Service } from '../../src/emulator/index.js';
import { createUser, identityTarget, NOW, revoke, send, service, signed, VERSION, type Answer } from './exchange.js';

function limited(factor: number): { to: Service; pass: (ms: number) => void } {
  let now = NOW;
  const clock = () => now;
  return { to: service({ clock, limits: createLimits(clock, factor) }), pass: (ms) => void (now += ms) };
}

const create = (to: Service, body = ''): Promise<Answer> =>
  send(to, signed({ method: 'POST', target: `/identities?${VERSION}`, body }));

describe('the rate limits', () => {
  it('refuse what is too much, say when to come again, and then serve again', async () => {
    const { to, pass } = limited(2 / 500);
    const { id } = await createUser(to);
    for (const status of [204, 204, 429, 429]) expect((await revoke(to, id)).status).toBe(status);
    pass(12_500);
    expect(await revoke(to, id)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '18' },
      body: { error: { code: 'TooManyRequests' } },
      reason: "more than 2 calls of 'revoke' in 30 seconds",
    });
    pass(17_500);
    expect((await revoke(to, id)).status).toBe(204);
  });

  it('are those of the service when nothing else is said', () => {
    const limits = createLimits(() => NOW);
    const admitted = (operation: string, withToken = false): number => {
      let count = 0;
      while (!limits.refuse('main', operation, withToken)) count += 1;
      return count;
    };
    const figures = ['Create', 'Delete'].map((verb) => admitted(`${verb}CommunicationIdentity`));
    expect([...figures, admitted('CreateCommunicationIdentity', true)]).toEqual([1000, 500, 1000]);
    expect(admitted('IssueIdentityAccessToken')).toBe(1000);
    expect(admitted('RevokeIdentityAccessTokens')).toBe(500);
    expect(admitted('ExchangeTeamsUserAccessToken')).toBe(500);
    expect(limits.refuse('other', 'IssueIdentityAccessToken', false)).toBeUndefined();
  });

  it('count creating with a token apart', async () => {
    const { to } = limited(1 / 1000);
    expect((await create(to)).status).toBe(201);
    expect((await create(to, '{"createTokenWithScopes":["chat"]}')).status).toBe(201);
    expect((await create(to)).status).toBe(429);
    expect((await create(to, '{"createTokenWithScopes":["chat"]}')).status).toBe(429);
  });

  it('do not count what is not authentic', async () => {
    const { to } = limited(1 / 1000);
    const target = identityTarget('x', '/:issueAccessToken');
    for (let call = 0; call < 3; call++)
      expect((await send(to, signed({ method: 'POST', target, key: 'b3RoZXI=' }))).status).toBe(401);
    expect((await create(to)).status).toBe(201);
  });

  it('can be switched off, and set while running', () => {
    const limits = createLimits(() => NOW, 0);
    const call = () => limits.refuse('main', 'IssueIdentityAccessToken', false);
    for (let count = 0; count < 2000; count++) expect(call()).toBeUndefined();
    limits.scale(0.001);
    expect([call(), call()?.seconds]).toEqual([undefined, 30]);
  });
});
