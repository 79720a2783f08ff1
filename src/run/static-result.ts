import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';
import { statusName } from '../status-name.js';
import type { LeafNode, Workflow } from '../workflow/index.js';
import type { ActionStatus } from './event.js';
import type { Settlement } from './settlement.js';

/**
 * What an action ends in without doing anything: the static result that the definition keeps for it and that is switched on
 * (`runtimeConfiguration.staticResult`).
 */
export function staticResult(node: LeafNode, { staticResults }: Workflow): Settlement | undefined {
  const chosen = ownAnyCase(node.runtimeConfiguration, 'staticResult');
  if (!isObject(chosen) || text(chosen, 'staticResultOptions')?.toLowerCase() !== 'enabled') return undefined;
  const result = ownAnyCase(staticResults, text(chosen, 'name') ?? '');
  return isObject(result) ? settlementOf(result) : undefined;
}

function settlementOf(result: JsonObject): Settlement {
  const given = ownAnyCase(result, 'outputs');
  const outputs = isObject(given) ? withStatusCode(given) : given;
  const status = statusOf(text(result, 'status'));
  const error = ownAnyCase(result, 'error');
  const [code, message] = ['code', 'message'].map((name) => (isObject(error) ? text(error, name) : undefined));
  return {
    status,
    code: text(result, 'code') ?? (status === 'Succeeded' ? 'OK' : (code ?? `Action${status}`)),
    ...(outputs !== undefined && { outputs }),
    ...(isObject(error) && { error: { code: code ?? '', message: message ?? '' } }),
  };
}

/** The designer writes a status as text, a number or .NET's name of it; an answer has a number. */
function withStatusCode(outputs: JsonObject): JsonObject {
  const status = ownAnyCase(outputs, 'statusCode');
  if (typeof status !== 'string') return outputs;
  const folded = status.toLowerCase();
  const named = /^\d+$/.test(status) ? Number(status) : codes.find((code) => statusName(code).toLowerCase() === folded);
  return named === undefined ? outputs : { ...outputs, statusCode: named };
}

const codes = Array.from({ length: 500 }, (_, at) => 100 + at);

function statusOf(status: string | undefined): ActionStatus {
  const known: readonly ActionStatus[] = ['Succeeded', 'Failed', 'TimedOut', 'Skipped', 'Cancelled'];
  return known.find((each) => each.toLowerCase() === status?.toLowerCase()) ?? 'Succeeded';
}

function text(value: JsonObject, name: string): string | undefined {
  const found: Json | undefined = ownAnyCase(value, name);
  return typeof found === 'string' ? found : undefined;
}
