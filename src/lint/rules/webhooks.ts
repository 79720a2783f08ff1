// Triggers that a service calls: where the address of the call stands, and what the call brings.
import { own } from '../../json.js';
import type { Connector } from '../connector.js';
import type { Document, Operation } from '../document.js';
import { below, objectIn, textIn } from '../json.js';
import { bodyOf, isInternal, isOutputOnly, reached } from '../reach.js';
import type { Rule } from '../rule.js';
import { chainsTo, isNotificationUrl } from '../notification-url.js';

export const webhookRules: readonly Rule[] = [
  {
    name: 'NotificationUrlNotAllowedInThisPosition',
    severity: 'error',
    message: 'The notification URL property is not allowed in this position. It is allowed only in input body.',
    checks: '`x-ms-notification-url` stands in a body, or in a definition that a body uses or nobody does.',
    *check({ document }) {
      for (const { schema, pointer, role } of document.sites) {
        if (!isNotificationUrl(schema) || role === 'body') continue;
        if (role === 'definition' && !isOutputOnly(document, schema)) continue;
        yield { pointer: below(pointer, 'x-ms-notification-url'), at: 'key' };
      }
    },
  },
  {
    name: 'NotificationUrlNotString',
    severity: 'error',
    message: 'The notification URL property must be of type string.',
    checks: 'What has `x-ms-notification-url` is of type `string`.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        if (isNotificationUrl(schema) && textIn(schema, 'type') !== 'string') yield { pointer };
      }
    },
  },
  {
    name: 'NotificationUrlNotInternal',
    severity: 'error',
    message: 'The notification URL property itself or at least one of its parents must be internal.',
    checks: 'What has `x-ms-notification-url`, or something that it is part of up to the body, is `internal`.',
    *check(connector) {
      for (const { operation, chain } of chains(connector)) {
        const body = operation.parameters.find((parameter) => parameter.in === 'body');
        const hidden = chain.some(({ schema }) => isInternal(schema)) || (body && isInternal(body.source));
        if (!hidden) yield { pointer: operation.pointer, at: 'key' };
      }
    },
  },
  {
    name: 'NotificationUrlNotRequired',
    severity: 'error',
    message: 'The notification URL property must be required all the way through the schema chain.',
    checks:
      'What has `x-ms-notification-url` is required, and so is everything in the schema that it is part of. (Bodies as a whole are optional in many published connectors.)',
    *check(connector) {
      for (const { operation, chain } of chains(connector)) {
        if (!chain.every(({ required }) => required)) yield { pointer: operation.pointer, at: 'key' };
      }
    },
  },
  {
    name: 'WebhookOperationsMissingNotificationUrlProperty',
    severity: 'error',
    message: "The webhook operation '{0}' is missing notification URL property.",
    checks:
      'A trigger that is called (`x-ms-trigger: single`) has a property with `x-ms-notification-url` in its body.',
    *check({ document }) {
      for (const operation of document.operations) {
        if (textIn(operation.source, 'x-ms-trigger') !== 'single' || operation.method === 'get') continue;
        if (urlsIn(document, operation) === 0) yield { pointer: operation.pointer, at: 'key', values: [operation.id] };
      }
    },
  },
  {
    name: 'OperationMustHaveNotificationContentExtension',
    severity: 'error',
    message:
      "The operation '{0}' is missing notification content extension as it has '{1}' properties marked as notification URL.",
    checks: 'Beside an operation whose body has an `x-ms-notification-url` stands `x-ms-notification-content`.',
    *check({ document }) {
      for (const operation of document.operations) {
        const urls = urlsIn(document, operation);
        const content =
          own(operation.item, 'x-ms-notification-content') ?? own(operation.source, 'x-ms-notification-content');
        if (urls > 0 && content === undefined)
          yield { pointer: operation.pointer, at: 'key', values: [operation.id, urls] };
      }
    },
  },
  {
    name: 'NotificationExtensionSupportedForTriggerOnly',
    severity: 'error',
    message: "The 'x-ms-notification' is supported for trigger operations only.",
    checks: 'Only an operation with `x-ms-trigger` has `x-ms-notification`.',
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        if (own(source, 'x-ms-notification') === undefined || own(source, 'x-ms-trigger') !== undefined) continue;
        yield { pointer: below(pointer, 'x-ms-notification'), at: 'key' };
      }
    },
  },
  {
    name: 'NotificationExtensionNotSupportedInWebhookOperation',
    severity: 'error',
    message: "The 'x-ms-notification' extension must not be defined in a webhook operation.",
    checks: 'An operation whose body has an `x-ms-notification-url` has no `x-ms-notification`.',
    *check({ document }) {
      for (const operation of document.operations) {
        if (own(operation.source, 'x-ms-notification') === undefined || urlsIn(document, operation) === 0) continue;
        yield { pointer: below(operation.pointer, 'x-ms-notification'), at: 'key' };
      }
    },
  },
  {
    name: 'NotificationOperationMustBeWebhook',
    severity: 'error',
    message: "The 'operationId' property in 'x-ms-notification' extension must be for a webhook operation.",
    checks: '`x-ms-notification` names an operation whose body has an `x-ms-notification-url`.',
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        const target = document.operation(textIn(objectIn(source, 'x-ms-notification'), 'operationId') ?? '');
        if (target && urlsIn(document, target) === 0)
          yield { pointer: below(pointer, 'x-ms-notification', 'operationId') };
      }
    },
  },
];

function urlsIn(document: Document, operation: Operation): number {
  const body = bodyOf(operation);
  return body ? [...reached(document.root, [body])].filter(isNotificationUrl).length : 0;
}

function chains({ document }: Connector) {
  return document.operations.flatMap((operation) => {
    const body = bodyOf(operation);
    return body ? chainsTo(document.root, body).map((chain) => ({ operation, chain })) : [];
  });
}
