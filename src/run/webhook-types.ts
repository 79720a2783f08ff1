import type { ActionNode } from '../workflow/index.js';
import { isMocked } from './mocked.js';
import type { State } from './state.js';

/** The action types that subscribe and wait to be called back. */
export const webhookTypes: readonly string[] = ['HttpWebhook', 'ApiConnectionWebhook', 'OpenApiConnectionWebhook'];

/** Whether an action waits to be called: a mocked one is a step like any other, and does not. */
export function waitsForCall({ name, type }: ActionNode, { start }: State): boolean {
  return webhookTypes.includes(type) && !isMocked(name, start);
}
