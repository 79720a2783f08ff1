import type { Planned } from './plan.js';
import type { Settlement } from './settlement.js';

// Why an action did not run, with the codes and words of the service (measured in Power Automate).

/** A predecessor ended in a status that runAfter does not name. */
export function conditionFailed(
  action: string,
  predecessor: string,
  expected: readonly string[],
  actual: string,
): Settlement {
  return skipped(
    'ActionConditionFailed',
    `The execution of template action '${action}' is skipped: the 'runAfter' condition for action '${predecessor}' is not satisfied. Expected status values '${expected.join(', ')}' and actual value '${actual}'.`,
  );
}

/** The action stands in the branch that was not taken. */
export function branchNotTaken(action: string): Settlement {
  return skipped(
    'ActionBranchingConditionNotSatisfied',
    `The execution of template action '${action}' skipped: the branching condition for this action is not satisfied.`,
  );
}

/** The container around the action was itself skipped, or failed before it began. */
export function dependencyFailed(action: string, container: Planned, status: string, code: string): Settlement {
  return skipped(
    'ActionDependencyFailed',
    `The execution of template action '${action}' is skipped: dependant action '${container.node.name}' completed with status '${status}' and code '${code}'.`,
  );
}

/** A Terminate action, or a cancellation, ended the run first. */
export function terminated(action: string): Settlement {
  return skipped(
    'Terminated',
    `The execution of template action '${action}' is skipped: the workflow run was terminated.`,
  );
}

/** Nobody waits for a second Response. */
export function notWaiting(action: string): Settlement {
  return skipped(
    'ActionResponseSkipped',
    `The execution of template action '${action}' is skipped: the client application is not waiting for a response from service.`,
  );
}

function skipped(errorCode: string, message: string): Settlement {
  return { status: 'Skipped', code: 'ActionSkipped', error: { code: errorCode, message } };
}
