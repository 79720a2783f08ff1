/** A trigger type that Logic Apps or Power Automate knows (reference, section 4.2). */
export interface TriggerType {
  readonly type: string;
  readonly description: string;
  readonly kinds?: readonly string[];
}

/** All of them parse: until the hosts of triggers are here, a workflow is started by hand. */
export const triggerTypes: readonly TriggerType[] = [
  {
    type: 'Request',
    description: 'An HTTP request, a button, an app.',
    kinds: [
      'Http',
      'Button',
      'PowerApp',
      'PowerAppV2',
      'Agent',
      'ApiConnection',
      'Alert',
      'EventGrid',
      'Geofence',
      'SecurityCenterAlert',
      'Skills',
      'Teams',
      'TeamsMessage',
      'VirtualAgent',
    ],
  },
  { type: 'Manual', description: 'By hand.' },
  { type: 'Recurrence', description: 'On a schedule.' },
  { type: 'SlidingWindow', description: 'On a schedule, window by window; missed windows are made up for.' },
  { type: 'Http', description: 'Polls an HTTP address.' },
  { type: 'HttpWebhook', description: 'Subscribes to an HTTP service that calls back.' },
  { type: 'ApiConnection', description: 'Polls an operation of a managed connector.' },
  { type: 'ApiConnectionWebhook', description: 'Subscribes to an operation of a managed connector.' },
  { type: 'ApiConnectionNotification', description: 'Is notified by a managed connector.' },
  { type: 'OpenApiConnection', description: 'Polls an operation of a connector.' },
  { type: 'OpenApiConnectionWebhook', description: 'Subscribes to an operation of a connector.' },
  { type: 'OpenApiConnectionNotification', description: 'Is notified by a connector.' },
  { type: 'ServiceProvider', description: 'A built-in connector of Logic Apps Standard.' },
  { type: 'ApiManagement', description: 'Polls an operation behind Azure API Management.' },
  { type: 'ApiApp', description: 'Polls an API app.' },
  { type: 'Batch', description: 'Collects messages until a batch is full.' },
];

const byName = new Map(triggerTypes.map((type) => [type.type.toLowerCase(), type]));

/** The trigger type of a name in any case. */
export function triggerType(name: string): TriggerType | undefined {
  return byName.get(name.toLowerCase());
}
