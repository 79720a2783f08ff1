// Changes of bodies and outputs against the version that is published.
import { own } from '../../json.js';
import { isClosed } from '../../swagger/index.js';
import type { Connector } from '../connector.js';
import { below } from '../json.js';
import { isInternal } from '../reach.js';
import type { Hit, Rule } from '../rule.js';
import { anotherRevision, optional } from './advice.js';
import { inputPairs, nameOf, operationPairs, outputPairs, typeOf, type PropertyPair } from './pairs.js';

/** What may change in bodies and outputs. */
export const propertyChangeRules: readonly Rule[] = [
  {
    name: 'InputPropertyRemoved',
    severity: 'error',
    message: "The operation '{0}' no longer takes '{1}'.",
    advice: anotherRevision,
    checks: 'Every property of a body is still there, and the body itself.',
    *check(connector) {
      for (const { operation, path, old, now, place } of inputPairs(connector)) {
        if (old && !now) yield { pointer: place, at: 'key', values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },
  {
    name: 'InputPropertyAddedRequired',
    severity: 'error',
    message: "The operation '{0}' takes a new '{1}' that is required, which flows do not give.",
    advice: optional,
    checks: 'A new property of a body is optional, or has a default; a new body is optional.',
    *check(connector) {
      for (const { operation, path, old, now } of inputPairs(connector)) {
        if (!old && now?.required && own(now.schema, 'default') === undefined) {
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
        }
      }
    },
  },
  {
    name: 'InputPropertyMadeRequired',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, was optional and is required.",
    advice: optional,
    checks: 'A property of a body that was optional is optional, or has a default.',
    *check(connector) {
      for (const { operation, path, old, now } of inputPairs(connector)) {
        if (old && !old.required && now?.required && own(now.schema, 'default') === undefined) {
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
        }
      }
    },
  },
  {
    name: 'InputPropertyHidden',
    severity: 'warning',
    message: "'{1}', which the operation '{0}' takes, is internal now: makers can no longer change it.",
    advice: "Take 'internal' away.",
    checks: 'A property of a body that makers could see is not internal now.',
    *check(connector) {
      for (const { operation, path, old, now } of inputPairs(connector)) {
        if (old && now && !isInternal(old.schema) && isInternal(now.schema))
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },
  {
    name: 'BodyRenamed',
    severity: 'error',
    message:
      "The body of the operation '{0}' was named '{1}' and is named '{2}': flows have their inputs by that name.",
    checks: 'A body has the name that it had. Flows of Power Automate keep its properties as `name/property`.',
    *check(connector) {
      for (const { old, now } of operationPairs(connector)) {
        const [before, after] = [old, now].map(({ parameters }) => parameters.find((one) => one.in === 'body'));
        if (before && after && before.name !== after.name)
          yield {
            pointer: below(after.pointer, 'name'),
            values: [now.id, before.name, after.name],
            advice: `Call it '${before.name}' again.`,
          };
      }
    },
  },
  {
    name: 'InputPropertyTypeChanged',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, was of type {2} and is of type {3}.",
    advice: anotherRevision,
    checks: 'A property of a body has the type that it had, and such a format.',
    check: (connector) => changedTypes(connector, inputPairs(connector), 'body'),
  },
  {
    name: 'InputClosed',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, could have any property and takes the listed ones only.",
    advice: "Set 'additionalProperties' to true.",
    checks:
      'An object in a body that may have properties which are not listed still may. (A flow that gives another one is refused: reported by users of the platform.)',
    *check(connector) {
      for (const { operation, path, old, now } of inputPairs(connector)) {
        if (!old || !now) continue;
        const [before, after] = [connector.against?.root ?? {}, connector.document.root];
        if (typeOf(before, old.schema) !== 'object' || typeOf(after, now.schema) !== 'object') continue;
        if (!isClosed(before, old.schema) && isClosed(after, now.schema))
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },

  {
    name: 'OutputPropertyRemoved',
    severity: 'error',
    message: "The operation '{0}' no longer gives '{1}'.",
    advice: anotherRevision,
    checks: 'Every property of an output is still there, and the output itself.',
    *check(connector) {
      for (const { operation, path, old, now, place } of outputPairs(connector)) {
        if (old && !now) yield { pointer: place, at: 'key', values: [operation.id, nameOf(path, 'output')] };
      }
    },
  },
  {
    name: 'OutputPropertyTypeChanged',
    severity: 'error',
    message: "'{1}', which the operation '{0}' gives, was of type {2} and is of type {3}.",
    advice: anotherRevision,
    checks: 'A property of an output has the type that it had, and such a format.',
    check: (connector) => changedTypes(connector, outputPairs(connector), 'output'),
  },
];

function* changedTypes(connector: Connector, pairs: readonly PropertyPair[], whole: string): Generator<Hit> {
  for (const { operation, path, old, now } of pairs) {
    if (!old || !now) continue;
    const before = typeOf(connector.against?.root ?? {}, old.schema);
    const after = typeOf(connector.document.root, now.schema);
    if (before !== after) yield { pointer: now.pointer, values: [operation.id, nameOf(path, whole), before, after] };
  }
}
