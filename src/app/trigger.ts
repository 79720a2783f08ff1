// What starts a run by hand: the trigger's outputs, and the id by which the run is known.
import { contextScope, evaluate, ExpressionError, type Context } from '../expressions/index.js';
import { isObject, own, ownAnyCase, stringifyJson, type Json, type JsonObject } from '../json.js';
import type { TriggerRecord } from '../run/index.js';
import { actionsOf, type Workflow } from '../workflow/index.js';
import type { RunOptions } from './options.js';

/** The trigger of a run: its name, and what it gives: what is made up where it is, but for what the caller gives. */
export function triggerOf(
  workflow: Workflow,
  { trigger }: RunOptions,
  { inputs, outputs: madeUp }: Pick<TriggerRecord, 'inputs'> & { readonly outputs?: JsonObject },
): TriggerRecord {
  const body = trigger?.body === undefined ? {} : { body: trigger.body };
  const made = madeUp && ownAnyCase(madeUp, 'headers');
  const headers = { ...platformHeaders(workflow), ...(isObject(made) && made), ...trigger?.headers };
  const name = workflow.triggers[0]?.name ?? 'manual';
  const outputs = { ...madeUp, headers, ...body };
  return { name, ...(inputs !== undefined && { inputs }), outputs, ...(madeUp && { mocked: true }) };
}

/**
 * Older flows of Power Automate sign in with what the platform puts into a header of the trigger, as newer ones do with
 * `$authentication`. Here there is nothing to sign in with, but the expression must find its place.
 */
function platformHeaders(workflow: Workflow): JsonObject {
  const asks = [...actionsOf(workflow)].some(
    (node) => node.control === 'leaf' && stringifyJson(node.inputs).includes(tokensHeader),
  );
  return asks ? { [tokensHeader]: Buffer.from('{"$ConnectionKey":{}}').toString('base64') } : {};
}

const tokensHeader = 'X-MS-APIM-Tokens';

/** The id by which the run is known: what the trigger's correlation says, or the header that a caller gave. */
export function trackingId({ triggers }: Workflow, trigger: TriggerRecord): { readonly clientTrackingId?: string } {
  const correlation = triggers[0] && ownAnyCase(triggers[0].source, 'correlation');
  const template = isObject(correlation) ? ownAnyCase(correlation, 'clientTrackingId') : undefined;
  const headers = isObject(trigger.outputs) ? own(trigger.outputs, 'headers') : undefined;
  const given = isObject(headers) ? ownAnyCase(headers, 'x-ms-client-tracking-id') : undefined;
  const id = template === undefined ? given : evaluated(template, { trigger: { ...trigger } });
  return typeof id === 'string' && id !== '' ? { clientTrackingId: id } : {};
}

/** What a part of a trigger's definition gives; undefined where it cannot be evaluated: a run without it is worth more than none. */
export function evaluated(template: Json, context: Context): Json | undefined {
  try {
    return evaluate(template, contextScope(context));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined;
  }
}
