// What starts a run by hand: the trigger's outputs, and the id by which the run is known.
import { contextScope, evaluate, ExpressionError } from '../expressions/index.js';
import { isObject, own, ownAnyCase, type Json } from '../json.js';
import type { TriggerRecord } from '../run/index.js';
import type { Workflow } from '../workflow/index.js';
import type { RunOptions } from './options.js';

/** The trigger of a run: its name, and what it gives. */
export function triggerOf({ triggers }: Workflow, { trigger }: RunOptions): TriggerRecord {
  const body = trigger?.body === undefined ? {} : { body: trigger.body };
  return { name: triggers[0]?.name ?? 'manual', outputs: { headers: trigger?.headers ?? {}, ...body } };
}

/** The id by which the run is known: what the trigger's correlation says, or the header that a caller gave. */
export function trackingId({ triggers }: Workflow, trigger: TriggerRecord): { readonly clientTrackingId?: string } {
  const correlation = triggers[0] && ownAnyCase(triggers[0].source, 'correlation');
  const template = isObject(correlation) ? ownAnyCase(correlation, 'clientTrackingId') : undefined;
  const headers = isObject(trigger.outputs) ? own(trigger.outputs, 'headers') : undefined;
  const given = isObject(headers) ? ownAnyCase(headers, 'x-ms-client-tracking-id') : undefined;
  const id = template === undefined ? given : evaluated(template, trigger);
  return typeof id === 'string' && id !== '' ? { clientTrackingId: id } : {};
}

function evaluated(template: Json, trigger: TriggerRecord): Json | undefined {
  try {
    return evaluate(template, contextScope({ trigger: { ...trigger } }));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return undefined; // a run without the id is worth more than none
  }
}
