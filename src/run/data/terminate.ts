import { isObject, ownAnyCase, type Json } from '../../json.js';
import { stringOf } from '../../expressions/index.js';
import type { RunStatus } from '../event.js';
import type { ActionError } from '../ports.js';
import { invalidInputs, succeeded } from '../settlement.js';
import type { Inline } from './inline.js';

/** Terminate: ends the run with a status of its own; the action itself has succeeded. */
export const terminate: Inline = (inputs, x, machine) => {
  const status = isObject(inputs) ? runStatus(ownAnyCase(inputs, 'runStatus')) : undefined;
  if (!isObject(inputs) || !status)
    return invalidInputs(x, "The 'runStatus' must be 'Succeeded', 'Failed' or 'Cancelled'.");
  machine.write(x, { ...succeeded, inputs });
  machine.stop(status, status === 'Failed' ? runError(ownAnyCase(inputs, 'runError')) : undefined);
  return undefined;
};

function runStatus(value: Json | undefined): RunStatus | undefined {
  const known: readonly RunStatus[] = ['Succeeded', 'Failed', 'Cancelled'];
  return known.find((status) => typeof value === 'string' && status.toLowerCase() === value.toLowerCase());
}

function runError(value: Json | undefined): ActionError {
  const part = (name: string) => (isObject(value) ? (ownAnyCase(value, name) ?? null) : null);
  return { code: stringOf(part('code')) || 'Terminated', message: stringOf(part('message')) };
}
