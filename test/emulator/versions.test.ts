import { describe, expect, it } from 'vitest';
import {
  at,
  createUser,
  HOST,
  identityTarget,
  NOW,
  resources,
  revoke,
  send,
  service,
  signed,
  textAt,
  type Answer,
} from './exchange.js';
import type { Service } from '../../src/emulator/index.js';

function create(to: Service, version: string, body = ''): Promise<Answer> {
  return send(to, signed({ method: 'POST', target: `/identities?api-version=${version}`, body }));
}

describe('a version newer than all that are known', () => {
  it.each(['2025-07-01', '2026-09-23'])('%s is the newest, with a warning', async (version) => {
    const answer = await create(service(), version, '{"createTokenWithScopes":["voip.join"],"expiresInMinutes":60}');
    expect(answer).toMatchObject({ status: 201, warning: expect.stringContaining('taken for 2025-06-30') as string });
  });

  it.each(['http', 'https'] as const)('is refused with the address as it was asked for, %s', async (scheme) => {
    const answer = await send(service(), {
      ...signed({ method: 'POST', target: '/identities?api-version=9' }),
      scheme,
    });
    expect(textAt(answer.body, 'error', 'message')).toContain(`'${scheme}://${HOST}/identities'`);
  });

  it('has no warning where it is known', async () => {
    expect(await create(service(), '2025-06-30')).toMatchObject({ status: 201, warning: undefined });
  });

  it('is refused where that is wanted', async () => {
    const answer = await create(service({ strictApiVersion: true }), '2026-09-23');
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'UnsupportedApiVersion' } } });
    expect(answer.reason).toMatch('newer than all');
  });

  it.each(['2025-06-29', '2024-01-01', '2027-13-01', '2027-02-30x', '9', 'zzz', '2027-1-1', '2027-01-01-beta'])(
    'is not %s',
    async (version) => expect((await create(service(), version)).status).toBe(400),
  );
});

describe('a preview newer than all that are known', () => {
  const [version, body] = ['2027-01-01-preview.2', '{"customId":"me"}'];

  it('is refused where previews are not switched on, as the known one is', async () => {
    const answer = await create(service(), version);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'UnsupportedApiVersion' } } });
    expect(answer.reason).toMatch('switched on with --preview');
  });

  it('is the known one where they are, with a warning, unless only known versions are wanted', async () => {
    const to = service({ preview: true });
    const answers = [await create(to, version, body), await create(to, version, body)];
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(answers[0]?.warning).toMatch('taken for 2025-03-02-preview');
    expect((await create(service({ preview: true, strictApiVersion: true }), version)).status).toBe(400);
  });

  it.each(['2025-04-01-preview', '2025-06-30-preview'])('is not %s', async (name) => {
    expect((await create(service({ preview: true }), name)).status).toBe(400);
  });
});

describe('the preview', () => {
  const version = '2025-03-02-preview';
  const get = (to: Service, id: string): Promise<Answer> =>
    send(to, signed({ method: 'GET', target: identityTarget(id, '', `api-version=${version}`) }));

  it('is refused where it is not switched on', async () => {
    const answer = await create(service(), version, '{"customId":"me"}');
    expect(answer).toMatchObject({ status: 400, reason: expect.stringContaining('switched on') as string });
    expect((await get(service(), 'x')).status).toBe(405);
  });

  it('is listed among the versions', async () => {
    expect((await create(service({ preview: true }), version)).headers['api-supported-versions']).toMatch(
      /2023-10-01, 2025-03-02-preview, 2025-06-30$/,
    );
  });

  it('gives the same custom id the same identity, until it is deleted', async () => {
    const to = service({ preview: true });
    const first = await create(to, version, '{"customId":"me"}');
    const again = await create(to, version, '{"customId":"me","createTokenWithScopes":["chat"]}');
    expect([first.status, again.status]).toEqual([201, 200]);
    const id = textAt(first.body, 'identity', 'id');
    expect(textAt(again.body, 'identity', 'id')).toBe(id);
    expect(await to.inspect(textAt(again.body, 'accessToken', 'token'))).toMatchObject({ valid: true, user: id });
    await send(to, signed({ method: 'DELETE', target: identityTarget(id) }));
    const later = await create(to, version, '{"customId":"me"}');
    expect([later.status, textAt(later.body, 'identity', 'id') === id]).toEqual([201, false]);
  });

  it('tells resources apart', async () => {
    const other = resources({ id: '00000000-0000-0000-0000-000000000000' });
    const [one, two] = [service({ preview: true }), service({ preview: true, resources: other })];
    await create(one, version, '{"customId":"me"}');
    expect((await create(two, version, '{"customId":"me"}')).status).toBe(201);
  });

  it('reads an identity', async () => {
    const to = service({ preview: true });
    const id = textAt((await create(to, version, '{"customId":"me"}')).body, 'identity', 'id');
    expect((await get(to, id)).body).toEqual({ id, customId: 'me' });
    const other = await createUser(to, ['chat']);
    await revoke(to, other.id);
    const lastTokenIssuedAt = `${new Date(NOW).toISOString().slice(0, 19)}.0000000+00:00`;
    expect((await get(to, other.id)).body).toEqual({ id: other.id, lastTokenIssuedAt });
    expect(at((await get(to, 'nobody')).body, 'error', 'code')).toBe('IdentityNotOwned');
  });

  it.each(['""', '1', `"${'x'.repeat(257)}"`])('refuses the custom id %s', async (customId) => {
    const answer = await create(service({ preview: true }), version, `{"customId":${customId}}`);
    expect(answer).toMatchObject({ status: 400, body: { error: { target: 'CustomId' } } });
  });

  it('is not read by other versions', async () => {
    const to = service({ preview: true });
    const ids = [
      await create(to, '2025-06-30', '{"customId":"me"}'),
      await create(to, '2025-06-30', '{"customId":"me"}'),
    ];
    expect(new Set(ids.map((one) => textAt(one.body, 'identity', 'id'))).size).toBe(2);
    const newer = await send(to, signed({ method: 'GET', target: identityTarget('x', '', 'api-version=2025-06-30') }));
    expect(at(newer.body, 'error', 'code')).toBe('UnsupportedApiVersion');
  });
});
