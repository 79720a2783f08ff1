import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, valueOf } from '../src/content.js';
import { Float, parseJson, type Json, type JsonObject } from '../src/json.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('valueOf', () => {
  it.each([
    ['application/json; charset=utf-8', '[1,2]', [1, 2]],
    ['application/json', '5.0', new Float(5)],
    ['Application/Problem+JSON', '{"a":1}', { a: 1 }],
    ['text/json', '"a"', 'a'],
    ['text/csv', 'a,b\r\n1,2', 'a,b\r\n1,2'],
    ['text/plain; charset=nonsense', 'é', 'é'],
    ['application/xml', '<a/>', { '$content-type': 'application/xml', $content: 'PGEvPg==' }],
    ['', 'a', { '$content-type': 'application/octet-stream', $content: 'YQ==' }],
    ['application/jsonp', 'a', { '$content-type': 'application/jsonp', $content: 'YQ==' }],
  ])('of %s reads %s', (type, text, value) => {
    expect(valueOf(utf8(text), type)).toEqual(value);
  });

  it.each([
    ['text/plain; charset=iso-8859-1', [0xe9], 'é'],
    ['text/plain; charset="UTF-16"', [0xe9, 0x00], 'é'],
    ['application/json; charset=utf-8', [0xef, 0xbb, 0xbf, 0x31], 1], // a byte order mark
    ['text/plain', [0xff], '\uFFFD'],
  ])('of %s reads the bytes %j', (type, bytes, value) => {
    expect(valueOf(Uint8Array.from(bytes), type)).toEqual(value);
  });

  it('of a form has the pairs beside the envelope', () => {
    const text = 'a=1&b=x+y%26&a=';
    expect(valueOf(utf8(text), 'application/x-www-form-urlencoded')).toEqual({
      '$content-type': 'application/x-www-form-urlencoded',
      $content: base64(utf8(text)),
      $formdata: [
        { key: 'a', value: '1' },
        { key: 'b', value: 'x y&' },
        { key: 'a', value: '' },
      ],
    });
  });

  it('of multipart content has the parts beside the envelope, each typed as a body is', () => {
    const type = 'multipart/form-data; boundary=b';
    const text = [
      'Content-Disposition: form-data; name="a"\r\n\r\nFoo',
      'content-type: text/plain\r\nContent-Length: 9\r\n\r\nx',
      'content-type: application/json\r\n\r\n{"k":5.0}',
      'content-type: application/json\r\n\r\nnone',
      'content-type: text/plain\r\n\r\n',
    ].map((part) => `--b\r\n${part}\r\n`);
    const content = utf8(`${text.join('')}--b--`);
    expect(valueOf(content, type)).toEqual({
      '$content-type': type,
      $content: base64(content),
      $multipart: [
        {
          // As recorded on Logic Apps Standard.
          headers: { 'Content-Disposition': 'form-data; name="a"', 'Content-Length': '3' },
          body: { '$content-type': 'application/octet-stream', $content: 'Rm9v' },
        },
        { headers: { 'content-type': 'text/plain', 'Content-Length': '9' }, body: 'x' },
        { headers: { 'content-type': 'application/json', 'Content-Length': '9' }, body: { k: new Float(5) } },
        {
          headers: { 'content-type': 'application/json', 'Content-Length': '4' },
          body: { '$content-type': 'application/json', $content: 'bm9uZQ==' },
        },
        { headers: { 'content-type': 'text/plain', 'Content-Length': '0' }, body: '' },
      ],
    });
  });

  it.each(['application/json', 'text/plain', ''])('of an empty body (%s) is nothing', (type) => {
    expect(valueOf(new Uint8Array(), type)).toBeUndefined();
  });

  it.each(['not json', ' ', '{"a":'])('throws at %j as JSON', (text) => {
    expect(() => valueOf(utf8(text), 'application/json')).toThrow(SyntaxError);
  });
});

