import { describe, expect, it } from 'vitest';
import { httpAction } from '../../src/actions/http.js';
import type { HttpRequest, HttpResponse } from '../../src/http/index.js';
import { Float, type Json, type JsonObject } from '../../src/json.js';
import type { StepContext } from '../../src/run/index.js';
import { actionContract, answer, contextOf, outcomeOf } from '../contracts/action.js';
import { stepsOf } from './steps.js';

const keep = () => undefined;

actionContract('Http', { make: (send) => httpAction(send, keep), inputs: { method: 'GET', uri: 'http://x/' } });

/** What leaves for these inputs, or the outcome where nothing does. */
async function sent(inputs: Json, more: Partial<StepContext> = {}): Promise<HttpRequest> {
  const seen: HttpRequest[] = [];
  const send = (request: HttpRequest) => Promise.resolve(seen.push(request)).then(() => answer(204));
  const outcome = await outcomeOf(httpAction(send, keep), inputs, contextOf(more));
  const [request] = seen;
  if (!request) throw new Error(outcome.error?.message ?? 'Nothing was sent.');
  return request;
}

/** What every request has, unless it says it itself. */
const always = {
  'Accept-Encoding': 'gzip, deflate',
  'Accept-Language': 'en-US',
  'User-Agent': 'azure-logic-apps/1.0 (workflow flow; dryflow)',
  'x-ms-client-request-id': 'the-key',
  'x-ms-client-tracking-id': 'track-1',
  'x-ms-workflow-id': 'flow',
  'x-ms-workflow-name': 'flow',
  'x-ms-workflow-operation-name': 'Act',
  'x-ms-workflow-run-id': 'run-1',
};

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
    [
      'a form',
      { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=x+y' },
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'a=1&b=x+y',
    ],
    [
      'parts, with the boundary that the header forgot',
      {
        method: 'POST',
        headers: { 'CONTENT-TYPE': 'multipart/form-data' },
        body: {
          '$content-type': 'multipart/form-data',
          $multipart: [{ headers: { 'Content-Disposition': 'form-data; name=f' }, body: 'x' }],
        },
      },
      { 'CONTENT-TYPE': 'multipart/form-data; boundary=dryflow-boundary-0' },
      '--dryflow-boundary-0\r\nContent-Disposition: form-data; name=f\r\n' +
        'Content-Type: text/plain; charset=utf-8\r\n\r\nx\r\n--dryflow-boundary-0--\r\n',
    ],
    ['a body with GET', { method: 'GET', body: 'x' }, { 'Content-Type': 'text/plain; charset=utf-8' }, 'x'],
    ['a cookie', { method: 'GET', cookie: 'a=1; b=2', headers: { cookie: 'c=3' } }, { Cookie: 'a=1; b=2' }, undefined],
  ])('has %s', async (_, inputs, headers, body) => {
    const request = await sent({ uri: 'https://x/a', ...inputs });
    expect(request.headers).toEqual({ ...always, ...headers });
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
    [{ uri: 'https://x/a', queries: { c: '\uD800' } }, 'https://x/a?c=%EF%BF%BD'],
  ])('of %j goes to %s', async (inputs, url) => {
    expect((await sent({ method: 'GET', ...inputs })).url).toBe(url);
  });

  it('is a GET where nothing is said, and its method in capitals', async () => {
    expect((await sent({ uri: 'http://x' })).method).toBe('GET');
    expect((await sent({ uri: 'http://x', method: 'patch' })).method).toBe('PATCH');
  });

  it('has its headers as text, and may say itself what every request has', async () => {
    const { headers } = await sent({
      uri: 'http://x',
      headers: { a: 1, b: true, c: null, d: ['x', 2], 'X-MS-Client-Request-Id': 'own', 'user-agent': 'mine' },
    });
    const { 'User-Agent': _, 'x-ms-client-request-id': __, ...rest } = always;
    const said = { 'X-MS-Client-Request-Id': 'own', 'user-agent': 'mine' };
    expect(headers).toEqual({ ...rest, a: '1', b: 'True', d: 'x, 2', ...said });
  });

  it('loses the headers that the service takes off, and those of the connection', async () => {
    const taken = {
      ...{ 'accept-encoding': 'br', 'Accept-Charset': 'x', Allow: 'x', 'content-length': '9', 'Content-MD5': 'x' },
      ...{ Cookie: 'x', Expires: 'x', host: 'x', 'Last-Modified': 'x', origin: 'x', 'Set-Cookie': 'x' },
      ...{
        'transfer-encoding': 'chunked',
        Connection: 'close',
        'Keep-Alive': 'x',
        Upgrade: 'x',
        TE: 'x',
        Trailer: 'x',
      },
    };
    const kept = { Accept: 'x', 'Accept-version': 'x', Authorization: 'x' };
    const content = { 'Content-Disposition': 'x', 'Content-Encoding': 'x', 'Content-Type': 'text/x' };
    const headers = { ...taken, ...kept, ...content };
    expect((await sent({ uri: 'http://x', method: 'POST', headers })).headers).toEqual({
      ...always,
      ...kept,
      ...content,
    });
    expect((await sent({ uri: 'http://x', method: 'GET', headers })).headers).toEqual({ ...always, ...kept });
  });

  it('says nothing of the workflow where it is asked not to', async () => {
    const { headers } = await sent({ uri: 'http://x' }, { settings: { asyncPattern: true, workflowHeaders: false } });
    expect(headers).toEqual({
      'Accept-Encoding': 'gzip, deflate',
      'Accept-Language': 'en-US',
      'User-Agent': 'azure-logic-apps/1.0 (dryflow)',
      'x-ms-client-request-id': 'the-key',
    });
  });

  it('says names that no header can hold percent-encoded', async () => {
    const run = { runId: 'r', workflow: 'Zażółć 流', clientTrackingId: 'a\nb' };
    const { headers } = await sent({ uri: 'http://x' }, { run, path: 'Jede[3]/Über uns' });
    expect(headers).toMatchObject({
      'x-ms-workflow-name': 'Za%C5%BC%C3%B3%C5%82%C4%87 %E6%B5%81',
      'x-ms-workflow-operation-name': '%C3%9Cber uns',
      'x-ms-client-tracking-id': 'a%0Ab',
    });
  });

  it.each<[Json, string]>([
    ['text', 'The inputs must be an object.'],
    [{}, "The 'uri' must be an absolute http or https address, and it is ''."],
    [{ uri: '/a' }, "The 'uri' must be an absolute http or https address, and it is '/a'."],
    [{ uri: 'ftp://x/' }, "The 'uri' must be an absolute http or https address, and it is 'ftp://x/'."],
    [
      { uri: { '$content-type': 'text/plain', $content: '!' } },
      "The content of type 'text/plain' cannot be converted to text: it is not valid base64, or its character set is not known.",
    ],
  ])('of %j is none', async (inputs, message) => {
    const send = () => Promise.reject(new Error('Nothing may be sent.'));
    const outcome = await outcomeOf(httpAction(send, keep), inputs);
    expect(outcome).toEqual({ status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message } });
  });
});

