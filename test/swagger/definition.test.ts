// apiDefinition.swagger.json: what flows built on Microsoft's published connector rely on (acs-identity.md, section 7.1),
// and what it adds to that.
import { describe, expect, it } from 'vitest';
import definition from '../../apiDefinition.swagger.json' with { type: 'json' };
import { errorSchema } from '../../src/emulator/index.js';
import { own, type Json, type JsonObject } from '../../src/json.js';
import {
  build,
  findOperation,
  missing,
  namesOf,
  operationsOf,
  propertiesOf,
  resolve,
  validate,
  type Operation,
} from '../../src/swagger/index.js';

const operations = operationsOf(definition);

function find(id: string): Operation {
  const operation = findOperation(operations, id);
  if (!operation) throw new Error(id);
  return operation;
}

const ID = '8:acs:a_b';
const IN_PATH = '8%3Aacs%3Aa_b';

/** Each with the inputs that the published connector requires, and the request that they have to give. */
const PUBLISHED: [id: string, summary: string, inputs: object, method: string, target: string, body?: string][] = [
  ['CreateCommunicationIdentity', 'Create a user', {}, 'POST', '/identities?api-version=2023-10-01'],
  [
    'DeleteCommunicationIdentity',
    'Delete a user',
    { path: { identityId: ID } },
    'DELETE',
    `/identities/${IN_PATH}?api-version=2023-10-01`,
  ],
  [
    'IssueIdentityAccessToken',
    'Issue a user access token',
    { path: { identityId: ID }, body: { scopes: ['voip'] } },
    'POST',
    `/identities/${IN_PATH}/:issueAccessToken?api-version=2023-10-01`,
    '{"scopes":["voip"]}',
  ],
  [
    'RevokeIdentityAccessTokens',
    'Revoke user access tokens',
    { path: { identityId: ID } },
    'POST',
    `/identities/${IN_PATH}/:revokeAccessTokens?api-version=2023-10-01`,
  ],
];

describe('what the published connector has', () => {
  it.each(PUBLISHED)('%s is here, unchanged', (id, summary, inputs, method, path, body) => {
    const operation = find(id);
    expect(operation.summary).toBe(summary);
    expect(build(operation, { path: {}, query: {}, header: {}, formData: {}, ...inputs })).toMatchObject({
      method,
      path,
      body,
    });
  });

  it('keeps its api-version when a flow gives it', () => {
    const given = { path: {}, query: { 'api-version': '2021-03-07' }, header: {}, formData: {} };
    expect(build(find('CreateCommunicationIdentity'), given).path).toBe('/identities?api-version=2021-03-07');
  });

  it.each([
    ['CreateCommunicationIdentity', []],
    ['DeleteCommunicationIdentity', ['identityId']],
    ['IssueIdentityAccessToken', ['identityId']],
    ['RevokeIdentityAccessTokens', ['identityId']],
    ['ExchangeTeamsUserAccessToken', ['token', 'appId', 'userId']],
  ])('%s requires no more than before', (id, required) => {
    expect(missing(find(id), [])).toEqual(required);
  });

  it('issues for chat when no scope is given', () => {
    const given = { path: { identityId: ID }, query: {}, header: {}, formData: {} };
    expect(build(find('IssueIdentityAccessToken'), given).body).toBe('{"scopes":["chat"]}');
  });

  it('names the same inputs', () => {
    expect(namesOf(find('CreateCommunicationIdentity'))).toContain('createTokenWithScopes');
    expect(namesOf(find('IssueIdentityAccessToken'))).toEqual(
      expect.arrayContaining(['api-version', 'identityId', 'body', 'scopes']),
    );
  });
});

/** What flows take from its answers: body('Create_a_user')?['identity']?['id'] and the like. */
const OUTPUTS: [id: string, status: string, outputs: { readonly [path: string]: string }][] = [
  [
    'CreateCommunicationIdentity',
    '201',
    { 'identity/id': 'User ID', 'accessToken/token': 'Access Token', 'accessToken/expiresOn': 'Token Expiry' },
  ],
  ['IssueIdentityAccessToken', '200', { token: 'Access Token', expiresOn: 'Token Expiry' }],
  ['DeleteCommunicationIdentity', '204', {}],
  ['RevokeIdentityAccessTokens', '204', {}],
];

/** The outputs of an answer by their paths, with the names that makers see. A name of the parent would go before each. */
function outputsOf(schema: JsonObject, above = ''): [path: string, title: string][] {
  return [...propertiesOf(definition, schema)].flatMap(([name, { schema: given }]) => {
    const found = resolve(definition, given);
    const title = [above, own(found, 'x-ms-summary')].filter((part) => typeof part === 'string' && part).join(' ');
    const below = outputsOf(found, title).map(([path, text]): [string, string] => [`${name}/${path}`, text]);
    return below.length > 0 ? below : [[name, title]];
  });
}

