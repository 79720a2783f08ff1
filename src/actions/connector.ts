// Connector actions: an operation is called, and asked again where its answer points to.
import { apiName, connectionName } from '../connectors/index.js';
import { isObject, own, type Json } from '../json.js';
import type { Action, Again, Outcome, StepContext } from '../run/index.js';
import { secretsInResponse, takesNotificationUrl, typeFault, type Operation } from '../swagger/index.js';
import { valueAt } from '../secrets.js';
import { conclude, placeOf } from './again.js';
import {
  askedBy,
  byName,
  byPath,
  secretsOf,
  type Asked,
  type Bound,
  type FindConnection,
  type KeepSecret,
  type Kind,
} from './asked.js';
import { answered, refused, unanswered } from './outcome.js';
import { absolute } from './request.js';

/** OpenApiConnection and `call`: an operation by its name, with named parameters. */
export function openApiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction({ type: 'OpenApiConnection', resolve: byName }, find, keep);
}

/** ApiConnection: an operation by its method and path. */
export function apiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction({ type: 'ApiConnection', resolve: byPath }, find, keep);
}

/** ServiceProvider: an operation of a built-in connector, on the connector that stands in for it here. */
export function serviceProvider(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction({ type: 'ServiceProvider', resolve: byName, unknown: noCounterpart }, find, keep);
}

function noCounterpart(name: string): Outcome {
  const message = `The built-in connector of connection '${name}' does not run on this machine.`;
  const advice = `Name a swagger file that stands in for it in connections.yaml: ${name}: { connector: ./apiDefinition.swagger.json }, give the action a mock, or let --mock-connectors make its answer up.`;
  return refused('NotSupported', `${message} ${advice}`);
}

function connectorAction(kind: Kind, find: FindConnection, keep: KeepSecret): Action {
  const { type } = kind;
  return {
    type,
    async step(inputs, context) {
      const asked = askedBy(kind, inputs, find, context, keep);
      if ('status' in asked) return asked;
      const ended = await invoke(asked, context, keep);
      if (!asked.strict || !('status' in ended)) return ended;
      return checked(ended, asked, context, { type, api: apiShown(inputs, asked.api) });
    },
  };
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
    if (!connection.follow) return answered(answer, secrets);
    const resolve = (link: string) => absolute(link, answer.address);
    return conclude(answer, { context, linkNames: linkNamesOf(operation), resolve, secrets, keep });
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

/** The property that the swagger says the link to the next page stands in. */
function linkNamesOf({ source }: Operation): readonly string[] {
  const pageable = own(source, 'x-ms-pageable');
  const name = isObject(pageable) ? own(pageable, 'nextLinkName') : undefined;
  return typeof name === 'string' ? [name] : [];
}
