// The Workflow action: which workflow it starts, and with what.
import { stringOf } from '../expressions/index.js';
import { isObject, ownAnyCase, type Json } from '../json.js';
import type { ChildTrigger } from './ports.js';

/** The workflow that a Workflow action names, and what its trigger gets. */
export function childOf(inputs: Json): { readonly workflow: string; readonly trigger: ChildTrigger } {
  const headers = part(inputs, 'headers');
  const entries = isObject(headers) ? Object.entries(headers) : [];
  const body = part(inputs, 'body');
  return {
    workflow: workflowName(inputs) ?? '',
    trigger: {
      headers: Object.fromEntries(entries.map(([name, value]) => [name, stringOf(value)])),
      ...(body !== undefined && { body }),
    },
  };
}

/**
 * The name or id of the workflow in a Workflow action's inputs: `host.workflow.id` (a name, or an Azure resource id, whose
 * last part is one), `host.workflowReferenceName` in Power Automate. Of inputs that are not evaluated yet, an expression.
 */
export function workflowName(inputs: Json): string | undefined {
  const host = part(inputs, 'host');
  const workflow = part(host, 'workflow');
  const name = part(workflow, 'id') ?? part(workflow, 'name') ?? part(host, 'workflowReferenceName');
  if (typeof name !== 'string') return undefined;
  return /^@(?!\{)/.test(name) ? name : name.split('/').at(-1);
}

function part(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) ? ownAnyCase(value, name) : undefined;
}