describe('what flows take from answers', () => {
  it.each(OUTPUTS)('of %s is as in the published connector', (id, status, outputs) => {
    const responses = find(id).source['responses'] as { readonly [status: string]: { readonly schema?: JsonObject } };
    const succeeding = Object.keys(responses).filter((code) => code.startsWith('2'));
    expect(succeeding).toEqual([status]);
    expect(Object.fromEntries(outputsOf(responses[status]?.schema ?? {}))).toEqual(outputs);
  });
});

describe('what is new', () => {
  it('has all scopes, each with a name to show', () => {
    const { enum: values, 'x-ms-enum-values': names } = definition.definitions.tokenScope;
    expect(values).toEqual(['chat', 'voip', 'chat.join', 'chat.join.limited', 'voip.join']);
    expect(names.map(({ value }) => value)).toEqual(values);
  });

  it.each(['CreateCommunicationIdentity', 'IssueIdentityAccessToken'])('%s has an optional lifetime', (id) => {
    const { body, document } = find(id);
    expect(propertiesOf(document, body?.schema ?? {}).get('expiresInMinutes')).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 60, maximum: 1440, 'x-ms-visibility': 'advanced' },
    });
  });
});

/** Each response that is not a success, with its place. */
const errors = Object.entries(definition.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    Object.entries(operation.responses as { readonly [status: string]: ErrorResponse })
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, response]) => ({ place: `${method} ${path} ${status}`, response })),
  ),
);

interface ErrorResponse {
  readonly description: string;
  readonly schema?: unknown;
  readonly examples?: { readonly 'application/json': Json };
}

describe('its errors', () => {
  it('are there for every operation', () => {
    expect(errors.length).toBeGreaterThan(15);
  });

  // The script answers 400 where the connection cannot be used, whatever the operation.
  it.each(operations)('of $id tell of a connection that cannot be used', ({ source }) => {
    expect(source['responses']).toHaveProperty(['400', 'description'], expect.stringContaining('connection'));
  });

  it.each(errors)('$place says what happened and what to do', ({ response }) => {
    expect(response.description).toMatch(/^[A-Z][^.]+\. [A-Z][^.]+\.$/);
  });

  // Certification wants schemas on expected responses only; an example shows the form of an error all the same.
  it.each(errors)('$place has no schema', ({ response }) => {
    expect(response).not.toHaveProperty('schema');
  });

  it.each(errors.filter(({ response }) => response.examples))(
    '$place has an example of the form that the service gives',
    async ({ response }) => {
      const example = response.examples?.['application/json'] ?? null;
      expect(await validate(definition, errorSchema, example)).toEqual([]);
    },
  );
});

describe('its test values', () => {
  it.each(operations)('$id has one for every input a maker sees', ({ parameters }) => {
    const visible = parameters.filter((one) => one.visibility !== 'internal');
    expect(visible.filter(({ schema }) => !schema['x-ms-test-value'])).toEqual([]);
  });

  it.each(operations.filter(({ body }) => body))('$id has a body that fits', async ({ body, source }) => {
    const inputs = source['parameters'] as { readonly in?: string; readonly 'x-ms-test-value'?: Json }[];
    const value = inputs.find((one) => one.in === 'body')?.['x-ms-test-value'] ?? null;
    expect(await validate(definition, body?.schema ?? {}, value)).toEqual([]);
  });
});

/** Every object in the document that says something to people. */
function said(value: unknown): { description: string }[] {
  if (Array.isArray(value)) return value.flatMap(said);
  if (typeof value !== 'object' || value === null) return [];
  const here =
    'description' in value && typeof value.description === 'string' ? [{ description: value.description }] : [];
  return [...here, ...Object.values(value).flatMap(said)];
}

describe('its texts', () => {
  // The checklist of certification asks for summary, description and visibility.
  it.each(operations)('$id is shown among the first', ({ visibility }) => {
    expect(visibility).toBe('important');
  });

  it.each(operations)('$id has a short summary and a full description', ({ summary = '', description = '' }) => {
    expect(summary).toMatch(/^[A-Z][a-zA-Z ]{4,79}$/);
    expect(description).not.toBe(summary);
  });

  it('are sentences', () => {
    const texts = said(definition).map(({ description }) => description);
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
  });

  it('describe every input', () => {
    const inputs = operations.flatMap((operation) => [
      ...operation.parameters,
      ...(operation.body ? [operation.body] : []),
    ]);
    expect(inputs.filter((input) => !input.description)).toEqual([]);
  });

  it('keep to the lengths of certification', () => {
    expect(definition.info.title.length).toBeLessThanOrEqual(30);
    expect(definition.info.description.length).toBeLessThanOrEqual(500);
  });
});
