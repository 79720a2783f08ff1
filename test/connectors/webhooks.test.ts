import { describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { bind, isFault, makerView, swaggerConnector } from '../../src/connectors/index.js';
import type { HttpRequest } from '../../src/http/index.js';
import type { JsonObject } from '../../src/json.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import { answer, contextOf, outcomeOf } from '../contracts/action.js';
import cases from './cases/webhooks.json' with { type: 'json' };

interface Case {
  readonly name: string;
  readonly body: JsonObject;
  readonly given?: JsonObject;
  /** The body that is sent, CALLBACK being the address. */
  readonly sent: JsonObject;
  /** The inputs that a maker sees. */
  readonly listed: readonly string[];
  /** What an action that waits for no call needs; absent where the swagger has a default for it. */
  readonly needed?: string;
}

const connectorOf = (body: JsonObject) =>
  swaggerConnector('hooks', {
    host: 'hooks.example',
    consumes: ['application/json'],
    definitions: {
      Hook: {
        type: 'object',
        required: ['webHookUri'],
        properties: {
          inner: { $ref: '#/definitions/Hook' },
          webHookUri: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
        },
      },
    },
    paths: { '/hooks': { post: { operationId: 'WhenHooked', 'x-ms-trigger': 'single', parameters: [body] } } },
  });
const inputsOf = (parameters: JsonObject = {}): JsonObject => ({
  host: { connectionName: 'hooks', operationId: 'WhenHooked' },
  parameters,
});

function problemsOf(action: JsonObject, body: JsonObject) {
  const parsed = parseWorkflow({ actions: { Act: action } }, { name: 'test' });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return bind(parsed.workflow, () => connectorOf(body), { known: ['hooks'], isMocked: () => false });
}

describe.each(cases as readonly Case[])('$name', ({ body, given, sent, listed, needed }) => {
  const parameters = inputsOf(given);

  it('is not asked for where an action waits to be called', () => {
    expect(problemsOf({ type: 'OpenApiConnectionWebhook', inputs: parameters }, body)).toEqual([]);
  });

  it('is told to the service', async () => {
    const seen: HttpRequest[] = [];
    const connector = connectorOf(body);
    const connection = connector.connect({}, (request) => Promise.resolve(seen.push(request)).then(() => answer(201)));
    if (isFault(connection)) throw new Error(connection.message);
    const all = actions(
      () => Promise.reject(new Error('Nothing may be sent.')),
      () => ({ connector, connection }),
      () => undefined,
    );
    const action = all.find(({ type }) => type === 'OpenApiConnectionWebhook');
    if (!action) throw new Error('There is no such action.');
    expect(await outcomeOf(action, parameters, contextOf({ callbackUrl: 'CALLBACK' }))).toMatchObject({
      code: 'Created',
    });
    expect(seen.map((each) => JSON.parse(new TextDecoder().decode(each.body)) as unknown)).toEqual([sent]);
  });

  it('is not shown to makers', () => {
    const [operation] = makerView(connectorOf(body).operations);
    expect(operation?.inputs.map(({ name, required }) => (required ? `${name} required` : name))).toEqual(listed);
  });

  it('is asked for where an action does not wait', () => {
    const problem = {
      code: 'MissingParameter',
      message: `The operation 'WhenHooked' needs '${needed}', which is not given.`,
      advice:
        "It is the address that the service calls back: name one, or give the action the type 'OpenApiConnectionWebhook', which has its own and waits for the call.",
    };
    expect(problemsOf({ type: 'OpenApiConnection', inputs: parameters }, body)).toMatchObject(
      needed === undefined ? [] : [problem],
    );
  });
});

describe('a step of call that would subscribe', () => {
  const list = { type: 'object', properties: { name: { type: 'string' } } };
  const url = { type: 'string', 'x-ms-notification-url': true };
  const schema = { type: 'object', required: ['url'], properties: { url, list } };
  const hook = { name: 'hook', in: 'body', required: true, schema };

  it.each([
    [{ 'list/name': 'Home' }, ', parameters: { hook/list/name: … }', { 'hook/list/name': 'Home' }],
    [{}, '', {}],
  ])('is told what to write: %j', (given, shown, parameters) => {
    expect(problemsOf({ call: 'hooks.WhenHooked', with: given }, hook)).toMatchObject([
      {
        message: "The operation 'WhenHooked' needs 'url', which is not given.",
        advice: `It is the address that the service calls back: name one, or have an action wait for the call, which has its own: type: OpenApiConnectionWebhook, inputs: { host: { connectionName: hooks, operationId: WhenHooked }${shown} }`,
      },
    ]);
    expect(problemsOf({ type: 'OpenApiConnectionWebhook', inputs: inputsOf(parameters) }, hook)).toEqual([]);
  });
});
