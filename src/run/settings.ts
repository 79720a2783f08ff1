import { isObject, ownAnyCase } from '../json.js';
import type { ActionNode } from '../workflow/index.js';
import { count } from './duration.js';
import type { StepSettings } from './ports.js';

/** How a definition wants an action carried out: its operation options and runtime configuration, as steps need them. */
export function settingsOf(node: ActionNode): StepSettings {
  const pagination = ownAnyCase(node.runtimeConfiguration, 'paginationPolicy');
  const minimum = isObject(pagination) ? count(ownAnyCase(pagination, 'minimumItemCount')) : undefined;
  return {
    asyncPattern: !hasOption(node, 'DisableAsyncPattern'),
    workflowHeaders: !hasOption(node, 'SuppressWorkflowHeaders'),
    ...(minimum !== undefined && { minimumItemCount: minimum }),
    ...(node.control === 'leaf' && node.kind !== undefined && { kind: node.kind }),
  };
}

/** Whether an action has an option, in any case. */
export function hasOption({ operationOptions }: ActionNode, option: string): boolean {
  return operationOptions.some((each) => each.toLowerCase() === option.toLowerCase());
}
