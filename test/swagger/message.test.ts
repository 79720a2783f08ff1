import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { Float, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { build, match, operationsOf, type Arguments, type Operation } from '../../src/swagger/index.js';
import { body, field, header, NOTHING, operation, path, query } from './documents.js';

const target = (one: Operation, given: Partial<Arguments>): string => build(one, { ...NOTHING, ...given }).path;

/** Path template and parameters, arguments, the request target they give. All but those marked match back. */
const TARGETS: [
  name: string,
  template: string,
  parameters: JsonObject[],
  given: Partial<Arguments>,
  expected: string,
][] = [
  ['a plain value', '/a/{x}', [path('x')], { path: { x: 'b' } }, '/a/b'],
  [
    'everything that a path cannot hold',
    '/a/{x}',
    [path('x')],
    { path: { x: "8:a/b c%é?#'" } },
    "/a/8%3Aa%2Fb%20c%25%C3%A9%3F%23'",
  ],
  [
    'a value that is encoded twice',
    '/a/{x}',
    [path('x', { 'x-ms-url-encoding': 'double' })],
    { path: { x: 'https://s' } },
    '/a/https%253A%252F%252Fs',
  ],
  ['a name with spaces', '/e/{Envelope Id}/f', [path('Envelope Id')], { path: { 'Envelope Id': '1' } }, '/e/1/f'],
  ['part of a segment', "/Foo(ID='{x}').json", [path('x')], { path: { x: 'a' } }, "/Foo(ID='a').json"],
  ['two in a segment', '/{a}-{b}', [path('a'), path('b')], { path: { a: '1', b: '2' } }, '/1-2'],
  ['a literal that needs encoding', '/a b/é', [], {}, '/a%20b/%C3%A9'],
  ['a literal that is encoded already', '/a%20b', [], {}, '/a%20b'],
  ['a literal with a colon', '/{x}/:do', [path('x')], { path: { x: 'y' } }, '/y/:do'],
  ['doubled slashes', '//a', [], {}, '//a'],
  [
    'typed values',
    '/{n}/{b}',
    [path('n', { type: 'integer' }), path('b', { type: 'boolean' })],
    { path: { n: 5, b: true } },
    '/5/true',
  ],
  ['a wide integer', '/{n}', [path('n', { type: 'integer' })], { path: { n: 9007199254740993n } }, '/9007199254740993'],
  ['a float', '/{n}', [path('n', { type: 'number' })], { path: { n: 1.5 } }, '/1.5'],
  ['a query', '/a', [query('x'), query('y')], { query: { y: 'b c&d', x: 'ü+' } }, '/a?x=%C3%BC%2B&y=b%20c%26d'],
  [
    'names of a query',
    '/a',
    [query('$filter'), query('a[b]'), query('c d')],
    { query: { $filter: '1', 'a[b]': '2', 'c d': '3' } },
    '/a?$filter=1&a[b]=2&c%20d=3',
  ],
  ['an empty value', '/a', [query('x')], { query: { x: '' } }, '/a?x='],
  ['a list', '/a', [query('x', { type: 'array' })], { query: { x: ['a,b', 'c'] } }, '/a?x=a%2Cb,c'],
  [
    'a list of numbers by pipes',
    '/a',
    [query('x', { type: 'array', collectionFormat: 'pipes', items: { type: 'integer' } })],
    { query: { x: [1, 2] } },
    '/a?x=1%7C2',
  ],
  [
    'a repeated list',
    '/a',
    [query('x', { type: 'array', collectionFormat: 'multi' })],
    { query: { x: ['a', 'b'] } },
    '/a?x=a&x=b',
  ],
];

describe('build and match', () => {
  it.each(TARGETS)('carry %s', (_, template, parameters, given, expected) => {
    const one = operation({ parameters }, { path: template });
    expect(target(one, given)).toBe(expected);
    expect(match([one], { method: 'post', target: expected })).toEqual({
      operation: one,
      arguments: { ...NOTHING, ...given },
    });
  });
});

describe('build', () => {
  const parameters = [
    query('required', { required: true, default: 'r' }),
    query('hidden', { required: true, default: 7, 'x-ms-visibility': 'internal' }),
    query('internal', { default: 7, 'x-ms-visibility': 'internal' }),
    query('optional', { default: 'o' }),
  ];

  it('fills in defaults of what is required, internal or not, and of nothing else', () => {
    expect(target(operation({ parameters }), {})).toBe('/things?required=r&hidden=7');
  });

  it('leaves nulls out, except where there is a default', () => {
    const given = { query: { required: null, internal: 1, optional: null } };
    expect(target(operation({ parameters }), given)).toBe('/things?required=r&hidden=7&internal=1');
  });

  it('puts the base path first', () => {
    expect(target(operation({}, { document: { basePath: '/v 1/' } }), {})).toBe('/v%201/things');
  });

  it.each([
    ['a lone surrogate', '\uD800', '%EF%BF%BD'],
    ['a float that is whole', new Float(5), '5'],
    ['an object', { a: 1 }, '%7B%22a%22%3A1%7D'],
  ] as [string, Json, string][])('sends %s', (_, value, text) => {
    expect(target(operation({ parameters: [query('x')] }), { query: { x: value } })).toBe(`/things?x=${text}`);
  });

  it('sets headers', () => {
    const one = operation({
      produces: ['a/b', 'c/d'],
      parameters: [header('X-One'), header('Two', { type: 'array' }), header('no')],
    });
    expect(build(one, { ...NOTHING, header: { 'X-One': 1, Two: ['a', 'b'], no: null } }).headers).toEqual({
      accept: 'a/b, c/d',
      'x-one': '1',
      two: 'a,b',
    });
  });

  it('fills in defaults inside a body that is sent', () => {
    const inner = { type: 'object', required: ['c'], properties: { c: { default: 3 }, d: { default: 4 } } };
    const properties = { a: { default: 1 }, b: { default: 2, 'x-ms-visibility': 'internal' }, inner, other: inner };
    const schema = { required: ['a', 'inner'] };
    const required = operation({ parameters: [body(properties, { required: true }, schema)] });
    expect(build(required, NOTHING).body).toBe('{"a":1,"inner":{"c":3}}');
    expect(build(required, { ...NOTHING, body: { a: null, other: {} } }).body).toBe(
      '{"a":null,"other":{"c":3},"inner":{"c":3}}',
    );
    expect(build(operation({ parameters: [body(properties, {}, schema)] }), NOTHING).body).toBeUndefined();
  });

  it('is not caught in required circles', () => {
    const document = {
      definitions: { n: { type: 'object', required: ['n'], properties: { n: { $ref: '#/definitions/n' } } } },
    };
    const circle = { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/n' } };
    expect(build(operation({ parameters: [circle] }, { document }), NOTHING).body).toBeUndefined();
  });
});

describe('match', () => {
  const paths = ['/a/{x}', '/a/b', '/a/{x}.json', '/{y}/b', '/a/{x}/c'];
  const operations = operationsOf({ paths: Object.fromEntries(paths.map((one) => [one, { get: {} }])) });

  it.each([
    ['/a/b', '/a/b'],
    ['/a/c', '/a/{x}'],
    ['/a/c.json', '/a/{x}.json'],
    ['/z/b', '/{y}/b'],
    ['/a/b/c', '/a/{x}/c'],
    ['/a/b?x=1', '/a/b'],
    ['/%61/b', '/a/b'],
    ['/a/%zz', '/a/{x}'],
    ['/a/', undefined],
    ['/a', undefined],
    ['/a/b/', undefined],
    ['a/b', undefined],
    ['', undefined],
  ])('takes %s for %s', (given, expected) => {
    expect(match(operations, { method: 'GET', target: given })?.operation.path).toBe(expected);
  });

  it('finds nothing for another method', () => {
    expect(match(operations, { method: 'POST', target: '/a/b' })).toBeUndefined();
  });

  it('keeps a text that does not fit the type', () => {
    const one = operation({ parameters: [query('n', { type: 'integer' }), query('b', { type: 'boolean' })] });
    const found = match([one], { method: 'POST', target: '/things?n=01&b=yes&unknown=1&&=x' });
    expect(found?.arguments.query).toEqual({ n: '01', b: 'yes' });
  });

  it('reads a plus as a space and the last of several values', () => {
    const found = match([operation({ parameters: [query('x')] })], { method: 'POST', target: '/things?x=1&x=a+b' });
    expect(found?.arguments.query).toEqual({ x: 'a b' });
  });

  it.each([
    ['csv', ','],
    ['ssv', ' '],
    ['tsv', '\t'],
    ['pipes', '|'],
    ['multi', ','],
  ])('joins a list in a header or form as %s has it, and takes it apart', (collectionFormat, separator) => {
    const list = { type: 'array', collectionFormat, items: { type: 'integer' } };
    const one = operation({ parameters: [header('X-N', list)] });
    const built = build(one, { ...NOTHING, header: { 'X-N': [1, 2] } });
    expect(built.headers).toEqual({ 'x-n': `1${separator}2` });
    const form = operation({ parameters: [field('n', list)] });
    const sent = build(form, { ...NOTHING, formData: { n: [1, 2] } });
    const text = collectionFormat === 'multi' ? 'n=1&n=2' : new URLSearchParams({ n: `1${separator}2` }).toString();
    expect(sent.body).toBe(text);
    const back = (request: typeof built, each: typeof one) =>
      match([each], { method: 'POST', target: '/things', headers: request.headers, body: request.body })?.arguments;
    expect(back(built, one)?.header).toEqual({ 'X-N': [1, 2] });
    expect(back(sent, form)?.formData).toEqual({ n: [1, 2] });
  });

  it('reads headers where they are given', () => {
    const one = operation({ parameters: [header('X-N', { type: 'integer' })] });
    expect(match([one], { method: 'POST', target: '/things', headers: { 'x-n': '5' } })?.arguments.header).toEqual({
      'X-N': 5,
    });
  });
});

const text = fc.string({ unit: 'binary', minLength: 1 });
const scopes = fc.array(fc.oneof(fc.constantFrom('chat', 'voip'), text));
const values = fc.record({
  version: text,
  id: text,
  body: fc.option(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { nil: undefined }),
  scopes,
});

/** Those that an operation has a place for; a body that is required is given in full. */
function fitting(
  one: Operation,
  given: { version: string; id: string; body: object | undefined; scopes: string[] },
): Arguments {
  const needed = one.body?.required ? { ...given.body, scopes: given.scopes } : given.body;
  return {
    ...NOTHING,
    path: one.path.includes('{') ? { identityId: given.id } : {},
    query: { 'api-version': given.version },
    ...(one.body && needed ? { body: parseJson(JSON.stringify(needed)) } : {}),
  };
}

describe('our own operations', () => {
  const operations = operationsOf(definition);

  it('match what they build, whatever the arguments', () => {
    const property = fc.property(fc.constantFrom(...operations), values, (one, given) => {
      const expected = fitting(one, given);
      const { method, path: built, headers, body: content } = build(one, expected);
      expect(match(operations, { method, target: built, headers, body: content })).toEqual({
        operation: one,
        arguments: expected,
      });
      expect(built).toMatch(/^[!-~]+$/);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('build what they match, whatever the target', () => {
    const property = fc.property(fc.webPath(), fc.webQueryParameters(), (suffix, search) => {
      const given = `/identities${suffix}?${search}`;
      const found = match(operations, { method: 'DELETE', target: given });
      if (!found) return;
      const again = build(found.operation, found.arguments);
      const filled = { 'api-version': '2023-10-01', ...found.arguments.query };
      expect(match(operations, { method: 'DELETE', target: again.path })).toEqual({
        ...found,
        arguments: { ...found.arguments, query: filled },
      });
    });
    fc.assert(property, { numRuns: 300 });
  });
});
