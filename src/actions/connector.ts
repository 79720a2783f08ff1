import { connectionName, operationId, type Connection, type Connector } from '../connectors/index.js';
import type { HttpResponse } from '../http/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Outcome, StepContext } from '../run/index.js';
import {
  arrange,
  arrangeFlattened,
  findOperation,
  match,
  secretsInResponse,
  type Arguments,
  type Operation,
} from '../swagger/index.js';
import { outcomeOf, refused } from './outcome.js';

/** A connection that a workflow may use: how to ask, and whom. */
export interface Bound {
  readonly connector: Connector;
  readonly connection: Connection;
}

/** Finds a connection by its name, in any case. */
export type FindConnection = (name: string) => Bound | undefined;

/** OpenApiConnection and `call`: an operation by its name, with named parameters. */
export function openApiConnection(find: FindConnection): Action {
  return connectorAction('OpenApiConnection', find, byName);
}

/** ApiConnection: an operation by its method and path. */
export function apiConnection(find: FindConnection): Action {
  return connectorAction('ApiConnection', find, byPath);
}

type Resolved = { readonly operation: Operation; readonly given: Arguments } | { readonly problem: string };

function connectorAction(
  type: string,
  find: FindConnection,
  resolve: (inputs: JsonObject, connector: Connector) => Resolved,
): Action {
  return {
    type,
    step(inputs, context) {
      const name = connectionName(inputs);
      const bound = name === undefined ? undefined : find(name);
      if (!isObject(inputs) || !bound)
        return Promise.resolve(refused('BadRequest', `There is no connection '${name ?? ''}'.`));
      const resolved = resolve(inputs, bound.connector);
      return 'problem' in resolved
        ? Promise.resolve(refused('BadRequest', resolved.problem))
        : invoke(bound, resolved, context);
    },
  };
}

async function invoke(
  { connection }: Bound,
  { operation, given }: { readonly operation: Operation; readonly given: Arguments },
  { idempotencyKey, signal }: StepContext,
): Promise<Outcome> {
  let complaint: Outcome | undefined;
  const exchange = async (): Promise<HttpResponse> => {
    const answer = await connection.invoke(operation, given, { requestId: idempotencyKey, signal });
    if (!('refused' in answer)) return answer;
    complaint = refused('BadRequest', answer.refused);
    return { status: 400, headers: {}, body: new Uint8Array() };
  };
  const outcome = await outcomeOf(exchange, (status, body) => secretsInResponse(operation, status, body));
  return complaint ?? outcome;
}

function byName(inputs: JsonObject, { name, operations }: Connector): Resolved {
  const id = operationId(inputs) ?? '';
  const operation = findOperation(operations, id);
  if (!operation) return { problem: `The connector '${name}' has no operation '${id}'.` };
  const parameters = ownAnyCase(inputs, 'parameters') ?? {};
  if (!isObject(parameters)) return { problem: "The 'parameters' must be an object." };
  const written = arrange(operation, parameters);
  // What is ambiguous in `with:` was refused before the run; in Power Automate's flattened names nothing is.
  const arranged = 'problems' in written ? arrangeFlattened(operation, parameters) : written;
  if ('arguments' in arranged) return { operation, given: arranged.arguments };
  const names = arranged.problems.map((problem) => `'${problem.name}'`).join(', ');
  return { problem: `The operation '${operation.id}' has no input ${names}.` };
}

function byPath(inputs: JsonObject, { name, operations }: Connector): Resolved {
  const method = ownAnyCase(inputs, 'method');
  const path = ownAnyCase(inputs, 'path');
  if (typeof method !== 'string' || typeof path !== 'string')
    return { problem: "The inputs need a 'method' and a 'path'." };
  // The gateway in front of a connector takes one layer of percent-encoding off the path: definitions write two.
  const found = match(operations, { method: method.toUpperCase(), target: path });
  if (!found) return { problem: `The connector '${name}' has no operation for ${method.toUpperCase()} ${path}.` };
  const { operation } = found;
  const given: Arguments = {
    ...found.arguments,
    path: mapValues(found.arguments.path, decoded),
    query: { ...found.arguments.query, ...objectAt(inputs, 'queries') },
    header: { ...found.arguments.header, ...objectAt(inputs, 'headers') },
    body: ownAnyCase(inputs, 'body'),
  };
  return { operation, given };
}

function decoded(value: Json): Json {
  if (typeof value !== 'string' || !/%[0-9a-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function objectAt(inputs: JsonObject, name: string): JsonObject {
  const value = ownAnyCase(inputs, name);
  return isObject(value) ? value : {};
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
