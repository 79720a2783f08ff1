import { type Json, type JsonObject, keyAnyCase } from '../json.js';
import type { Dialect, Scope } from './scope.js';

/** Plain data that stands in for a run: what a test or `dryflow eval --context` hands to an expression. */
export interface Context {
  readonly dialect?: Dialect;
  readonly parameters?: JsonObject;
  readonly variables?: JsonObject;
  /** The trigger's record: `{ name, outputs: { headers, body } }`. */
  readonly trigger?: JsonObject;
  /** The records of actions by name: `{ status, inputs, outputs }`; `name` is added where it is missing. */
  readonly actions?: { readonly [name: string]: JsonObject };
  /** The name of the action whose record `action()` gives. */
  readonly currentAction?: string;
  /** What `result()` gives for a scope or a loop. */
  readonly results?: { readonly [scope: string]: readonly Json[] };
  readonly item?: Json;
  /** What `items()` gives for a loop. */
  readonly items?: JsonObject;
  readonly iterationIndexes?: { readonly [loop: string]: number };
  readonly workflow?: JsonObject;
  readonly appSettings?: { readonly [name: string]: string };
  readonly callbackUrl?: string;
  /** The instant that `utcNow()` gives, ISO 8601. The clock where it is missing. */
  readonly now?: string;
  /** A number in [0, 1), to make `rand()` and `guid()` repeatable. Chance where it is missing. */
  readonly random?: () => number;
}

/** A scope over plain data. */
export function contextScope(context: Context = {}): Scope {
  const action = (name: string): JsonObject | undefined => {
    const record = lookUp(context.actions, name);
    return record && { name, ...record };
  };
  const { currentAction, random = Math.random } = context;
  return {
    dialect: context.dialect ?? 'logic-apps',
    parameter: (name) => lookUp(context.parameters, name),
    variable: (name) => lookUp(context.variables, name),
    action,
    currentAction: () => (currentAction === undefined ? undefined : action(currentAction)),
    trigger: () => context.trigger,
    result: (name) => lookUp(context.results, name),
    item: () => context.item,
    items: (loop) => lookUp(context.items, loop),
    iterationIndex: (loop) => lookUp(context.iterationIndexes, loop),
    workflow: () => context.workflow ?? {},
    appSetting: (name) => lookUp(context.appSettings, name),
    callbackUrl: () => context.callbackUrl,
    now: () => context.now ?? new Date().toISOString(),
    random,
  };
}

function lookUp<Value extends Json>(
  object: { readonly [name: string]: Value } | undefined,
  name: string,
): Value | undefined {
  const key = object && keyAnyCase(object, name);
  return key === undefined ? undefined : object?.[key];
}
