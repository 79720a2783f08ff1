import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { callToTry } from '../../src/mocks/index.js';
import { operationsOf } from '../../src/swagger/index.js';

const query = { name: 'q', in: 'query', type: 'boolean', required: true };
const header = { name: 'X-Key', in: 'header', type: 'string', required: true, enum: ['a'] };
const preset = { name: 'v', in: 'query', type: 'string', required: true, default: '2' };
const id = { name: 'id', in: 'path', type: 'string', required: true };
const thing = {
  name: 'thing',
  in: 'body',
  required: true,
  schema: { required: ['n'], properties: { n: { type: 'integer', example: 3 }, more: { type: 'string' } } },
};
const op = (...parameters: JsonObject[]) => ({ parameters, responses: {} });

describe('callToTry', () => {
  it.each<[what: string, paths: JsonObject, expected: string | undefined]>([
    ['a GET without inputs first', { '/a': { post: op() }, '/b': { get: op(query) }, '/c': { get: op() } }, 'GET /c'],
    ['1 for a part of the path', { '/a/{id}': { get: op(id) } }, 'GET /a/1'],
    ['a part of the path that is of a type', { '/{id}': { get: op({ ...id, type: 'boolean' }) } }, 'GET /false'],
    ['what is required in the query, and defaults', { '/a': { get: op(query, preset) } }, 'GET /a?q=false&v=2'],
    ['what is required in headers', { '/a': { get: op(header) } }, 'GET /a X-Key=a'],
    ['no more of a body than is required', { '/a': { post: op(thing) } }, 'POST /a {"n":3}'],
    ['slashes where they are forgotten', { 'a/{id}': { get: op(id) } }, 'GET /a/1'],
    ['nothing where there is nothing', {}, undefined],
    ['nothing that takes more than a line', { [`/${'a'.repeat(500)}`]: { get: op() } }, undefined],
  ])('takes %s', (_, paths, expected) => {
    const call = callToTry(operationsOf({ consumes: ['application/json'], paths }), () => false);
    const key = call?.headers['x-key'];
    const words = [call?.method, call?.path, key && `X-Key=${key}`, call?.body].filter((word) => word !== undefined);
    expect(words.join(' ')).toBe(expected ?? '');
  });
});