describe('contentOf', () => {
  it.each<[Json, string, string]>([
    ['plain', 'text/plain; charset=utf-8', 'plain'],
    ['', 'text/plain; charset=utf-8', ''],
    [true, 'application/json; charset=utf-8', 'true'],
    [0, 'application/json; charset=utf-8', '0'],
    [new Float(5), 'application/json; charset=utf-8', '5.0'],
    [{ a: ['é'] }, 'application/json; charset=utf-8', '{"a":["é"]}'],
    [{ '$content-type': 'image/png', $content: 'AQI=' }, 'image/png', '\u0001\u0002'],
    [{ $content: 'AQI=' }, 'application/json; charset=utf-8', '{"$content":"AQI="}'],
  ])('of %j is %s: %j', (value, type, text) => {
    expect(contentOf(value)).toEqual({ type, bytes: utf8(text) });
  });

  it('keeps the type that is given', () => {
    expect(contentOf('{"k":1}', 'application/json')).toEqual({ type: 'application/json', bytes: utf8('{"k":1}') });
    expect(contentOf({ '$content-type': 'image/png', $content: 'AQ==' }, 'image/gif')?.type).toBe('image/gif');
    expect(contentOf([1], 'application/vnd.api+json')?.type).toBe('application/vnd.api+json');
  });

  it.each([null, undefined])('of %s is nothing', (value) => {
    expect(contentOf(value)).toBeUndefined();
  });

  it('is read back: texts, JSON and bytes', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => !each.startsWith('\uFEFF'));
    const bytes = fc.uint8Array({ minLength: 1 }).map((each) => ({
      '$content-type': 'application/octet-stream',
      $content: base64(each),
    }));
    const json = fc.jsonValue().map((each) => parseJson(JSON.stringify([each])));
    fc.assert(
      fc.property(fc.oneof(text, bytes, json), (value) => {
        const content = contentOf(value);
        expect(content && valueOf(content.bytes, content.type)).toEqual(value);
      }),
    );
  });

  it.each<[JsonObject, string | undefined, string, string]>([
    [
      {
        '$content-type': 'multipart/form-data',
        $multipart: [
          {
            headers: { 'Content-Disposition': 'form-data; name="a"', 'X-None': null, 'Content-Length': '99' },
            body: 'x',
          },
          { body: { '$content-type': 'image/png', $content: 'QUI=' } },
          { headers: { 'content-type': 'text/x', 'X-N': 1 }, body: { k: 1 } },
          { headers: 'none' },
          7,
        ],
      },
      undefined,
      'multipart/form-data; boundary=dryflow-boundary-0',
      '--dryflow-boundary-0\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n' +
        '--dryflow-boundary-0\r\nContent-Type: image/png\r\n\r\nAB\r\n' +
        '--dryflow-boundary-0\r\ncontent-type: text/x\r\nX-N: 1\r\n\r\n{"k":1}\r\n' +
        '--dryflow-boundary-0\r\n\r\n\r\n--dryflow-boundary-0\r\n\r\n\r\n--dryflow-boundary-0--\r\n',
    ],
    [{ $multipart: [] }, 'multipart/mixed; boundary="q"', 'multipart/mixed; boundary="q"', '--q--\r\n'],
    [
      { $multipart: [] },
      'multipart/mixed',
      'multipart/mixed; boundary=dryflow-boundary-0',
      '--dryflow-boundary-0--\r\n',
    ],
    [{ $multipart: [], '$content-type': 'a/b', $content: 'QUI=' }, undefined, 'a/b', 'AB'], // as it was received
    [{ $multipart: 'x' }, undefined, 'application/json; charset=utf-8', '{"$multipart":"x"}'],
  ])('of the parts in %j', (value, type, wanted, text) => {
    const content = contentOf(value, type);
    expect(content?.type).toBe(wanted);
    expect(new TextDecoder().decode(content?.bytes)).toBe(text);
  });
});