const steps = async (inputs: JsonObject, answers: readonly HttpResponse[], more: Partial<StepContext> = {}) =>
  stepsOf((send) => httpAction(send, keep), inputs, answers, more);

const accepted = (location?: string, headers: HttpResponse['headers'] = {}) =>
  answer(202, undefined, { ...(location !== undefined && { location }), ...headers });

describe('an answer of 202', () => {
  it('is polled where it points to, signed but without the headers, until the answer is another', async () => {
    const inputs = {
      method: 'POST',
      uri: 'https://x/start',
      headers: { 'X-Own': '1' },
      body: 'b',
      authentication: { type: 'Basic', username: 'u', password: 'p' },
    };
    const answers = [
      accepted('/status/1', { 'Retry-After': '1' }),
      accepted(), // still where it was
      accepted('https://x/status/2', {
        'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT',
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      }),
      answer(200, { done: true }),
    ];
    const { outcome, asked, waits } = await steps(inputs, answers);
    expect(asked.slice(1).map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', 'https://x/status/1', undefined],
      ['GET', 'https://x/status/1', undefined],
      ['GET', 'https://x/status/2', undefined],
    ]);
    expect(waits).toEqual([1000, 10_000, 30_000]);
    expect(asked[1]?.headers).toEqual({ ...always, Authorization: 'Basic dTpw' });
    expect(outcome).toMatchObject({ status: 'Succeeded', outputs: { statusCode: 200, body: { done: true } } });
  });

  it('is polled on another origin without credentials', async () => {
    const inputs = { uri: 'https://x/', authentication: { type: 'Raw', value: 'secret' } };
    const { asked } = await steps(inputs, [accepted('https://y/'), accepted('https://x/b'), answer(200)]);
    expect(asked.map(({ headers }) => headers['Authorization'])).toEqual(['secret', undefined, 'secret']);
  });

  it('ends the action where it points nowhere, or the pattern is off', async () => {
    const inputs = { uri: 'https://x/' };
    const nowhere = await steps(inputs, [accepted()]);
    expect(nowhere.outcome).toMatchObject({ status: 'Succeeded', code: 'Accepted', outputs: { statusCode: 202 } });
    const settings = { asyncPattern: false, workflowHeaders: true };
    const off = await steps(inputs, [accepted('https://x/status')], { settings });
    expect(off.outcome).toMatchObject({ status: 'Succeeded', outputs: { statusCode: 202 } });
    expect(off.asked).toHaveLength(1);
  });

  it.each(['ftp://x/', 'javascript:x', 'http://[::1'])('fails the action where it points to %s', async (location) => {
    const { outcome, asked } = await steps({ uri: 'https://x/' }, [accepted(location)]);
    const message = `Http request failed: the Location of the answer is '${location}', which is no http or https address.`;
    expect(outcome).toMatchObject({ status: 'Failed', code: 'BadRequest', error: { message } });
    expect(asked).toHaveLength(1);
  });

  it('ends in a failure where a poll does', async () => {
    const { outcome } = await steps({ uri: 'https://x/' }, [accepted('/s'), answer(503, { e: 1 })]);
    expect(outcome).toMatchObject({
      status: 'Failed',
      code: 'ServiceUnavailable',
      retry: {},
      outputs: { body: { e: 1 } },
    });
  });
});

