import { describe, expect, it } from 'vitest';
import { azureFunction, invokeFunction } from '../../src/actions/function.js';
import { acsIdentity, functionConnector, isFault } from '../../src/connectors/index.js';
import type { HttpRequest, Send } from '../../src/http/index.js';
import type { Json, JsonObject } from '../../src/json.js';
import type { Action } from '../../src/run/index.js';
import { actionContract, answer, outcomeOf } from '../contracts/action.js';

type Make = typeof azureFunction;

/** An action over the functions `Add` and `Secret`, and a connection that is none. */
function made(make: Make, send: Send): Action {
  const parameters: { readonly [name: string]: JsonObject } = {
    add: { url: 'http://localhost:7071/api/Add?mode=fast' },
    secret: { url: 'https://app.example/api/Secret', key: 'the-function-key' },
    acs: { connectionString: 'endpoint=https://acs.example/;accesskey=c2Vj' },
  };
  return make((name) => {
    const connector = name.toLowerCase() === 'acs' ? acsIdentity : functionConnector;
    const connection = connector.connect(parameters[name.toLowerCase()] ?? {}, send);
    return isFault(connection) ? undefined : { connector, connection };
  });
}

async function sent(make: Make, inputs: Json): Promise<HttpRequest> {
  const seen: HttpRequest[] = [];
  const send: Send = (request) => Promise.resolve(seen.push(request)).then(() => answer(204));
  const outcome = await outcomeOf(made(make, send), inputs);
  const [request] = seen;
  if (!request) throw new Error(outcome.error?.message ?? 'Nothing was sent.');
  return request;
}

const id = '/subscriptions/1/resourceGroups/2/providers/Microsoft.Web/sites/app/functions/Add';
const text = ({ body }: HttpRequest) => new TextDecoder().decode(body);

actionContract('Function', {
  make: (send) => made(azureFunction, send),
  inputs: { function: { id }, method: 'POST', body: { a: 1 } },
});
actionContract('InvokeFunction', {
  make: (send) => made(invokeFunction, send),
  inputs: { functionName: 'Add', parameters: { a: 1 } },
});

describe('Function', () => {
  it('is a POST to the address of the connection named after it', async () => {
    const request = await sent(azureFunction, { function: { id }, body: { a: 1.0 } });
    expect(request).toMatchObject({ method: 'POST', url: 'http://localhost:7071/api/Add?mode=fast' });
    expect(request.headers).toMatchObject({ 'Content-Type': 'application/json; charset=utf-8' });
    expect(request.headers).not.toHaveProperty('x-functions-key');
    expect(text(request)).toBe('{"a":1}');
  });

  it('has a method, headers and queries of its own', async () => {
    const inputs = { method: 'get', headers: { 'X-N': 1, 'X-Null': null }, queries: { mode: 'a b', n: true } };
    const request = await sent(azureFunction, { function: { connectionName: 'add' }, ...inputs });
    expect(request).toMatchObject({ method: 'GET', url: 'http://localhost:7071/api/Add?mode=a+b&n=True' });
    expect(request.headers).toEqual({ 'X-N': '1', 'x-ms-client-request-id': 'the-key' });
    expect(request.body).toBeUndefined();
  });

  it('keeps the type that its headers give the body, and sends the key', async () => {
    const inputs = { function: { connectionName: 'Secret' }, headers: { 'content-type': 'text/csv' }, body: 'a;b' };
    const request = await sent(azureFunction, inputs);
    expect(request.headers).toMatchObject({ 'content-type': 'text/csv', 'x-functions-key': 'the-function-key' });
    expect(text(request)).toBe('a;b');
  });

  it('gives what the function answers', async () => {
    const action = made(azureFunction, () => Promise.resolve(answer(200, { sum: 3 })));
    expect(await outcomeOf(action, { function: { id } })).toMatchObject({
      status: 'Succeeded',
      outputs: { statusCode: 200, body: { sum: 3 } },
    });
  });

  it.each<[Json, string, string]>([
    [
      { function: { connectionName: 'Other' } },
      'NotSupported',
      "The function 'Other' has no address on this machine. Add it to connections.yaml: Other: { connector: function, parameters: { url: http://localhost:7071/api/Other } }, or give the action a mock.",
    ],
    [{ function: { id }, method: 'brew' }, 'BadRequest', "The connection 'Add' cannot be called with 'brew'."],
    [{ function: { connectionName: 'acs' } }, 'BadRequest', "The connection 'acs' cannot be called with 'POST'."],
  ])('%j is refused', async (inputs, code, message) => {
    const action = made(azureFunction, () => Promise.reject(new Error('Nothing may be sent.')));
    expect(await outcomeOf(action, inputs)).toEqual({ status: 'Failed', code, error: { code, message } });
  });
});

describe('InvokeFunction', () => {
  it('posts its parameters', async () => {
    const request = await sent(invokeFunction, { functionName: 'Add', parameters: { a: 1, b: [2] } });
    expect(request).toMatchObject({ method: 'POST', url: 'http://localhost:7071/api/Add?mode=fast' });
    expect(text(request)).toBe('{"a":1,"b":[2]}');
    expect(text(await sent(invokeFunction, { functionName: 'Add' }))).toBe('{}');
  });
});
