import { describe, expect, it } from 'vitest';
import { Decimal, Float, type Json, type JsonObject } from '../../src/json.js';
import { secretsInArguments, secretsInResponse, validate } from '../../src/swagger/index.js';
import { body, NOTHING, operation, query } from './documents.js';

const document = {
  definitions: {
    node: { type: 'object', properties: { next: { $ref: '#/definitions/node' }, n: { type: 'integer' } } },
    id: { type: 'string', 'x-nullable': true },
  },
};

/** A schema, a value, and the pointers and keywords of what does not fit. */
const CASES: [schema: JsonObject, value: Json, violations: string[]][] = [
  [{ type: 'string' }, 'a', []],
  [{ type: 'string' }, 1, [' type']],
  [{ type: 'integer' }, 9007199254740993n, []],
  [{ type: 'integer' }, new Float(1.5), [' type']],
  [{ type: 'number', minimum: 1, exclusiveMinimum: true }, new Decimal(10n, 1), [' minimum']],
  [{ $ref: '#/definitions/node' }, { next: { next: { n: 'x' } } }, ['/next/next/n type']],
  [{ $ref: '#/definitions/absent' }, 1, []],
  [{ $ref: '#/definitions/id' }, null, []],
  [{ type: 'object', required: ['a'] }, {}, [' required']],
  [{ type: 'object', required: false }, {}, []],
  [
    { type: 'object', properties: { id: { $ref: '#/definitions/id' } }, example: { id: 'x' } },
    { id: 1 },
    ['/id type', '/id type', '/id anyOf'],
  ],
  [{ type: 'file' }, { anything: true }, []],
  [{ type: 'string', format: 'date-time' }, '2021-04-21T02:14:00.6747412+00:00', []],
  [{ type: 'string', format: 'date-time' }, 'tomorrow', [' format']],
  [{ type: 'string', format: 'password' }, 'x', []],
  [{ type: 'string', format: 'a format nobody knows' }, 'x', []],
  [{ additionalProperties: false, properties: { a: {} } }, { b: 1 }, [' additionalProperties']],
  [{ allOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1 }, [' required']],
];

describe('validate', () => {
  it.each(CASES)('%#', async (schema, value, expected) => {
    const found = await validate(document, schema, value);
    expect(found.map(({ at, keyword }) => `${at} ${keyword}`)).toEqual(expected);
  });
});

describe('secrets', () => {
  const secret = { type: 'string', format: 'password' };
  const list = { type: 'array', items: { $ref: '#/definitions/pair' } };
  const one = operation(
    {
      parameters: [query('key', secret), query('open'), body({ 'a/b': secret, plain: {} })],
      responses: { '200': { schema: { type: 'object', properties: { list, token: secret } } }, default: {} },
    },
    {
      document: {
        definitions: { pair: { type: 'object', properties: { token: secret, more: { $ref: '#/definitions/pair' } } } },
      },
    },
  );

  it('in a response are found wherever they are', () => {
    const value = { token: 't', list: [{ token: 'a' }, { more: { more: { token: 'b' } } }, 'x', null], other: 'o' };
    expect(secretsInResponse(one, 200, value)).toEqual(['/list/0/token', '/list/1/more/more/token', '/token']);
  });

  it.each([
    [404, { token: 't' }],
    [200, null],
    [200, 'text'],
    [200, { token: null }],
  ])('are none in a %i with %j', (status, value) => {
    expect(secretsInResponse(one, status, value)).toEqual([]);
  });

  it('in arguments are found by location', () => {
    const given = { ...NOTHING, query: { key: 'k', open: 'o' }, body: { 'a/b': 's', plain: 'p' } };
    expect(secretsInArguments(one, given)).toEqual(['/query/key', '/body/a~1b']);
  });
});
