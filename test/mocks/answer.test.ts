import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../src/json.js';
import { madeAnswer, sampleOf } from '../../src/mocks/index.js';
import { generator } from '../../src/run/index.js';
import { NO_ARGUMENTS, operationsOf, validate } from '../../src/swagger/index.js';

const definitions: JsonObject = {
  Node: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, next: { $ref: '#/definitions/Node' } },
  },
  Loop: { type: 'object', required: ['loop'], properties: { loop: { $ref: '#/definitions/Loops' } } },
  Loops: { type: 'array', items: { $ref: '#/definitions/Loop' } },
  Tree: { type: 'array', items: { $ref: '#/definitions/Tree' } },
};
const document: JsonObject = { definitions };

describe('a made-up value', () => {
  it.each<[JsonObject, RegExp]>([
    [{ type: 'string', example: 'x' }, /^"x"$/],
    [{ type: 'integer', example: 'not one' }, /^\d+$/],
    [{ type: 'string', default: 'd' }, /^"d"$/],
    [{ enum: ['a'] }, /^"a"$/],
    [{ type: 'string' }, /^"name \d+"$/],
    [{ type: 'string', maxLength: 3 }, /^"nam"$/],
    [{ type: 'string', format: 'date-time' }, /^"2025-\d\d-\d\dT\d\d:\d\d:00Z"$/],
    [{ type: 'string', format: 'uuid' }, /^"[0-9a-f-]{36}"$/],
    [{ type: 'integer', minimum: 5, maximum: 5 }, /^5$/],
    [{ type: 'number' }, /^\d+\.5$/],
    [{ type: 'boolean' }, /^(true|false)$/],
    [{ type: 'array', items: { type: 'boolean' } }, /^\[(true|false),(true|false)\]$/],
    [{}, /^\{\}$/],
    [{ $ref: '#/definitions/Node' }, /^\{"id":"id \d+"\}$/],
    [{ $ref: '#/definitions/Tree' }, /^\[\]$/],
    [{ type: 'number', format: 'int32' }, /^\d+$/],
    [{ type: 'number', minimum: 5, maximum: 5 }, /^5$/],
    [{ type: 'number', maximum: 0 }, /^0$|^-/],
    [{ type: 'number', multipleOf: 5 }, /^\d*[05]$/],
    [{ type: 'integer', maximum: -3 }, /^-/],
    [{ allOf: [{ type: 'string', format: 'uuid' }], description: 'd' }, /^"[0-9a-f-]{36}"$/],
    [{ allOf: [{ $ref: '#/definitions/Node' }] }, /^\{"id":"id \d+","next":/],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, /^\{"key":(true|false)\}$/],
    [{ type: 'string', 'x-ms-enum-values': [{ value: 'a', displayName: 'A' }] }, /^"a"$/],
    [{ $ref: '#/definitions/Loop' }, /^\{"loop":\[\]\}$/],
    [{ type: ['string', 'null'] }, /^"name \d+"$/],
    [{ type: 'string', format: 'time' }, /^"\d\d:\d\d:00Z"$/],
    [{ anyOf: [{ type: 'null' }, { type: 'integer' }] }, /^\d+$/],
    [{ oneOf: [{ $ref: '#/definitions/Node' }, { type: 'string' }] }, /^\{"id":"id \d+"/],
    [{ type: 'string', contentSchema: { type: 'string', example: 'x' } }, /^"\\"x\\""$/],
    [{ type: 'string', contentEncoding: 'base64', contentSchema: { enum: ['x'] } }, /^"eA=="$/],
    [{ type: 'string', contentEncoding: 'base64', contentSchema: { type: 'array', maxItems: 0 } }, /^"W10="$/],
  ])('for %j', (schema, expected) => {
    expect(JSON.stringify(sampleOf(document, schema, 'name', generator('seed')))).toMatch(expected);
  });

  it('fits its schema', async () => {
    const simple = fc.constantFrom<JsonObject>(
      { type: 'string' },
      { type: 'string', format: 'date-time' },
      { type: 'string', minLength: 30 },
      { type: 'integer', minimum: 3, maximum: 9 },
      { type: 'integer', multipleOf: 5 },
      { type: 'number', minimum: 0, maximum: 1 },
      { type: 'number', maximum: -2 },
      { allOf: [{ type: 'string' }] },
      ...['date', 'time', 'email', 'uri', 'hostname', 'ipv4', 'byte'].map((format) => ({ type: 'string', format })),
      { type: 'boolean' },
      { enum: [1, 'a'] },
      { $ref: '#/definitions/Node' },
    );
    const schemas = fc.letrec<{ schema: JsonObject }>((tie) => ({
      schema: fc.oneof(
        { maxDepth: 3 },
        simple,
        tie('schema').map((items) => ({ type: 'array', minItems: 1, items })),
        fc
          .dictionary(fc.stringMatching(/^[a-z]+$/), tie('schema'), { maxKeys: 3 })
          .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) })),
      ),
    })).schema;
    await fc.assert(
      fc.asyncProperty(schemas, fc.string(), async (schema, seed) => {
        expect(await validate(document, schema, sampleOf(document, schema, 'x', generator(seed)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a made-up answer', () => {
  const answerOf = (source: JsonObject, seed = 'seed') => {
    const [operation] = operationsOf({ produces: ['application/json'], paths: { '/a': { get: source } }, definitions });
    if (!operation) throw new Error('There is no operation.');
    const { status, headers, body } = madeAnswer(operation, NO_ARGUMENTS, seed);
    const text = new TextDecoder().decode(body);
    const type = headers['Content-Type'];
    return { status, type, body: type === 'application/json' ? parseJson(text) : text };
  };
  const node = { $ref: '#/definitions/Node' };

  it.each<[JsonObject, object]>([
    [{}, { status: 200, type: undefined, body: '' }],
    [{ responses: { 204: {} } }, { status: 204, body: '' }],
    [{ responses: { 404: { schema: node }, 201: { schema: node } } }, { status: 201, type: 'application/json' }],
    [{ responses: { default: { schema: node } } }, { status: 200 }],
    [
      { responses: { 200: { schema: node, examples: { 'application/json': { id: 'mine' } } } } },
      { status: 200, body: { id: 'mine' } },
    ],
    [
      { responses: { 200: { schema: node, examples: { 'application/json': '{\r\n "id": "text" }' } } } },
      { status: 200, body: { id: 'text' } },
    ],
    [
      { responses: { 200: { schema: { type: 'string' }, examples: { 'application/json': '{}' } } } },
      { status: 200, body: '{}' },
    ],
    [
      {
        responses: { 200: { schema: node } },
        'x-ms-examples': {
          One: { $ref: './one.json' },
          Bad: { responses: { 200: { body: [] } } },
          Two: { responses: { 200: { body: { id: 'two' } } } },
        },
      },
      { status: 200, body: { id: 'two' } },
    ],
    [{ produces: ['text/html'], responses: { 200: { schema: node } } }, { type: 'application/json' }],
    [{ produces: ['text/plain'], responses: { 200: { schema: { type: 'string' } } } }, { type: 'text/plain' }],
    [
      { produces: ['application/pdf'], responses: { 200: { schema: { type: 'file' } } } },
      { type: 'application/pdf', body: 'example' },
    ],
    [
      {
        'x-ms-pageable': { nextLinkName: 'nextLink' },
        responses: { 200: { schema: { properties: { nextLink: { type: 'string' }, a: { type: 'boolean' } } } } },
      },
      { body: { a: expect.any(Boolean) as boolean } },
    ],
  ])('of %j', (source, expected) => {
    expect(answerOf(source)).toMatchObject(expected);
  });

  it('is the same for the same seed, and another for another', () => {
    const source = { responses: { 200: { schema: node } } };
    expect(answerOf(source)).toEqual(answerOf(source));
    expect(answerOf(source, 'a')).not.toEqual(answerOf(source, 'b'));
  });
});
