import { describe, expect, it } from 'vitest';
import { createSend, followingRedirects, type HttpRequest, type HttpResponse } from '../../src/http/index.js';
import { loopback } from '../loopback.js';

const answer = (status: number, location?: string): HttpResponse => ({
  status,
  headers: location === undefined ? {} : { Location: location },
  body: new Uint8Array(),
});

const post: HttpRequest = {
  method: 'POST',
  url: 'https://a.example/one?q=1',
  headers: { authorization: 'secret', Cookie: 'c=1', 'Content-Type': 'text/plain', 'X-Own': 'x' },
  body: new TextEncoder().encode('body'),
  certificate: { pfx: new Uint8Array(), password: 'p' },
};

/** What is asked after the first request, when the answers come in this order. */
async function followed(request: HttpRequest, ...answers: HttpResponse[]) {
  const asked: HttpRequest[] = [];
  const send = followingRedirects((each) => {
    asked.push(each);
    return Promise.resolve(answers[asked.length - 1] ?? answer(200));
  });
  const last = await send(request);
  return { last, asked: asked.slice(1) };
}

describe('a redirect', () => {
  it.each([
    [300, 'POST', 'GET'],
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [302, 'PUT', 'PUT'],
    [303, 'POST', 'GET'],
    [303, 'DELETE', 'GET'],
    [303, 'HEAD', 'HEAD'],
    [307, 'POST', 'POST'],
    [308, 'PATCH', 'PATCH'],
  ])('with status %i after %s is followed with %s', async (status, method, next) => {
    const { last, asked } = await followed({ ...post, method }, answer(status, '/two'));
    expect(last.status).toBe(200);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: next, url: 'https://a.example/two' });
    expect(asked[0]?.body).toBe(next === 'GET' ? undefined : post.body);
    expect(asked[0]?.headers['Content-Type']).toBe(next === 'GET' ? undefined : 'text/plain');
  });

  it('takes the Authorization off, and on another origin the cookie and the certificate', async () => {
    const { asked } = await followed(post, answer(307, '/two'), answer(307, 'https://b.example/three'));
    expect(asked[0]?.headers).toEqual({ Cookie: 'c=1', 'Content-Type': 'text/plain', 'X-Own': 'x' });
    expect(asked[0]?.certificate).toBe(post.certificate);
    expect(asked[1]).toMatchObject({ url: 'https://b.example/three' });
    expect(asked[1]?.headers).toEqual({ 'Content-Type': 'text/plain', 'X-Own': 'x' });
    expect(asked[1]).not.toHaveProperty('certificate');
  });

  it.each([
    [302, undefined],
    [302, 'http://a.example/'], // from https
    [302, 'ftp://a.example/'],
    [302, 'javascript:alert(1)'],
    [302, 'http://[::1'],
    [304, '/two'],
    [305, '/two'],
    [200, '/two'],
  ])('with status %i to %s is an answer like any other', async (status, location) => {
    const { last, asked } = await followed(post, answer(status, location));
    expect(last.status).toBe(status);
    expect(asked).toEqual([]);
  });

  it('goes round at most 50 times, and the last one is the answer', async () => {
    const server = await loopback((_, response) => response.writeHead(302, { location: '/again' }).end());
    const send = createSend();
    const last = await followingRedirects(send)({ method: 'GET', url: server.origin, headers: {} });
    send.close();
    expect(last).toMatchObject({ status: 302, headers: { Location: '/again' } });
    expect(server.arrived).toHaveLength(51);
  });
});
