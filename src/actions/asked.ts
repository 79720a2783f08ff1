// What an action's inputs ask of a connection: the operation and its arguments, as either platform writes them.
import { connectionName, connectorAdvice, operationId, type Connection, type Connector } from '../connectors/index.js';
import type { HttpResponse } from '../http/index.js';
import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { webhookTypes, type Outcome, type StepContext } from '../run/index.js';
import {
  arrange,
  fieldsOf,
  findOperation,
  flattened,
  holdArguments,
  inputRefusal,
  match,
  secretsInArguments,
  type Arguments,
  type Operation,
} from '../swagger/index.js';
import { valueAt } from '../secrets.js';
import { refused } from './outcome.js';

/** A connection that a workflow may use: how to ask, and whom. */
export interface Bound {
  readonly connector: Connector;
  readonly connection: Connection;
  /** The API that the flow's connection reference names: `shared_office365`. */
  readonly api?: string | undefined;
  /** What it calls back with, where its answers are made up and nobody would call. */
  readonly notification?: (operation: Operation, given: Arguments) => HttpResponse;
  /** Fails an answer whose values are not of the types that the swagger says, as Power Automate does. */
  readonly strict?: boolean;
}

/** Finds a connection by its name, in any case. */
export type FindConnection = (name: string) => Bound | undefined;

/** Told of every secret that is sent as an argument: nobody may see it in the clear. */
export type KeepSecret = (secret: Json) => void;

/** An operation with its arguments. */
export interface Asked {
  readonly operation: Operation;
  readonly given: Arguments;
}

/** Finds the operation that an action's inputs name, or says why there is none. */
export type Resolve = (inputs: JsonObject, connector: Connector) => Asked | { readonly problem: string };

/** A type of action, and how it reads its inputs. */
export interface Kind {
  readonly type: string;
  readonly resolve: Resolve;
  /** What becomes of an action whose connection is not there. */
  readonly unknown?: (name: string) => Outcome;
}

/**
 * The connection, the operation and the arguments of an action's inputs, or the failure that they end in. Logic Apps names a
 * path and sends what stands there; Power Automate names inputs, and holds them to the swagger.
 */
export function askedBy(
  kind: Kind,
  inputs: Json,
  find: FindConnection,
  context: StepContext,
  keep: KeepSecret,
): (Bound & Asked) | Outcome {
  const found = resolved(kind, inputs, find);
  return 'status' in found || kind.resolve !== byName ? found : held(found, context, kind, keep);
}

/** The same, with the arguments as they are given. */
export function resolved(
  { resolve, unknown = noConnection }: Kind,
  inputs: Json,
  find: FindConnection,
): (Bound & Asked) | Outcome {
  const name = connectionName(inputs);
  const bound = name === undefined ? undefined : find(name);
  if (!isObject(inputs) || !bound) return unknown(name ?? '');
  const asked = resolve(inputs, bound.connector);
  return 'problem' in asked ? refused('BadRequest', asked.problem) : { ...bound, ...asked };
}

function noConnection(name: string): Outcome {
  if (name === '') return refused('BadRequest', "The inputs name no connection: they need a 'host'.");
  return refused('BadRequest', `There is no connection '${name}'. ${connectorAdvice(name)}`);
}

/** The arguments in the types that the swagger says, or the failure that Power Automate makes of one that cannot be. */
function held(
  asked: Bound & Asked,
  { path }: StepContext,
  { type }: Kind,
  keep: KeepSecret,
): (Bound & Asked) | Outcome {
  const { given, faults } = holdArguments(asked.operation, asked.given, { waiting: webhookTypes.includes(type) });
  const refusal = inputRefusal(asked.operation, faults);
  if (refusal === undefined) return { ...asked, given };
  secretsOf(asked).forEach(keep); // the message shows what was given
  const what = `workflow operation '${path.split('/').at(-1)}' of type '${type}'`;
  return refused(refusal.code, `The 'inputs.parameters' of ${what} is not valid. Error details: ${refusal.detail}`);
}

/** The secrets among the arguments of a call. */
export function secretsOf({ operation, given }: Asked): readonly Json[] {
  const { path, query, header, formData, body = null } = given;
  const values = { path, query, header, formData, body };
  return secretsInArguments(operation, given).map((pointer) => valueAt(values, pointer) ?? null);
}

/** By the operation's name, as Power Automate has it. */
export function byName(inputs: JsonObject, { name, operations }: Connector): ReturnType<Resolve> {
  const id = operationId(inputs) ?? '';
  const operation = findOperation(operations, id);
  if (!operation) return { problem: `The connector '${name}' has no operation '${id}'.` };
  const parameters = ownAnyCase(inputs, 'parameters') ?? {};
  if (!isObject(parameters)) return { problem: "The 'parameters' must be an object." };
  const written = arrange(operation, parameters);
  // What is ambiguous in `with:` was refused before the run; in Power Automate's flattened names nothing is.
  const arranged = 'problems' in written ? arrange(operation, parameters, flattened) : written;
  if ('arguments' in arranged) return { operation, given: arranged.arguments };
  const names = arranged.problems.map((problem) => `'${problem.name}'`).join(', ');
  return { problem: `The operation '${operation.id}' has no input ${names}.` };
}

/** By the operation's method and path, as Logic Apps has it. */
export function byPath(inputs: JsonObject, connector: Connector): ReturnType<Resolve> {
  const method = ownAnyCase(inputs, 'method');
  const path = ownAnyCase(inputs, 'path');
  if (typeof method !== 'string' || typeof path !== 'string')
    return { problem: "The inputs need a 'method' and a 'path'." };
  return atPath(method.toUpperCase(), path, inputs, connector);
}

/** The operation of a method and a path. */
export function atPath(
  method: string,
  path: string,
  inputs: JsonObject,
  { name, operations }: Connector,
): ReturnType<Resolve> {
  const found = match(operations, { method, target: path });
  if (!found) return { problem: `The connector '${name}' has no operation for ${method} ${path}.` };
  const { operation } = found;
  const body = ownAnyCase(inputs, 'body');
  const given: Arguments = {
    path: Object.fromEntries(Object.entries(found.arguments.path).map((entry) => withoutGateway(operation, entry))),
    query: { ...found.arguments.query, ...objectAt(inputs, 'queries') },
    header: { ...found.arguments.header, ...objectAt(inputs, 'headers') },
    formData: fieldsOf(body ?? null),
    body,
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
