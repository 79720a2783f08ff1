import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { operationsOf } from '../../src/swagger/index.js';
import { FOREIGN, send, service, signed, VERSION } from './exchange.js';

describe('routes', () => {
  it.each([
    ['GET', '/', 404],
    ['GET', '', 404],
    ['POST', '/identities/', 404],
    ['POST', '//identities', 404],
    ['GET', '/identities', 405],
    ['HEAD', '/identities', 405],
    ['POST', '/identities/x', 405],
    ['PATCH', '/identities/x', 405],
    ['GET', '/%', 404],
    ['GET', `/${'a'.repeat(10_000)}`, 404],
  ])('%s %s is %i', async (method, target, status) => {
    const answer = await send(service(), signed({ method, target }));
    expect(answer.status).toBe(status);
    expect(answer.headers['allow'] !== undefined).toBe(status === 405);
  });

  it('tell the log what was asked for where there is nothing', async () => {
    const answer = await send(service(), signed({ method: 'POST', target: `/chat/threads?${VERSION}` }));
    expect([answer.status, answer.reason]).toEqual([404, 'Identity has nothing at /chat/threads']);
  });

  it('have the headers of the service', async () => {
    const request = signed({
      method: 'POST',
      target: `/identities?${VERSION}`,
      headers: { 'x-ms-client-request-id': 'id-1' },
    });
    const { headers } = await send(service(), request);
    expect(headers).toMatchObject({
      'x-ms-client-request-id': 'id-1',
      date: 'Sun, 22 Nov 2026 03:40:13 GMT',
      'request-context': 'appId=',
      'ms-cv': expect.stringMatching(/^[\w+/]{22}\.0$/),
      'x-azure-ref': expect.stringMatching(/^0[\w+/]{52}$/),
      'x-processing-time': expect.stringMatching(/^\d+ms$/),
    });
    expect(headers['api-supported-versions']).toMatch(
      /^2021-02-22-preview1, 2021-03-07, .*2022-10-01, 2023-08-01, 2023-10-01/,
    );
  });

  it('do not let a request write headers of the response', async () => {
    const headers = { 'x-ms-client-request-id': 'a\r\nset-cookie: b' };
    const answer = await send(service(), signed({ method: 'POST', target: `/identities?${VERSION}`, headers }));
    expect(JSON.stringify(answer.headers)).not.toContain('set-cookie');
  });
});

describe('whatever the body is', () => {
  const targets = operationsOf(definition).map(({ method, path }) => ({
    method,
    target: `${path.replace('{identityId}', encodeURIComponent(FOREIGN))}?${VERSION}`,
  }));
  const named = fc.record(
    {
      createTokenWithScopes: fc.jsonValue(),
      scopes: fc.jsonValue(),
      expiresInMinutes: fc.jsonValue(),
      token: fc.jsonValue(),
      appId: fc.jsonValue(),
      userId: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const bodies = fc.oneof(
    named.map((value) => JSON.stringify(value)),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.string(),
  );

  it('the answer has the form that is promised', async () => {
    const to = service();
    const property = fc.asyncProperty(fc.constantFrom(...targets), bodies, async (target, body) => {
      const answer = await send(to, signed({ ...target, body }));
      expect([200, 201, 204, 400, 401, 404]).toContain(answer.status);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});
