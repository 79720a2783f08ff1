import { describe, expect, it } from 'vitest';
import { Float, type Json, type JsonObject } from '../../src/json.js';
import { asText, build, match, type Operation } from '../../src/swagger/index.js';
import { body, field, header, NOTHING, operation } from './documents.js';

const bytes = { '$content-type': 'image/png', $content: Buffer.from([0, 255, 13, 10, 45, 45]).toString('base64') };

function bodyOperation(schema: JsonObject, consumes: string[]): Operation {
  return operation({ consumes, parameters: [{ name: 'body', in: 'body', schema }] });
}

function roundTrip(
  one: Operation,
  given: { body?: Json | undefined; formData?: JsonObject; header?: JsonObject },
): unknown {
  const message = build(one, { ...NOTHING, ...given });
  const request = { method: 'POST', target: message.path, headers: message.headers, body: message.body };
  return { type: message.headers['content-type'], arguments: match([one], request)?.arguments };
}

const JSON_TYPE = 'application/json';

describe('a body', () => {
  const cases: [name: string, one: Operation, value: Json, type: string | undefined][] = [
    ['JSON', bodyOperation({ type: 'object' }, [JSON_TYPE]), { a: [1, null, 'é'] }, JSON_TYPE],
    [
      'JSON with exact numbers',
      bodyOperation({}, [JSON_TYPE]),
      { wide: 9007199254740993n, float: new Float(5) },
      JSON_TYPE,
    ],
    ['JSON where nothing is said', bodyOperation({}, []), { a: 1 }, JSON_TYPE],
    [
      'JSON before other types',
      bodyOperation({}, ['text/xml', 'application/vnd.x+json']),
      { a: 1 },
      'application/vnd.x+json',
    ],
    ['a JSON text', bodyOperation({ type: 'string' }, [JSON_TYPE]), 'a"b', JSON_TYPE],
    ['plain text', bodyOperation({ type: 'string' }, ['text/plain', JSON_TYPE]), 'a"b', 'text/plain'],
    ['XML', bodyOperation({ type: 'string' }, ['application/xml']), '<a/>', 'application/xml'],
    ['bytes', bodyOperation({ type: 'string', format: 'binary' }, ['application/octet-stream']), bytes, 'image/png'],
    ['false', bodyOperation({}, [JSON_TYPE]), false, JSON_TYPE],
  ];

  it.each(cases)('of %s comes back as it went', (_, one, value, type) => {
    expect(roundTrip(one, { body: value })).toEqual({ type, arguments: { ...NOTHING, body: value } });
  });

  it.each<Json | undefined>([undefined, null])('that is %s is not sent', (value) => {
    expect(roundTrip(bodyOperation({}, [JSON_TYPE]), { body: value })).toEqual({
      type: undefined,
      arguments: NOTHING,
    });
  });

  it('is not sent by an operation without one', () => {
    expect(roundTrip(operation({}), { body: { a: 1 } })).toEqual({ type: undefined, arguments: NOTHING });
  });

  it('has the type that a header parameter names', () => {
    const one = operation({
      parameters: [header('Content-Type'), { name: 'b', in: 'body', schema: { type: 'string' } }],
    });
    const given = { header: { 'Content-Type': 'text/html' }, body: '<p>' };
    expect(roundTrip(one, given)).toEqual({ type: 'text/html', arguments: { ...NOTHING, ...given } });
  });

  it('can be a flat form', () => {
    const one = bodyOperation({ type: 'object' }, ['application/x-www-form-urlencoded']);
    const given = { a: { b: 1, none: null }, list: ['x', 'y z'] };
    expect(build(one, { ...NOTHING, body: given }).body).toBe('a.b=1&list=x&list=y+z');
  });

  it('that is not JSON although it says so is left out', () => {
    const request = { method: 'POST', target: '/things', headers: { 'content-type': JSON_TYPE }, body: '{' };
    expect(match([operation({ parameters: [body({})] })], request)?.arguments).toEqual(NOTHING);
  });
});

describe('a form', () => {
  const plain = [field('a'), field('n', { type: 'integer' }), field('list', { type: 'array' }), field('é "q"')];
  const values = { a: 'x y&z', n: 5, list: ['1', '2'], 'é "q"': 'ü' };

  it('is urlencoded', () => {
    const one = operation({ consumes: ['application/x-www-form-urlencoded'], parameters: plain });
    expect(roundTrip(one, { formData: values })).toEqual({
      type: 'application/x-www-form-urlencoded',
      arguments: { ...NOTHING, formData: values },
    });
  });

  it('is multipart where the document says so or a file is in it', () => {
    const multipart = operation({ consumes: ['multipart/form-data'], parameters: plain });
    const withFile = operation({ consumes: [], parameters: [...plain, field('f', { type: 'file' })] });
    for (const [one, formData] of [
      [multipart, values],
      [withFile, { ...values, f: bytes }],
    ] as const) {
      expect(roundTrip(one, { formData })).toEqual({
        type: expect.stringMatching(/^multipart\/form-data; boundary=dryflow-boundary-\d+$/),
        arguments: { ...NOTHING, formData },
      });
    }
  });

  it('is the same each time, and names its files', () => {
    const one = operation({ parameters: [field('f"', { type: 'file' })] });
    const [first, second] = [1, 2].map(() => build(one, { ...NOTHING, formData: { 'f"': bytes } }).body ?? '');
    expect(first).toEqual(second);
    expect(asText(first ?? '')).toContain(
      'Content-Disposition: form-data; name="f%22"; filename="f%22"\r\nContent-Type: image/png\r\n',
    );
  });

  it('without values is no body', () => {
    expect(build(operation({ parameters: plain }), NOTHING).body).toBeUndefined();
  });
});
