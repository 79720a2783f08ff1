// A connector served without its service: what it is asked is held to the swagger.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { startMockServer, type MockRequest, type MockServer } from '../../src/mocks/index.js';
import { operationsOf } from '../../src/swagger/index.js';

const thing = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', maxLength: 5 },
    size: { type: 'string', enum: ['s', 'm'] },
    count: { type: 'integer', maximum: 9 },
    kept: { type: 'boolean' },
  },
};
const body = (schema: JsonObject): JsonObject => ({ name: 'thing', in: 'body', required: true, schema });
const operations = operationsOf({
  swagger: '2.0',
  basePath: '/v1',
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/things': {
      get: {
        operationId: 'List',
        parameters: [
          { name: 'kind', in: 'query', type: 'string', required: true },
          { name: 'top', in: 'query', type: 'integer' },
          { name: 'x-version', in: 'header', type: 'string', required: true, default: '1' },
          { name: 'Not a name', in: 'header', type: 'string', required: true },
        ],
        responses: { 200: {} },
      },
      post: { operationId: 'Create', parameters: [body(thing)], responses: { 201: {} } },
      put: { operationId: 'Reshaped', parameters: [body(thing)], responses: { 200: {} } },
      patch: {
        operationId: 'Xml',
        consumes: ['application/xml'],
        parameters: [body(thing)],
        responses: { 200: {} },
      },
    },
  },
});

describe('a mock', () => {
  const seen: MockRequest[] = [];
  let server: MockServer;
  beforeAll(async () => {
    server = await startMockServer({
      operations,
      reshapes: ({ id }) => id === 'Reshaped',
      seed: '',
      port: 0,
      onRequest: (request) => seen.push(request),
      onCall: () => undefined,
      call: () => Promise.resolve(200),
    });
  });
  afterAll(() => server.close());

  const json = 'application/json';
  it.each<[string, string, string | undefined, string, number, readonly string[]]>([
    ['GET', '/v1/things?kind=a&top=5', undefined, '', 200, []],
    ['GET', '/v1/things', undefined, '', 400, ["'kind' is missing."]],
    ['GET', '/v1/things?kind=a&top=abc', undefined, '', 400, [`'top' must be of type Integer, and is "abc".`]],
    ['POST', '/v1/things', json, '{"name":"a","size":"m","count":1,"kept":true}', 201, []],
    ['POST', '/v1/things', json, '', 400, ['The body is missing.']],
    ['POST', '/v1/things', json, '{"name"', 400, ['The body is not JSON.']],
    [
      'POST',
      '/v1/things',
      json,
      '{"name":"a","count":"x"}',
      400,
      [`'thing/count' must be of type Integer, and is "x".`],
    ],
    [
      'POST',
      '/v1/things',
      json,
      '{"nam":"a"}',
      400,
      ["'thing/nam' is not described. Did you mean 'name'?", "'thing/name' is missing."],
    ],
    // Not known to be refused by a service.
    ['POST', '/v1/things', json, '{"name":"a","other":1}', 201, ["'thing/other' is not described."]],
    ['POST', '/v1/things', json, '{"name":"a","size":"l"}', 201, [`'thing/size' is "l", which is none of "s", "m".`]],
    ['POST', '/v1/things', json, '{"name":"a","count":10}', 201, ["'thing/count' is 10; its range: 9 or less."]],
    ['POST', '/v1/things', json, '{"name":"abcdef"}', 201, ["'thing/name' may have 5 characters, and has 6."]],
    [
      'POST',
      '/v1/things',
      'text/plain; charset=utf-8',
      'a',
      201,
      ['The body is text/plain, and the operation takes application/json.'],
    ],
    // What the swagger says nothing of.
    ['PUT', '/v1/things', json, '{"other":1}', 200, []],
    ['PUT', '/v1/things', json, '{', 400, ['The body is not JSON.']],
    ['PATCH', '/v1/things', 'application/xml', '<a/>', 200, []],
    ['GET', '/things?kind=a', undefined, '', 404, ["Its paths begin with '/v1': ask for /v1/things?kind=a."]],
    ['GET', '/v1/nothing', undefined, '', 404, []],
  ])('holds %s %s (%s) %s to the swagger', async (method, target, type, content, status, faults) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await fetch(`${server.url}${target}`, {
      method,
      headers,
      ...(content !== '' && { body: content }),
    });
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(seen.at(-1)).toMatchObject({ method, target, status });
    expect(seen.at(-1)?.faults ?? []).toEqual(faults);
    const { error } = (status < 400 ? {} : JSON.parse(text)) as { error?: { message: string } };
    for (const fault of status < 400 ? [] : faults) expect(error?.message).toContain(fault);
  });
});
