import { connectionName, connectorAdvice, operationId, type Connection, type Connector } from '../connectors/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Outcome, StepContext } from '../run/index.js';
import {
  arrange,
  arrangeFlattened,
  findOperation,
  match,
  secretsInArguments,
  secretsInResponse,
  type Arguments,
  type Operation,
} from '../swagger/index.js';
import { valueAt } from '../secrets.js';
import { answered, refused, unanswered } from './outcome.js';

/** A connection that a workflow may use: how to ask, and whom. */
export interface Bound {
  readonly connector: Connector;
  readonly connection: Connection;
}

/** Finds a connection by its name, in any case. */
export type FindConnection = (name: string) => Bound | undefined;

/** Told of every secret that is sent as an argument: nobody may see it in the clear. */
export type KeepSecret = (secret: Json) => void;

/** OpenApiConnection and `call`: an operation by its name, with named parameters. */
export function openApiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction('OpenApiConnection', find, byName, keep);
}

/** ApiConnection: an operation by its method and path. */
export function apiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction('ApiConnection', find, byPath, keep);
}

/** ServiceProvider: an operation of a built-in connector, on the connector that stands in for it here. */
export function serviceProvider(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction('ServiceProvider', find, byName, keep, noCounterpart);
}

function noCounterpart(name: string): Outcome {
  const message = `The built-in connector of connection '${name}' does not run on this machine.`;
  const advice = `Name a swagger file that stands in for it in connections.yaml: ${name}: { connector: ./apiDefinition.swagger.json }, or give the action a mock.`;
  return refused('NotSupported', `${message} ${advice}`);
}

function noConnection(name: string): Outcome {
  if (name === '') return refused('BadRequest', "The inputs name no connection: they need a 'host'.");
  return refused('BadRequest', `There is no connection '${name}'. ${connectorAdvice(name)}`);
}

interface Asked {
  readonly operation: Operation;
  readonly given: Arguments;
}

type Resolved = Asked | { readonly problem: string };

function connectorAction(
  type: string,
  find: FindConnection,
  resolve: (inputs: JsonObject, connector: Connector) => Resolved,
  keep: KeepSecret,
  unknown: (name: string) => Outcome = noConnection,
): Action {
  return {
    type,
    async step(inputs, context) {
      const name = connectionName(inputs);
      const bound = name === undefined ? undefined : find(name);
      if (!isObject(inputs) || !bound) return unknown(name ?? '');
      const asked = resolve(inputs, bound.connector);
      if ('problem' in asked) return refused('BadRequest', asked.problem);
      secretsOf(asked).forEach(keep);
      return invoke(bound, asked, context);
    },
  };
}

async function invoke({ connection }: Bound, { operation, given }: Asked, context: StepContext): Promise<Outcome> {
  const { idempotencyKey: requestId, signal } = context;
  try {
    const answer = await connection.invoke(operation, given, { requestId, signal });
    if ('refused' in answer) return refused('BadRequest', answer.refused);
    return answered(answer, (status, body) => secretsInResponse(operation, status, body));
  } catch (error) {
    return unanswered(error);
  }
}

function secretsOf({ operation, given }: Asked): readonly Json[] {
  const { path, query, header, formData, body = null } = given;
  const values = { path, query, header, formData, body };
  return secretsInArguments(operation, given).map((pointer) => valueAt(values, pointer) ?? null);
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
  const found = match(operations, { method: method.toUpperCase(), target: path });
  if (!found) return { problem: `The connector '${name}' has no operation for ${method.toUpperCase()} ${path}.` };
  const { operation } = found;
  const given: Arguments = {
    ...found.arguments,
    path: Object.fromEntries(Object.entries(found.arguments.path).map((entry) => withoutGateway(operation, entry))),
    query: { ...found.arguments.query, ...objectAt(inputs, 'queries') },
    header: { ...found.arguments.header, ...objectAt(inputs, 'headers') },
    body: ownAnyCase(inputs, 'body'),
  };
  return { operation, given };
}

/**
 * The gateway in front of a connector takes one layer of percent-encoding off the path, so definitions often write two. What
 * the swagger itself wants twice has been decoded twice already.
 */
function withoutGateway({ parameters }: Operation, [name, value]: [string, Json]): [string, Json] {
  const twice = parameters.some((each) => each.in === 'path' && each.name === name && each.encodings === 2);
  if (twice || typeof value !== 'string' || !/%[0-9a-f]{2}/i.test(value)) return [name, value];
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return [name, value];
  }
}

function objectAt(inputs: JsonObject, name: string): JsonObject {
  const value = ownAnyCase(inputs, name);
  return isObject(value) ? value : {};
}
