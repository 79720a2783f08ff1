import { connectionName } from '../connectors/index.js';
import { stringOf } from '../expressions/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Outcome, StepContext } from '../run/index.js';
import { findOperation, NO_ARGUMENTS, type Arguments } from '../swagger/index.js';
import type { FindConnection } from './asked.js';
import { answered, refused, unanswered } from './outcome.js';

/** Function: a request to an Azure function, at the address of the connection that is named after it. */
export function azureFunction(find: FindConnection): Action {
  return {
    type: 'Function',
    step(inputs, context) {
      const given = isObject(inputs) ? inputs : {};
      const method = stringOf(ownAnyCase(given, 'method') ?? null) || 'POST';
      return call(find, given, method, argumentsOf(given), context);
    },
  };
}

/**
 * InvokeFunction: a function of the same Logic App. In the service it runs in the app's own process; here it is a request
 * with the parameters as its JSON body, to the address of the connection that is named after it.
 */
export function invokeFunction(find: FindConnection): Action {
  return {
    type: 'InvokeFunction',
    step(inputs, context) {
      const given = isObject(inputs) ? inputs : {};
      const body = ownAnyCase(given, 'parameters') ?? {};
      return call(find, given, 'POST', { ...NO_ARGUMENTS, body }, context);
    },
  };
}

async function call(
  find: FindConnection,
  inputs: JsonObject,
  method: string,
  given: Arguments,
  { idempotencyKey: requestId, signal }: StepContext,
): Promise<Outcome> {
  const name = connectionName(inputs) ?? '';
  const bound = find(name);
  if (!bound) return noAddress(name);
  const operation = findOperation(bound.connector.operations, method);
  if (!operation) return refused('BadRequest', `The connection '${name}' cannot be called with '${method}'.`);
  try {
    const answer = await bound.connection.invoke(operation, given, { requestId, signal });
    return 'refused' in answer ? refused('BadRequest', answer.refused) : answered(answer);
  } catch (error) {
    return unanswered(error);
  }
}

function noAddress(name: string): Outcome {
  const message = `The function '${name}' has no address on this machine.`;
  const advice = `Add it to connections.yaml: ${name}: { connector: function, parameters: { url: http://localhost:7071/api/${name} } }, or give the action a mock.`;
  return refused('NotSupported', `${message} ${advice}`);
}

function argumentsOf(inputs: JsonObject): Arguments {
  const body = ownAnyCase(inputs, 'body');
  return { ...NO_ARGUMENTS, query: texts(inputs, 'queries'), header: texts(inputs, 'headers'), body };
}

function texts(inputs: JsonObject, name: string): { readonly [name: string]: string } {
  const values: Json = ownAnyCase(inputs, name) ?? null;
  const entries = Object.entries(isObject(values) ? values : {}).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([key, value]) => [key, stringOf(value)]));
}
