import { describe, expect, it } from 'vitest';
import { parseJson, type JsonObject } from '../../src/json.js';
import { typeFault } from '../../src/swagger/index.js';
import { operation } from './documents.js';

const definitions: JsonObject = {
  node: { type: 'object', properties: { next: { $ref: '#/definitions/node' }, n: { type: 'integer' } } },
};

describe('an answer', () => {
  it.each<[JsonObject, string, string | undefined]>([
    [{ type: 'string' }, '"x"', undefined],
    [{ type: 'string' }, '1', "'body' to be of type 'String' but is of type 'Integer'"],
    [{ type: 'number' }, '1', undefined],
    [{ type: 'number' }, '1.5', undefined],
    [{ type: 'integer' }, '1.5', "'body' to be of type 'Integer' but is of type 'Float'"],
    [{ type: 'string' }, 'null', "'body' to be of type 'String' but is of type 'Null'"],
    [{ type: 'string', 'x-nullable': true }, 'null', undefined],
    [{}, '[1]', undefined],
    [
      { type: 'array', items: { type: 'boolean' } },
      '[true,"x"]',
      "'body/1' to be of type 'Boolean' but is of type 'String'",
    ],
    [{ $ref: '#/definitions/node' }, '{"next":{"next":{"n":1}}}', undefined],
    [
      { $ref: '#/definitions/node' },
      '{"next":{"next":{"n":"x"}}}',
      "'body/next/next/n' to be of type 'Integer' but is of type 'String'",
    ],
    [{ type: 'string', format: 'binary' }, '{"$content-type":"application/pdf","$content":"eA=="}', undefined],
    [{ type: 'string', format: 'binary' }, '{"a":1}', undefined],
    [{ type: 'string', format: 'byte' }, '{"$content-type":"application/pdf","$content":"eA=="}', undefined],
    [{ type: 'string' }, '{"$content-type":"application/pdf","$content":"eA=="}', undefined],
    [{ type: 'string' }, '{"$content":"eA=="}', "'body' to be of type 'String' but is of type 'Object'"],
    [{ type: 'file' }, '{"$content-type":"application/pdf","$content":"eA=="}', undefined],
    [{ type: 'string', format: 'date-time' }, '"soon"', undefined],
    [{ type: 'string', format: 'byte' }, '1', "'body' to be of type 'String' but is of type 'Integer'"],
    [{ type: 'integer' }, '"1"', "'body' to be of type 'Integer' but is of type 'String'"],
    [{ type: 'number' }, '"1"', "'body' to be of type 'Number' but is of type 'String'"],
    [{ type: 'object', properties: { a: {} } }, '[]', "'body' to be of type 'Object' but is of type 'Array'"],
  ])('by %j: %s', (schema, text, fault) => {
    const one = operation({ operationId: 'Get', responses: { 200: { schema } } }, { document: { definitions } });
    const expected = fault && `The API operation 'Get' requires the property ${fault}.`;
    expect(typeFault(one, 200, parseJson(text))).toBe(expected);
    expect(typeFault(one, 404, parseJson(text))).toBeUndefined();
  });
});
