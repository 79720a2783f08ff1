import type { Json, JsonObject } from '../json.js';

/**
 * What an expression can see while it is evaluated: the port through which the run (or a test) answers the workflow
 * functions. Names arrive as written; an implementation resolves them in any case. `undefined` means "no such thing",
 * which the functions turn into the service's error; a thing that exists without a value is `null`.
 */
export interface Scope {
  /** Which platform's reading applies: Power Automate alone splits `?['body/value']` into a path. */
  readonly dialect: Dialect;
  parameter(name: string): Json | undefined;
  variable(name: string): Json | undefined;
  /** The record that `actions()` gives: name, status, code, inputs, outputs, error, startTime, endTime, trackingId. */
  action(name: string): JsonObject | undefined;
  /** The record of the action whose own templates are being evaluated, for `action()`. */
  currentAction(): JsonObject | undefined;
  /** The record that `trigger()` gives: name, status, inputs, outputs, startTime, endTime. */
  trigger(): JsonObject | undefined;
  /** The records of the first-level children of a scope or loop, for `result()`. */
  result(name: string): readonly Json[] | undefined;
  /** The item of the innermost Foreach, Select or Query. */
  item(): Json | undefined;
  /** The item of the named Foreach that encloses the action. */
  items(loop: string): Json | undefined;
  /** The zero-based iteration of the named Until that encloses the action. */
  iterationIndex(loop: string): number | undefined;
  workflow(): JsonObject;
  appSetting(name: string): string | undefined;
  /** The callback URL of the trigger or webhook action being evaluated, for `listCallbackUrl()`. */
  callbackUrl(): string | undefined;
  /** The instant of the outcome being handled, UTC, ISO 8601 (invariant 2: never the clock). */
  now(): string;
  /** A number in [0, 1), derived from the run's seed (invariant 2: never chance). */
  random(): number;
}

export type Dialect = 'logic-apps' | 'power-automate';
