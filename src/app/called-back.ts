import { secretsInNotificationTo } from '../actions/index.js';
import type { Callee } from '../engines/index.js';
import { isObject, own } from '../json.js';
import type { Outcome } from '../run/index.js';
import { actionsOf } from '../workflow/index.js';
import type { RunParts } from './run.js';

/** Who is called back, told which values of the call are secret as the swagger of the action's connector has it. */
export function knowingSecrets(callee: Callee | undefined, parts: Pick<RunParts, 'workflows' | 'find'>) {
  return (
    callee && {
      ...callee,
      deliver: (path: string, outcome: Outcome) =>
        callee.deliver(path, { ...outcome, ...secretsOf(callee, path, outcome, parts) }),
    }
  );
}

function secretsOf(
  { start }: Callee,
  path: string,
  { outputs = null }: Outcome,
  { workflows, find }: Pick<RunParts, 'workflows' | 'find'>,
): Pick<Outcome, 'secrets'> {
  const name = path.split('/').at(-1); // `Each[3]/Hook` is one execution of Hook
  const nodes = workflows
    .filter((each) => each.workflow.name === start.workflow)
    .flatMap(({ workflow }) => [...actionsOf(workflow)]);
  const node = nodes.find((each) => each.name === name);
  const body = isObject(outputs) ? own(outputs, 'body') : undefined;
  if (node?.control !== 'leaf' || body === undefined) return {};
  const found = secretsInNotificationTo(node, find, body);
  return found.length === 0 ? {} : { secrets: found.map((pointer) => `/body${pointer}`) };
}
