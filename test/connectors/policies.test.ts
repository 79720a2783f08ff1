import { describe, expect, it } from 'vitest';
import { isFault, swaggerConnector } from '../../src/connectors/index.js';
import { propertiesOf } from '../../src/connectors/properties.js';
import type { HttpRequest, Send } from '../../src/http/index.js';
import type { JsonObject } from '../../src/json.js';
import { NO_ARGUMENTS, type Arguments } from '../../src/swagger/index.js';
import cases from './cases/policies.json' with { type: 'json' };

const document: JsonObject = {
  swagger: '2.0',
  host: 'placeholder.example.com',
  basePath: '/api/',
  consumes: ['application/json'],
  paths: {
    '/things/{id}': {
      post: {
        operationId: 'Put',
        parameters: [
          { name: 'id', in: 'path', type: 'string', required: true },
          { name: 'filter', in: 'query', type: 'string' },
          { name: 'subdomain', in: 'header', type: 'string' },
          { name: 'Account Id', in: 'header', type: 'string' },
          { name: 'body', in: 'body', schema: { type: 'object' } },
        ],
      },
    },
  },
};

const answer = {
  status: 200,
  headers: { 'Content-Type': 'application/json', Server: 'x' },
  body: '{"items":[{"a":1},{}]}',
};

interface Case {
  readonly name: string;
  readonly policies: readonly { readonly template: string; readonly parameters: JsonObject }[];
  readonly connection?: JsonObject;
  readonly given?: Partial<Arguments>;
  readonly sent?: {
    readonly url?: string;
    readonly method?: string;
    readonly headers?: JsonObject;
    readonly body?: JsonObject;
  };
  /** What the service answers; left out: a list of items. */
  readonly answer?: JsonObject;
  /** The request before the one that the operation makes. */
  readonly asked?: JsonObject;
  readonly answered?: { readonly headers?: JsonObject; readonly body?: JsonObject };
  readonly refused?: string;
  readonly fault?: string;
}

function instance({ template, parameters }: Case['policies'][number]): JsonObject {
  const long = Object.entries(parameters).map(([name, value]) => {
    const place =
      name === 'operationName' || name === 'policySection' ? 'x-ms-apimTemplate-' : 'x-ms-apimTemplateParameter.';
    return [place + name, value] as const;
  });
  return { templateId: template, title: 'x', parameters: Object.fromEntries(long) };
}

function connect({ policies, connection = {} }: Case, send: Send) {
  const properties = propertiesOf({ properties: { policyTemplateInstances: policies.map(instance) } });
  const connector = swaggerConnector('things', document, properties);
  return { connector, made: connector.connect(connection, send) };
}

async function call(one: Case) {
  const sent: HttpRequest[] = [];
  const { connector, made } = connect(one, (request) => {
    sent.push(request);
    const body = one.answer ? JSON.stringify(one.answer) : answer.body;
    return Promise.resolve({ ...answer, body: new TextEncoder().encode(body) });
  });
  if (isFault(made)) throw new Error(made.message);
  const [operation] = connector.operations;
  if (!operation) throw new Error('There is no operation.');
  const given = { ...NO_ARGUMENTS, path: { id: 'a/b' }, ...one.given };
  const result = await made.invoke(operation, given, { requestId: 'r', signal: new AbortController().signal });
  return { sent: 'refused' in result ? undefined : sent.at(-1), asked: sent.at(-2), result };
}

const parsed = (content: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(content) || 'null');

describe('the policies of a connector', () => {
  it.each((cases as readonly Case[]).filter(({ fault }) => fault === undefined))('$name', async (one) => {
    const { sent, asked, result } = await call(one);
    const seen = {
      ...(sent && { sent: { ...sent, body: parsed(sent.body) } }),
      ...('body' in result ? { answered: { ...result, body: parsed(result.body) } } : result),
    };
    const { sent: out = {}, answered = {}, refused } = one;
    expect(seen).toMatchObject(refused === undefined ? { sent: out, answered } : { refused });
    expect(sent === undefined).toBe(refused !== undefined);
    // A property that should have gone would pass for a match.
    expect(out.body ? parsed(sent?.body) : undefined).toEqual(out.body);
    expect(asked ?? {}).toMatchObject(one.asked ?? {});
  });

  it.each((cases as readonly Case[]).filter(({ fault }) => fault !== undefined))('$name', (one) => {
    expect(connect(one, () => Promise.reject(new Error())).made).toMatchObject({ message: one.fault });
  });

  it('leave out headers that cannot be sent, and say so, as they say what is not carried out', async () => {
    const one: Case = { name: '', policies: [{ template: 'moveProperties', parameters: {} }] };
    const { sent } = await call({ ...one, given: { header: { 'Account Id': 'x', subdomain: 'y' } } });
    expect(Object.keys(sent?.headers ?? {})).not.toContain('account id');
    const { connector } = connect(one, () => Promise.reject(new Error()));
    expect(connector.operations.flatMap((operation) => connector.caveats?.(operation) ?? [])).toEqual([
      "The header 'Account Id' of 'Put' cannot be sent, and is left out.",
      "The policy 'moveproperties' of 'Put' is not carried out.",
    ]);
  });
});

describe('the parameters of a connection', () => {
  it('are those of all sets, with the address of the token where it is said', () => {
    const { parameters } = propertiesOf({
      properties: {
        connectionParameters: {
          api_key: { type: 'securestring', uiDefinition: { displayName: 'Key' } },
          token: { type: 'oauthSetting', oAuthSettings: { customParameters: { TokenUrl: { value: 'https://t' } } } },
        },
        connectionParameterSets: { values: [{ name: 'a', parameters: { server: { type: 'string' } } }] },
      },
    });
    expect(parameters.map(({ name, type, title, tokenUrl }) => [name, type, title, tokenUrl])).toEqual([
      ['api_key', 'securestring', 'Key', undefined],
      ['token', 'oauthSetting', undefined, 'https://t'],
      ['server', 'string', undefined, undefined],
    ]);
  });

  it.each([
    {},
    { properties: 1 },
    { properties: { policyTemplateInstances: [1, {}], connectionParameters: { a: 1 } } },
  ])('are read from %j without complaint', (content: JsonObject) => {
    expect(() => propertiesOf(content)).not.toThrow();
  });
});

describe('policies that give bodies another shape', () => {
  it.each([
    ['setproperty', 'request', true],
    ['stringtoarray', 'request', true],
    ['stringtoarray', 'response', false],
    ['setheader', 'request', false],
  ])('%s of a %s: %j', (template, section, expected) => {
    const parameters = { operationName: ['Put'], policySection: section };
    const properties = { properties: { policyTemplateInstances: [instance({ template, parameters })] } };
    const { operations, reshapes } = swaggerConnector('api', document, propertiesOf(properties));
    expect(operations.map((operation) => reshapes?.(operation))).toEqual([expected]);
  });
});
