import { workflowName } from '../run/index.js';
import { isTemplate, type ActionNode } from '../workflow/index.js';

/** The workflow that an action starts, by its name, as far as that can be known before the action runs. */
export function childName(node: ActionNode): string | undefined {
  if (node.control !== 'leaf' || node.type !== 'Workflow') return undefined;
  const name = workflowName(node.inputs);
  return isTemplate(name) ? undefined : name;
}