describe('pages', () => {
  const settings = (minimumItemCount: number) => ({ asyncPattern: true, workflowHeaders: true, minimumItemCount });
  const page = (value: readonly Json[], next?: Json, name = 'nextLink') =>
    answer(200, { '@odata.context': 'c', value, ...(next !== undefined && { [name]: next }) });
  const inputs = { uri: 'https://x/list', method: 'GET', headers: { Prefer: 'p', 'Content-Type': 'x' } };

  it('are read until there are enough items, whole, and nothing is kept but the items', async () => {
    const answers = [page([1, 2], '/list?p=2'), page([3, 4], 'https://x/list?p=3', '@odata.nextLink'), page([5], '/4')];
    const { outcome, asked, items, waits } = await steps(inputs, answers, { settings: settings(4) });
    expect(asked.map(({ method, url }) => [method, url])).toEqual([
      ['GET', 'https://x/list'],
      ['GET', 'https://x/list?p=2'],
    ]);
    expect(items).toEqual([1, 2]);
    expect(waits).toEqual([0]);
    expect(outcome).toMatchObject({ status: 'Succeeded', outputs: { statusCode: 200 } });
    expect(outcome).toHaveProperty('outputs.body', { value: [3, 4] });
    expect(asked[1]?.headers).toEqual({ ...always, Prefer: 'p' });
  });

  it.each<[string, HttpResponse[], Json, readonly Json[]]>([
    ['there is no next', [page([1], '/2'), page([2], null)], { value: [2] }, [1]],
    ['the next is empty', [page([1], '')], { value: [1] }, []],
    ['a page holds no list', [page([1], '/2'), answer(200, { a: 1 })], { value: [] }, [1]],
    ['there is no list at all', [answer(200, { a: 1, nextLink: '/2' })], { a: 1, nextLink: '/2' }, []],
    ['the answer is a list', [answer(200, [1])], [1], []],
  ])('end where %s', async (_, answers, body, before) => {
    const { outcome, items } = await steps(inputs, answers, { settings: settings(1000) });
    expect(outcome).toHaveProperty('outputs.body', body);
    expect(items).toEqual(before);
  });

  it('are not read without a policy', async () => {
    const { outcome, asked } = await steps(inputs, [page([1], '/2')]);
    expect(asked).toHaveLength(1);
    expect(outcome).toHaveProperty('outputs.body.nextLink', '/2');
  });

  it.each([
    ['at once', ['/a', '/a', '/a']],
    ['after a while', ['/a', '/b', '/c', '/d', '/b', '/c', '/d', '/b', '/c', '/d', '/b', '/c', '/d']],
  ])('that go round in a circle %s fail the action', async (_, links) => {
    const { outcome, asked } = await steps(
      inputs,
      links.map((link) => page([1], link)),
      { settings: settings(1000) },
    );
    expect(outcome).toMatchObject({ status: 'Failed', code: 'BadRequest' });
    expect(outcome).toHaveProperty(
      'error.message',
      expect.stringMatching(/^The pages go round in a circle: 'https:\/\/x\//),
    );
    expect(asked.length).toBeLessThan(links.length + 1);
  });

  it('on another origin are asked without headers and credentials; what is no address is not asked', async () => {
    const signed = { ...inputs, authentication: { type: 'Raw', value: 'secret' } };
    const answers = [page([1], 'https://y/2'), page([2], 'file:///etc/passwd')];
    const { outcome, asked } = await steps(signed, answers, { settings: settings(1000) });
    expect(asked).toHaveLength(2);
    expect(asked[1]?.headers).toEqual(always);
    const message =
      "Http request failed: the link to the next page is 'file:///etc/passwd', which is no http or https address.";
    expect(outcome).toMatchObject({ status: 'Failed', error: { message } });
  });

  it('may be polled too', async () => {
    const answers = [accepted('/s1'), page([1], '/2'), accepted('/s2'), page([2])];
    const { outcome, asked, items } = await steps(inputs, answers, { settings: settings(1000) });
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(['/list', '/s1', '/2', '/s2']);
    expect(items).toEqual([1]);
    expect(outcome).toHaveProperty('outputs.body', { value: [2] });
  });

  it('end in a failure where one does', async () => {
    const { outcome } = await steps(inputs, [page([1], '/2'), answer(404, { e: 1 })], { settings: settings(1000) });
    expect(outcome).toMatchObject({ status: 'Failed', code: 'NotFound', outputs: { body: { e: 1 } } });
  });
});

it('does not follow a redirect: it is a failure that says where to', async () => {
  const { outcome, asked } = await steps({ uri: 'https://x/a' }, [answer(302, undefined, { Location: '/b' })]);
  expect(asked).toHaveLength(1);
  expect(outcome).toMatchObject({ status: 'Failed', code: 'Found', outputs: { headers: { Location: '/b' } } });
});
