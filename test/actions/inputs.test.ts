import { describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.js';
import { isFault, swaggerConnector } from '../../src/connectors/index.js';
import type { HttpRequest, Send } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import { answer, outcomeOf } from '../contracts/action.js';
import cases from './cases/inputs.json' with { type: 'json' };

const connector = swaggerConnector('todo', {
  host: 'todo.example',
  paths: { '/lists/{listId}': { post: cases.operation as JsonObject } },
});
const secrets: Json[] = [];

/** What an action makes of its inputs, and what it sends. */
async function acted(parameters: JsonObject, type: string) {
  const seen: HttpRequest[] = [];
  const send: Send = (request) => Promise.resolve(seen.push(request)).then(() => answer(204));
  const connection = connector.connect({}, send);
  if (isFault(connection)) throw new Error(connection.message);
  const all = actions(
    send,
    () => ({ connector, connection }),
    (secret) => secrets.push(secret),
  );
  const action = all.find((each) => each.type === type);
  if (!action) throw new Error('There is no such action.');
  const inputs = { host: { connectionName: 'todo', operationId: 'CreateTodo' }, parameters };
  return { outcome: await outcomeOf(action, inputs), seen };
}

describe.each(['OpenApiConnection', 'OpenApiConnectionWebhook'])(
  'the inputs of an action of type %s that runs',
  (type) => {
    it.each(cases.sent as unknown as [JsonObject, string, Json][])(
      '%j are sent as %s and %j',
      async (inputs, query, body) => {
        const { seen } = await acted({ listId: '1', ...inputs }, type);
        expect(seen).toMatchObject([{ url: `https://todo.example/lists/1${query}` }]);
        expect(JSON.parse(new TextDecoder().decode(seen[0]?.body))).toEqual(body);
      },
    );

    it.each(cases.refused as unknown as [JsonObject, string, string][])(
      '%j are refused: %s',
      async (inputs, code, detail) => {
        const { outcome, seen } = await acted({ listId: '1', ...inputs }, type);
        const message = `The 'inputs.parameters' of workflow operation 'Act' of type '${type}' is not valid. Error details: ${detail}`;
        expect(outcome).toEqual({ status: 'Failed', code, error: { code, message } });
        expect(seen).toEqual([]);
      },
    );

    it('are told of where they are secret, though nothing is sent', async () => {
      await acted({ listId: '1', pin: '12345' }, type);
      expect(secrets).toContain('12345');
    });
  },
);
