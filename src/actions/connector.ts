// Connector actions: an operation is called, and asked again where its answer points to.
import { connectorAdvice } from '../connectors/index.js';
import { isObject, own, type Json } from '../json.js';
import type { Action, Again, Outcome, StepContext } from '../run/index.js';
import { secretsInResponse, takesNotificationUrl, type Operation } from '../swagger/index.js';
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

const kinds = {
  OpenApiConnection: { type: 'OpenApiConnection', resolve: byName },
  ApiConnection: { type: 'ApiConnection', resolve: byPath },
  ServiceProvider: { type: 'ServiceProvider', resolve: byName, unknown: noCounterpart },
} as const satisfies { readonly [type: string]: Kind };

/** OpenApiConnection and `call`: an operation by its name, with named parameters. */
export function openApiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction(kinds.OpenApiConnection, find, keep);
}

/** ApiConnection: an operation by its method and path. */
export function apiConnection(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction(kinds.ApiConnection, find, keep);
}

/** ServiceProvider: an operation of a built-in connector, on the connector that stands in for it here. */
export function serviceProvider(find: FindConnection, keep: KeepSecret): Action {
  return connectorAction(kinds.ServiceProvider, find, keep);
}

/** How an action of this type reads its inputs, where it calls an operation of a connector. */
export function connectorKind(type: string): Kind | undefined {
  return Object.values<Kind>(kinds).find((kind) => kind.type === type);
}

function noCounterpart(name: string): Outcome {
  const message = `The built-in connector of connection '${name}' does not run on this machine.`;
  return refused('NotSupported', `${message} ${connectorAdvice(name)}`);
}

function connectorAction(kind: Kind, find: FindConnection, keep: KeepSecret): Action {
  return {
    type: kind.type,
    async step(inputs, context) {
      const asked = askedBy(kind, inputs, find, context, keep);
      return 'status' in asked ? asked : invoke(asked, context, keep);
    },
  };
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
