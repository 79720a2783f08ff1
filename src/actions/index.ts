// The actions that touch the world, one file a type; this list is what a local engine can do.
import type { Send } from '../http/index.js';
import type { Action } from '../run/index.js';
import type { FindConnection, KeepSecret } from './asked.js';
import { apiConnection, openApiConnection, serviceProvider } from './connector.js';
import { foreignActions } from './foreign.js';
import { azureFunction, invokeFunction } from './function.js';
import { httpAction } from './http.js';
import { javaScriptCode } from './javascript-code.js';
import { apiConnectionWebhook, openApiConnectionWebhook } from './webhook.js';

export { namedOperation, secretsInNotificationTo } from './webhook.js';
export { secretsInInputs } from './authentication.js';
export { heldToSwagger } from './strict.js';
export type { Bound, FindConnection } from './asked.js';

export function actions(send: Send, find: FindConnection, keep: KeepSecret): readonly Action[] {
  return [
    httpAction(send, keep),
    apiConnection(find, keep),
    openApiConnection(find, keep),
    apiConnectionWebhook(find, keep),
    openApiConnectionWebhook(find, keep),
    serviceProvider(find, keep),
    azureFunction(find),
    invokeFunction(find),
    javaScriptCode(),
    ...foreignActions,
  ];
}
