import { describe, expect, it } from 'vitest';
import { answered } from '../../src/actions/outcome.js';
import type { HttpResponse } from '../../src/http/index.js';
import type { Json } from '../../src/json.js';

function response(status: number, text: string, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, headers, body: new TextEncoder().encode(text) };
}

describe('an answer', () => {
  it.each<[string, string, Json]>([
    // As Power Automate was seen to do it.
    ['application/json; charset=utf-8', '[1,2]', [1, 2]],
    ['text/csv', 'a,b\r\n1,2', 'a,b\r\n1,2'],
    ['application/xml', '<a/>', { '$content-type': 'application/xml', $content: 'PGEvPg==' }],
  ])('of type %s has the body %j', (type, text, body) => {
    expect(answered(response(200, text, { 'Content-Type': type }))).toEqual({
      status: 'Succeeded',
      code: 'OK',
      outputs: {
        statusCode: 200,
        headers: { 'Content-Type': type, 'Content-Length': String(Buffer.byteLength(text)) },
        body,
      },
    });
  });

  it('shows the length of its body, and the one of the server where it says one', () => {
    expect(answered(response(200, 'é')).outputs).toMatchObject({ headers: { 'Content-Length': '2' } });
    const head = response(200, '', { 'content-length': '1000' });
    expect(answered(head).outputs).toEqual({ statusCode: 200, headers: { 'content-length': '1000' } });
  });

  it('without content has no body', () => {
    expect(answered(response(200, '')).outputs).toEqual({ statusCode: 200, headers: { 'Content-Length': '0' } });
    const outputs = { statusCode: 204, headers: { 'Content-Length': '0' } };
    expect(answered(response(204, ''))).toEqual({ status: 'Succeeded', code: 'NoContent', outputs });
  });

  it('is read as leniently as Newtonsoft reads', () => {
    const read = (text: string) => answered(response(200, text, { 'content-type': 'application/json' })).outputs;
    expect(read("{a:'b',}")).toMatchObject({ body: { a: 'b' } });
    expect(read(' ')).toMatchObject({ body: null });
  });

  it('that is not the JSON it claims to be is a failure', () => {
    const message =
      "Http request failed: the content was not a valid JSON. Error while parsing JSON: 'Unexpected character encountered while parsing value: n. Path '', line 0, position 0.'";
    const broken = answered(response(200, 'not json', { 'content-type': 'application/json' }));
    expect(broken).toEqual({ status: 'Failed', code: 'BadRequest', error: { code: 'BadRequest', message } });
    const busy = answered(response(503, 'sorry', { 'content-type': 'application/json', 'retry-after': '3' }));
    expect(busy).toMatchObject({ status: 'Failed', code: 'BadRequest', retry: { after: 3000 } });
  });

  it.each([
    [200, 'Succeeded', false],
    [101, 'Succeeded', false],
    [302, 'Failed', false],
    [304, 'Failed', false],
    [400, 'Failed', false],
    [404, 'Failed', false],
    [408, 'Failed', true],
    [429, 'Failed', true],
    [500, 'Failed', true],
    [501, 'Failed', true],
    [599, 'Failed', true],
  ])('with status %i is %s, and may pass: %s', (code, status, passing) => {
    const outcome = answered(response(code, 'x', { 'content-type': 'text/plain' }));
    expect(outcome).toMatchObject({ status, outputs: { statusCode: code, body: 'x' } });
    expect(outcome.retry !== undefined).toBe(passing);
    expect(outcome).not.toHaveProperty('error'); // the outputs say it
  });

  const date = 'Thu, 01 Jan 2026 00:00:00 GMT';

  it.each<[HttpResponse['headers'], number | undefined]>([
    [{}, undefined],
    [{ 'Retry-After': '2' }, 2000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'Retry-After': 'Thu, 01 Jan 2026 00:01:30 GMT', Date: date }, 90_000],
    [{ 'Retry-After': 'Thursday, 01-Jan-26 00:01:30 GMT', Date: date }, 90_000],
    [{ 'Retry-After': 'Wed, 31 Dec 2025 23:00:00 GMT', Date: date }, 0],
    [{ 'Retry-After': 'Thu, 01 Jan 2026 00:01:30 GMT' }, undefined], // after what?
    [{ 'Retry-After': 'soon', Date: date }, undefined],
    [{ 'Retry-After': '1.5', Date: date }, undefined],
    [{ 'Retry-After': '-1', Date: date }, undefined],
    [{ 'Retry-After': '', Date: date }, undefined],
  ])('with %j may be tried again after %s ms', (headers, after) => {
    expect(answered(response(503, '', headers)).retry).toEqual(after === undefined ? {} : { after });
  });

  it('names its secrets by where they are in the outputs', () => {
    const json = response(200, '{"a":{"b":"s"}}', { 'content-type': 'application/json' });
    expect(answered(json, () => ['/a/b', '']).secrets).toEqual(['/body/a/b', '/body']);
    expect(answered(json, () => [])).not.toHaveProperty('secrets');
    expect(answered(response(204, ''), () => ['/a'])).not.toHaveProperty('secrets');
  });
});
