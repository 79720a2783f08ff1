import {
  apiName,
  connectionName,
  connectorAdvice,
  operationId,
  type Connection,
  type Connector,
} from '../connectors/index.js';
import type { HttpResponse } from '../http/index.js';
import { isObject, own, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Again, Outcome, StepContext } from '../run/index.js';
import {
  arrange,
  arrangeFlattened,
  fieldsOf,
  findOperation,
  holdArguments,
  inputRefusal,
  match,
  secretsInArguments,
  secretsInResponse,
  takesNotificationUrl,
  typeFault,
  type Arguments,
  type Operation,
} from '../swagger/index.js';
import { valueAt } from '../secrets.js';
import { conclude, placeOf, type Reading } from './again.js';
import { answered, refused, unanswered } from './outcome.js';
import { absolute } from './request.js';

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
  const advice = `Name a swagger file that stands in for it in connections.yaml: ${name}: { connector: ./apiDefinition.swagger.json }, give the action a mock, or let --mock-connectors make its answer up.`;
  return refused('NotSupported', `${message} ${advice}`);
}

function noConnection(name: string): Outcome {
  if (name === '') return refused('BadRequest', "The inputs name no connection: they need a 'host'.");
  return refused('BadRequest', `There is no connection '${name}'. ${connectorAdvice(name)}`);
}

/** An operation with its arguments. */
export interface Asked {
  readonly operation: Operation;
  readonly given: Arguments;
}

/** Finds the operation that an action's inputs name, or says why there is none. */
export type Resolve = (inputs: JsonObject, connector: Connector) => Asked | { readonly problem: string };

/** The connection and the operation of an action's inputs, or why there is none. */
export function resolved(
  inputs: Json,
  find: FindConnection,
  resolve: Resolve,
  unknown: (name: string) => Outcome = noConnection,
): (Bound & Asked) | Outcome {
  const name = connectionName(inputs);
  const bound = name === undefined ? undefined : find(name);
  if (!isObject(inputs) || !bound) return unknown(name ?? '');
  const asked = resolve(inputs, bound.connector);
  return 'problem' in asked ? refused('BadRequest', asked.problem) : { ...bound, ...asked };
}

function connectorAction(
  type: string,
  find: FindConnection,
  resolve: Resolve,
  keep: KeepSecret,
  unknown?: (name: string) => Outcome,
): Action {
  return {
    type,
    async step(inputs, context) {
      const found = resolved(inputs, find, resolve, unknown);
      if ('status' in found) return found;
      // Logic Apps names a path and sends what stands there; Power Automate names inputs, and holds them to the swagger.
      const asked = resolve === byName ? held(found, context, type, keep) : found;
      if ('status' in asked) return asked;
      const ended = await invoke(asked, context, keep);
      if (!asked.strict || !('status' in ended)) return ended;
      return checked(ended, asked, context, { type, api: apiShown(inputs, asked.api) });
    },
  };
}

/** The arguments in the types that the swagger says, or the failure that Power Automate makes of one that cannot be. */
function held(asked: Bound & Asked, { path }: StepContext, type: string, keep: KeepSecret): (Bound & Asked) | Outcome {
  const { given, faults } = holdArguments(asked.operation, asked.given);
  const refusal = inputRefusal(asked.operation, faults);
  if (refusal === undefined) return { ...asked, given };
  secretsOf(asked).forEach(keep); // the message shows what was given
  const what = `workflow operation '${path.split('/').at(-1)}' of type '${type}'`;
  return refused(refusal.code, `The 'inputs.parameters' of ${what} is not valid. Error details: ${refusal.detail}`);
}

/** An answer as it is, or the failure that Power Automate makes of one whose types are wrong. */
function checked(
  outcome: Outcome,
  { operation }: Asked,
  { path }: StepContext,
  { type, api }: { readonly type: string; readonly api: string },
): Outcome {
  const { status, outputs = null } = outcome;
  const [code, body] = [valueAt(outputs, '/statusCode'), valueAt(outputs, '/body')];
  if (status !== 'Succeeded' || typeof code !== 'number' || body === undefined) return outcome;
  const fault = typeFault(operation, code, body);
  if (fault === undefined) return outcome;
  // The words and the code were seen in public, of runs in Power Automate.
  const what = `workflow operation '${path.split('/').at(-1)}' of type '${type}'`;
  const message = `The API '${api}' returned an invalid response for ${what}. Error details: '${fault}'`;
  return { ...outcome, ...refused('ResponseSwaggerSchemaValidationFailure', message) };
}

/** The name of an API in messages: seen in public without its 'shared_'; that of the connection where none is known. */
function apiShown(inputs: Json, referenced: string | undefined): string {
  const api = apiName(inputs) ?? referenced;
  return api?.replace(/^shared_/i, '') ?? connectionName(inputs) ?? '';
}

/** Calls the operation, or asks where its last answer pointed to. */
async function invoke(asked: Bound & Asked, context: StepContext, keep: KeepSecret): Promise<Outcome | Again> {
  const { connection, operation } = asked;
  const place = placeOf(context);
  try {
    if (place && !connection.follow) return refused('BadRequest', 'The connection cannot ask again.');
    const answer = await (place && connection.follow
      ? connection.follow('GET', place.url, { ...callOf(context), keep }, asked)
      : call(asked, context, keep));
    if ('refused' in answer) return refused('BadRequest', answer.refused);
    const secrets = (status: number, body: Json) => secretsInResponse(operation, status, body);
    if (isTrigger(operation)) return answered(answer, secrets);
    return connection.follow ? conclude(answer, reading(operation, context, secrets, keep)) : answered(answer, secrets);
  } catch (error) {
    return unanswered(error);
  }
}

/** A trigger is asked once: its 202 says that there is nothing yet, or where a subscription ends, and is no promise. */
function isTrigger(operation: Operation): boolean {
  return own(operation.source, 'x-ms-trigger') !== undefined || takesNotificationUrl(operation);
}

/** Calls an operation, and tells of the secrets among its arguments first. */
export function call({ connection, operation, given }: Bound & Asked, context: StepContext, keep: KeepSecret) {
  secretsOf({ operation, given }).forEach(keep);
  return connection.invoke(operation, given, { ...callOf(context), keep });
}

/** What every request of a step has. */
export function callOf({ idempotencyKey: requestId, signal }: StepContext) {
  return { requestId, signal };
}

function reading(
  { source }: Operation,
  context: StepContext,
  secrets: NonNullable<Reading['secrets']>,
  keep: KeepSecret,
): Reading {
  const pageable = own(source, 'x-ms-pageable');
  const name = pageable !== undefined && isObject(pageable) ? own(pageable, 'nextLinkName') : undefined;
  const linkNames = typeof name === 'string' ? [name] : [];
  // The connection knows its host; a relative link stays one until then.
  const resolve = (link: string) => (absolute(link, 'http://relative') === undefined ? undefined : link);
  return { context, linkNames, resolve, secrets, keep };
}

function secretsOf({ operation, given }: Asked): readonly Json[] {
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
  const arranged = 'problems' in written ? arrangeFlattened(operation, parameters) : written;
  if ('arguments' in arranged) return { operation, given: arranged.arguments };
  const names = arranged.problems.map((problem) => `'${problem.name}'`).join(', ');
  return { problem: `The operation '${operation.id}' has no input ${names}.` };
}

/** By the operation's method and path, as Logic Apps has it. */
function byPath(inputs: JsonObject, connector: Connector): ReturnType<Resolve> {
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
