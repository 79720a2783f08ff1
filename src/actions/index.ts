// The actions that touch the world, one file a type; this list is what a local engine can do.
import type { Send } from '../http/index.js';
import type { Action } from '../run/index.js';
import { apiConnection, openApiConnection, type FindConnection, type KeepSecret } from './connector.js';
import { httpAction } from './http.js';
import { apiConnectionWebhook, openApiConnectionWebhook } from './webhook.js';

export { secretsInInputs } from './authentication.js';
export type { Bound, FindConnection } from './connector.js';
export { codeOf } from './outcome.js';

export function actions(send: Send, find: FindConnection, keep: KeepSecret): readonly Action[] {
  return [
    httpAction(send, keep),
    apiConnection(find, keep),
    openApiConnection(find, keep),
    apiConnectionWebhook(find, keep),
    openApiConnectionWebhook(find, keep),
  ];
}
