import { ExpressionError, invalidTemplate } from '../expressions/index.js';
import { kindOf, type Json } from '../json.js';
import type { ActionStatus } from './event.js';
import type { Execution } from './execution.js';
import type { ActionError } from './ports.js';

/** How an action's execution ended, before it is written to its record. */
export interface Settlement {
  readonly status: ActionStatus;
  readonly code: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  readonly error?: ActionError;
  readonly secrets?: readonly string[];
}

// The service shows no code for what did no work of its own (scopes, variables, Terminate): it is NotSpecified inside and
// absent in actions() (measured in Power Automate).
export const succeeded: Settlement = { status: 'Succeeded', code: 'NotSpecified' };

export const actionFailed: Settlement = {
  status: 'Failed',
  code: 'ActionFailed',
  error: { code: 'ActionFailed', message: 'An action failed. No dependent actions succeeded.' },
};

export function failed(code: string, message: string, errorCode = code): Settlement {
  return { status: 'Failed', code, error: { code: errorCode, message } };
}

/** A failure of a template: InvalidTemplate with code BadRequest, and neither inputs nor outputs (measured in Power Automate). */
export function templateFailure(action: string, error: unknown): Settlement {
  if (!(error instanceof ExpressionError)) throw error;
  return failed('BadRequest', invalidTemplate(action, error), 'InvalidTemplate');
}

/** A condition that cannot be evaluated; the service words it otherwise than an action's inputs (measured in Power Automate). */
export function conditionFailure(action: string, error: unknown): Settlement {
  if (!(error instanceof ExpressionError)) throw error;
  const message = `Unable to process template language expressions for action '${action}' at line '0' and column '0': '${error.message}'.`;
  return failed('BadRequest', message, 'InvalidTemplate');
}

/** Inputs of the wrong shape, in the service's words. */
export function invalidInputs({ planned }: Execution, detail: string): Settlement {
  const { name, type } = planned.node;
  const message = `The 'inputs' of workflow run action '${name}' of type '${type}' at line '0' and column '0' is not valid. ${detail}`;
  return failed('BadRequest', message, 'WorkflowRunActionInputsInvalidProperty');
}

/** The type of a value as messages name it, for `is of type '…'`. */
export function typeName(value: Json | undefined): string {
  return value === undefined ? 'Null' : kindOf(value);
}
