import { describe, expect, it } from 'vitest';
import { httpAction } from '../../src/actions/http.js';
import type { HttpRequest } from '../../src/http/index.js';
import { Float, type Json, type JsonObject } from '../../src/json.js';
import { actionContract, answer, outcomeOf } from '../contracts/action.js';

actionContract('Http', { make: httpAction, inputs: { method: 'GET', uri: 'http://x/' } });

/** What leaves for these inputs, or the outcome where nothing does. */
async function sent(inputs: Json): Promise<HttpRequest> {
  const seen: HttpRequest[] = [];
  const action = httpAction((request) => Promise.resolve(seen.push(request)).then(() => answer(204)));
  const outcome = await outcomeOf(action, inputs);
  const [request] = seen;
  if (!request) throw new Error(outcome.error?.message ?? 'Nothing was sent.');
  return request;
}

const id = { 'x-ms-client-request-id': 'the-key' };

describe('the request', () => {
  it.each<[string, JsonObject, Partial<Record<string, string>>, string | undefined]>([
    // The first four are as Power Automate was seen to do it.
    ['text', { method: 'POST', body: 'plain' }, { 'Content-Type': 'text/plain; charset=utf-8' }, 'plain'],
    ['a boolean', { method: 'POST', body: true }, { 'Content-Type': 'application/json; charset=utf-8' }, 'true'],
    [
      'a type of its own',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"k":1}' },
      { 'content-type': 'application/json' },
      '{"k":1}',
    ],
    [
      'no body',
      { method: 'GET', authentication: { type: 'Raw', value: 'Bearer abc' } },
      { Authorization: 'Bearer abc' },
      undefined,
    ],
    [
      'JSON',
      { method: 'PUT', body: { a: new Float(5) } },
      { 'Content-Type': 'application/json; charset=utf-8' },
      '{"a":5.0}',
    ],
    ['null', { method: 'POST', body: null }, {}, undefined],
    [
      'bytes',
      { method: 'POST', body: { '$content-type': 'image/png', $content: 'QUI=' } },
      { 'Content-Type': 'image/png' },
      'AB',
    ],
  ])('has %s as its body', async (_, inputs, headers, body) => {
    const request = await sent({ uri: 'https://x/a', ...inputs });
    expect(request.headers).toEqual({ ...id, ...headers });
    expect(request.body && new TextDecoder().decode(request.body)).toBe(body);
    expect(request.method).toBe(inputs['method']);
  });

  it.each<[JsonObject, string]>([
    [{ uri: 'https://x/a?b=1' }, 'https://x/a?b=1'],
    [{ uri: 'https://x/a?b=1', queries: {} }, 'https://x/a?b=1'],
    [{ uri: 'https://x/a?b=1', queries: null }, 'https://x/a?b=1'],
    [{ uri: 'https://x/a?b=1', queries: { c: 2 } }, 'https://x/a?c=2'], // they replace, they do not add
    [{ uri: 'https://x/a', queries: { 'a b': 'ü&=+', n: null, t: true } }, 'https://x/a?a%20b=%C3%BC%26%3D%2B&t=True'],
    [{ URI: 'https://x/a', Queries: { c: ['x'] } }, 'https://x/a?c=%5B%22x%22%5D'],
  ])('of %j goes to %s', async (inputs, url) => {
    expect((await sent({ method: 'GET', ...inputs })).url).toBe(url);
  });

  it('is a GET where nothing is said, and its method in capitals', async () => {
    expect((await sent({ uri: 'http://x' })).method).toBe('GET');
    expect((await sent({ uri: 'http://x', method: 'patch' })).method).toBe('PATCH');
  });

  it('has its headers as text, and may name its own id', async () => {
    const { headers } = await sent({
      uri: 'http://x',
      headers: { a: 1, b: true, c: null, 'x-ms-client-request-id': 'own' },
    });
    expect(headers).toEqual({ a: '1', b: 'True', 'x-ms-client-request-id': 'own' });
  });

  it.each<[Json, string | undefined]>([
    [{ type: 'Basic', username: 'user', password: 'pass' }, 'Basic dXNlcjpwYXNz'],
    [{ type: 'basic', username: 'user' }, 'Basic dXNlcjo='],
    [{ Type: 'RAW', Value: 'x' }, 'x'],
    [{ type: 'None' }, undefined],
    [null, undefined],
    ['text', undefined],
  ])('with authentication %j is signed with %s', async (authentication, authorization) => {
    const { headers } = await sent({ uri: 'http://x', authentication });
    expect(headers['Authorization']).toBe(authorization);
  });

  it.each<[Json, string]>([
    ['text', 'The inputs must be an object.'],
    [{}, "The 'uri' must be an absolute address, and it is ''."],
    [{ uri: '/a' }, "The 'uri' must be an absolute address, and it is '/a'."],
    [
      { uri: 'http://x', authentication: { type: 'ManagedServiceIdentity' } },
      "dryflow cannot sign in with authentication of type 'ManagedServiceIdentity' yet. Use Raw with a header value, or Basic.",
    ],
    [
      { uri: 'http://x', authentication: {} },
      "dryflow cannot sign in with authentication of type '' yet. Use Raw with a header value, or Basic.",
    ],
  ])('of %j is none', async (inputs, message) => {
    const outcome = await outcomeOf(
      httpAction(() => Promise.reject(new Error('Nothing may be sent.'))),
      inputs,
    );
    expect(outcome).toEqual({ status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message } });
  });
});
