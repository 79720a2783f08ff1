// Webhook actions of connectors whose answers are made up: nobody would ever call them, so they are answered at once.
import { namedOperation } from '../actions/index.js';
import { connectionName, type Connector, type Made } from '../connectors/index.js';
import { notificationFrom } from '../mocks/index.js';
import { webhookTypes } from '../run/index.js';
import { actionsOf, type LeafNode, type Problem, type Workflow } from '../workflow/index.js';

/** Finds a connection by its name, in any case. */
type Find = (name: string) => Made | undefined;

/** An operation as connectors have it. */
export type Operation = Connector['operations'][number];

/** The webhook actions that are answered by a made-up notification. */
export function answeredByMadeUp(workflow: Workflow, find: Find): readonly LeafNode[] {
  return [...actionsOf(workflow)].flatMap((node) => {
    if (node.control !== 'leaf' || !webhookTypes.includes(node.type)) return [];
    return find(connectionName(node.inputs) ?? '')?.origin === 'made-up answers' ? [node] : [];
  });
}

/** What is said of those whose swagger does not tell what it calls back with. */
export function unknownNotifications(nodes: readonly LeafNode[], find: Find): readonly Problem[] {
  return nodes.flatMap((node) => {
    const connector = find(connectionName(node.inputs) ?? '')?.connector;
    const operation = connector && namedOperation(node.inputs, connector);
    const message = operation && unknownNotification(operation);
    if (message === undefined) return [];
    return [
      {
        severity: 'warning',
        code: 'UnknownNotification',
        message,
        advice: 'Give the action a mock where another answer is wanted.',
        pointer: `${node.pointer}/inputs`,
      } as const,
    ];
  });
}

/** What is said of an operation whose swagger does not tell what it calls back with. */
export function unknownNotification(operation: Operation): string | undefined {
  const from = notificationFrom(operation);
  if (from === 'notification') return undefined;
  const instead = from === 'response' ? 'what it answers' : 'an empty object';
  const what = `what '${operation.id}' calls back with (x-ms-notification-content)`;
  return `The swagger does not say ${what}: ${instead} stands in for it.`;
}
