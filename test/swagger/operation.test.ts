import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import {
  lostPaths,
  operationsOf,
  outputOf,
  propertiesOf,
  resolve,
  responseOf,
  schemaAt,
} from '../../src/swagger/index.js';
import { operation, query } from './documents.js';

describe('operationsOf', () => {
  it.each([{}, { paths: null }, { paths: [] }, { paths: { '/a': null, '/b': { parameters: [], 'x-ms-y': {} } } }])(
    'finds none in %j',
    (document: JsonObject) => {
      expect(operationsOf(document)).toEqual([]);
    },
  );

  it('reads what an operation says about itself', () => {
    const document = { host: 'a.example', basePath: '/v1/', schemes: ['https'], produces: ['text/plain'] };
    const source = {
      operationId: 'Make',
      summary: 'S',
      description: 'D',
      deprecated: true,
      'x-ms-visibility': 'Advanced',
    };
    expect(operation(source, { document })).toMatchObject({
      id: 'Make',
      method: 'POST',
      path: '/things',
      basePath: '/v1',
      host: 'a.example',
      schemes: ['https'],
      summary: 'S',
      description: 'D',
      visibility: 'advanced',
      deprecated: true,
      consumes: ['application/json'],
      produces: ['text/plain'],
      body: undefined,
    });
  });

  it.each([
    ['v1/', 'users/{id}', '/v1', '/users/{id}'],
    ['/v1', '/users', '/v1', '/users'],
    ['/', '/users', '', '/users'],
    ['', 'users', '', '/users'],
  ])('joins %j and %j with one slash', (basePath, path, base, rest) => {
    expect(operation({}, { path, document: { basePath } })).toMatchObject({ basePath: base, path: rest });
  });

  it('knows the paths that a $ref takes to nothing', () => {
    const paths = { '/a': { $ref: 'other.json#/a' }, '/b': { $ref: '#/x-items/b' }, '/c': {}, '/d': { get: {} } };
    expect(lostPaths({ paths, 'x-items': { b: { get: {} } } })).toEqual(['/a']);
  });

  it('leaves out the id of the connection, which the swagger of a managed connector has in its paths', () => {
    const parameters = [
      { name: 'connectionId', in: 'path', type: 'string', required: true },
      { name: 'connectionId', in: 'query', type: 'string' },
    ];
    const one = operation({ parameters }, { path: '/{connectionId}/v2/Mail' });
    expect(one.path).toBe('/v2/Mail');
    expect(one.parameters.map(({ in: location }) => location)).toEqual(['query']);
    expect(operation({ parameters }, { path: '/things/{connectionId}' }).path).toBe('/things/{connectionId}');
  });

  it('lets an operation say what it consumes, also that it is nothing', () => {
    expect(operation({ consumes: [] }).consumes).toEqual([]);
  });

  it('adds the parameters of the path, the ones of the operation winning by name', () => {
    const [only] = operationsOf({
      parameters: { shared: query('c') },
      paths: {
        '/a/{b}': {
          parameters: [{ name: 'b', in: 'path' }, query('x', { type: 'integer' }), { $ref: '#/parameters/shared' }],
          get: { parameters: [query('x')] },
        },
      },
    });
    expect(only?.parameters.map(({ name, required, schema }) => [name, required, schema['type']])).toEqual([
      ['b', true, undefined],
      ['c', false, 'string'],
      ['x', false, 'string'],
    ]);
  });

  it('leaves out what is no parameter and no response', () => {
    const odd = operation({
      parameters: [null, 1, {}, { in: 'cookie', name: 'x' }],
      responses: { '200': null, x: {}, 'x-ms': 1 },
    });
    expect(odd.parameters).toEqual([]);
    expect(odd.responses).toEqual([{ status: '200', description: undefined, schema: undefined }]);
  });
});

const CIRCLE = {
  definitions: {
    node: { type: 'object', properties: { next: { $ref: '#/definitions/node' }, value: { type: 'string' } } },
    loop: { $ref: '#/definitions/loop' },
    base: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    derived: { allOf: [{ $ref: '#/definitions/base' }, { properties: { more: { type: 'integer' } } }] },
    self: { allOf: [{ $ref: '#/definitions/self' }], properties: { a: {} } },
    'odd/name~': { type: 'integer' },
  },
};

describe('references', () => {
  it('in a circle are followed as far as one looks', () => {
    const node = { $ref: '#/definitions/node' };
    expect(schemaAt(CIRCLE, node, ['next', 'next', 'next', 'value'])).toEqual({ type: 'string' });
  });

  it.each(['#/definitions/loop', '#/definitions/absent', 'other.json#/a', '#'.repeat(3)])(
    'to %s lead nowhere',
    ($ref) => {
      expect(resolve(CIRCLE, { $ref })).toEqual({});
    },
  );

  it('may be escaped', () => {
    expect(resolve(CIRCLE, { $ref: '#/definitions/odd~1name~0' })).toEqual({ type: 'integer' });
  });

  it('in allOf give their properties', () => {
    const properties = [...propertiesOf(CIRCLE, { $ref: '#/definitions/derived' }).values()];
    expect(properties.map(({ name, required }) => [name, required])).toEqual([
      ['id', true],
      ['more', false],
    ]);
    expect([...propertiesOf(CIRCLE, { $ref: '#/definitions/self' }).keys()]).toEqual(['a']);
  });
});

const schema = (name: string): JsonObject => ({ description: name, schema: { title: name } });

describe('responses', () => {
  it.each([
    [{ '204': schema('only') }, 'only'],
    [{ '404': schema('only') }, undefined],
    [{ default: schema('default'), '201': schema('201') }, '201'],
    [{ '202': schema('202'), default: schema('default') }, 'default'],
    [{ '200': schema('200'), '201': schema('201') }, '200'],
  ])('of %j show %s as outputs', (responses, expected) => {
    expect(outputOf(operation({ responses }))?.description).toBe(expected);
  });

  it('are found by status, else the default one', () => {
    const one = operation({ responses: { '200': schema('200'), default: schema('default') } });
    expect(responseOf(one, 200)?.description).toBe('200');
    expect(responseOf(one, 500)?.description).toBe('default');
    expect(responseOf(operation({ responses: {} }), 200)).toBeUndefined();
  });
});
