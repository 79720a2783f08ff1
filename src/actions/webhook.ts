// Connector actions that wait to be called back: a step subscribes, another one ends the subscription. The wait between them
// is the interpreter's.
import { connectionName, operationId, type Connector } from '../connectors/index.js';
import { isObject, own, ownAnyCase, type Json, type JsonObject } from '../json.js';
import type { Action, Outcome, StepContext } from '../run/index.js';
import type { HttpResponse } from '../http/index.js';
import {
  findOperation,
  secretsInNotification,
  secretsInResponse,
  takesNotificationUrl,
  withNotificationUrl,
  type Operation,
} from '../swagger/index.js';
import {
  askedBy,
  atPath,
  byName,
  resolved,
  type Asked,
  type Bound,
  type FindConnection,
  type KeepSecret,
  type Kind,
  type Resolve,
} from './asked.js';
import { call, callOf } from './connector.js';
import { answered, refused, unanswered } from './outcome.js';

/** OpenApiConnectionWebhook: an operation by its name that takes an address to call back. */
export function openApiConnectionWebhook(find: FindConnection, keep: KeepSecret): Action {
  return webhookAction({ type: 'OpenApiConnectionWebhook', resolve: byName }, find, keep);
}

/** ApiConnectionWebhook: the same by its path; the method is seldom written. */
export function apiConnectionWebhook(find: FindConnection, keep: KeepSecret): Action {
  return webhookAction({ type: 'ApiConnectionWebhook', resolve: bySubscribePath }, find, keep);
}

function webhookAction(kind: Kind, find: FindConnection, keep: KeepSecret): Action {
  return {
    type: kind.type,
    async step(inputs, context) {
      try {
        const location = isObject(context.cursor ?? null)
          ? own(context.cursor as JsonObject, 'unsubscribe')
          : undefined;
        if (typeof location === 'string')
          return await unsubscribe(resolved(kind, inputs, find), location, { ...callOf(context), keep });
        const asked = askedBy(kind, inputs, find, context, keep);
        return 'status' in asked ? asked : await subscribe(asked, context, keep);
      } catch (error) {
        return unanswered(error);
      }
    },
  };
}

/** The Location of a subscription's answer, 202 or not, is where it ends: nothing is polled. */
async function subscribe(asked: Bound & Asked, context: StepContext, keep: KeepSecret): Promise<Outcome> {
  const { operation, given } = asked;
  const { callbackUrl } = context;
  if (callbackUrl === undefined && asked.notification) return called(asked.notification(operation, given), operation);
  const told = callbackUrl === undefined ? given : withNotificationUrl(operation, given, callbackUrl);
  const answer = await call({ ...asked, given: told }, context, keep);
  if ('refused' in answer) return refused('BadRequest', answer.refused);
  return answered(answer, (status, body) => secretsInResponse(operation, status, body));
}

/** What a call means that is made up: the same as one that comes in, which has no status. */
function called(notification: HttpResponse, operation: Operation): Outcome {
  const { outputs, ...outcome } = answered(notification, (_, body) => secretsInNotification(operation, body));
  if (!isObject(outputs ?? null)) return outcome;
  const { statusCode: _, ...shown } = outputs as JsonObject;
  return { ...outcome, outputs: shown };
}

/** JSON pointers to the secrets in the body of a call to a webhook action. */
export function secretsInNotificationTo(
  { inputs }: { readonly inputs: Json },
  find: FindConnection,
  body: Json,
): readonly string[] {
  const bound = find(connectionName(inputs) ?? '');
  const operation = bound && namedOperation(inputs, bound.connector);
  return operation ? secretsInNotification(operation, body) : [];
}

/** The operation that a webhook action or a trigger names, as far as its inputs say so before they are evaluated. */
export function namedOperation(inputs: Json, connector: Connector): Operation | undefined {
  if (!isObject(inputs)) return undefined;
  const id = operationId(inputs);
  if (id !== undefined) return findOperation(connector.operations, id);
  const asked = bySubscribePath(inputs, connector);
  return 'operation' in asked ? asked.operation : undefined;
}

/** Through the connection's own door, with nothing but what signs it (documented). */
async function unsubscribe(
  asked: (Bound & Asked) | Outcome,
  location: string,
  how: Parameters<NonNullable<Bound['connection']['follow']>>[2],
): Promise<Outcome> {
  if ('status' in asked) return asked;
  if (!asked.connection.follow) return refused('BadRequest', 'The connection cannot end a subscription.');
  const answer = await asked.connection.follow('DELETE', location, how, asked);
  return 'refused' in answer ? refused('BadRequest', answer.refused) : answered(answer);
}

function bySubscribePath(inputs: JsonObject, connector: Connector): ReturnType<Resolve> {
  const [method, path] = [ownAnyCase(inputs, 'method'), ownAnyCase(inputs, 'path')];
  if (typeof path !== 'string') return { problem: "The inputs need a 'path'." };
  const methods = typeof method === 'string' ? [method.toUpperCase()] : ['POST', 'PUT', 'PATCH', 'GET'];
  const all = methods.map((each) => atPath(each, path, inputs, connector));
  const subscribing = all.find((each) => 'operation' in each && takesNotificationUrl(each.operation));
  return subscribing ?? all.find((each) => 'operation' in each) ?? { problem: noOperation(connector, path) };
}

function noOperation({ name }: Connector, path: string): string {
  return `The connector '${name}' has no operation at ${path}.`;
}
