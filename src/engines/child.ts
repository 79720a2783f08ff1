// What a child workflow's end means for the action that started it (measured in Power Automate).
import type { Outcome, Response } from '../run/index.js';
import { isPassing, statusName } from '../status-name.js';

/** The answer of a child that has responded, or the gateway's where it ended without one. */
export function childOutcome(response: Response | undefined): Outcome {
  if (!response) return noResponse;
  const { statusCode, headers, body } = response;
  return {
    status: statusCode < 400 ? 'Succeeded' : 'Failed',
    code: statusName(statusCode),
    outputs: { statusCode, headers, ...(body !== undefined && { body }) },
    ...(isPassing(statusCode) && { retry: {} }),
  };
}

const noResponse: Outcome = {
  status: 'Failed',
  code: 'BadGateway',
  outputs: {
    statusCode: 502,
    headers: {},
    body: {
      error: { code: 'NoResponse', message: 'The server did not receive a response from an upstream server.' },
    },
  },
  retry: {},
};

/** A child that is not there. */
export function noSuchWorkflow(name: string): Outcome {
  const message = `There is no workflow '${name}' to start. It is looked for beside the workflow that names it: ${name}.yaml, ${name}.json or ${name}/workflow.json. Or give the action a mock.`;
  return { status: 'Failed', code: 'WorkflowNotFound', error: { code: 'WorkflowNotFound', message } };
}

/** A chain of children without an end. */
export function tooDeep(most: number): Outcome {
  const message = `Workflows start one another more than ${most} deep.`;
  return { status: 'Failed', code: 'BadRequest', error: { code: 'NestedWorkflowsTooDeep', message } };
}
