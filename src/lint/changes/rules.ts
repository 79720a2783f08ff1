// Changes against the version that is published: what breaks flows that were built on it. Additions that are optional are
// welcome. (Documented: such a change needs a new revision of the operation, and the old one is kept, deprecated.)
import { own } from '../../json.js';
import { below, objectIn, objectsOf, textIn } from '../json.js';
import { isInternal } from '../reach.js';
import type { Rule } from '../rule.js';
import { operationPairs, parameterPairs, typeOfParameter } from './pairs.js';
import { propertyRules } from './property-rules.js';

export const changeRules: readonly Rule[] = [
  {
    name: 'OperationRemoved',
    severity: 'error',
    message: "The operation '{0}' was removed.",
    checks: 'Every operation of the published version is still there, by its `operationId`.',
    *check({ document, against }) {
      for (const { id, method, path } of against?.operations ?? []) {
        if (id === '' || document.operation(id)) continue;
        const renamed = document.operations.find((one) => one.method === method && shape(one.path) === shape(path));
        if (!renamed) yield { pointer: '/paths', at: 'key', values: [id] };
        else yield { pointer: below(renamed.pointer, 'operationId'), values: [id], advice: `Call it '${id}' again.` };
      }
    },
  },
  {
    name: 'OperationMoved',
    severity: 'error',
    message: "The operation '{0}' was '{1}' and is '{2}'.",
    checks: 'An operation has the method and path that it had. Names of variables in a path count as inputs only.',
    *check(connector) {
      for (const { old, now } of operationPairs(connector)) {
        const [before, after] = [old, now].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
        const isSame = old.method === now.method && shape(old.path) === shape(now.path);
        if (!isSame) yield { pointer: now.pointer, at: 'key', values: [now.id, before ?? '', after ?? ''] };
      }
    },
  },
  {
    name: 'OperationHidden',
    severity: 'warning',
    message: "The operation '{0}' is internal now: makers no longer find it.",
    checks: 'An operation that makers could see is not internal now.',
    *check(connector) {
      for (const { old, now } of operationPairs(connector)) {
        if (!isInternal(old.source) && isInternal(now.source))
          yield { pointer: below(now.pointer, 'x-ms-visibility'), values: [now.id] };
      }
    },
  },
  {
    name: 'TriggerChanged',
    severity: 'error',
    message: "The operation '{0}' was {1} and is {2}.",
    checks: 'An action stays an action, and a trigger the kind of trigger that it was.',
    *check(connector) {
      const kindOf = (source: Parameters<typeof textIn>[0]) =>
        ({ single: 'a webhook trigger', batch: 'a polling trigger' })[textIn(source, 'x-ms-trigger') ?? ''] ??
        'an action';
      for (const { old, now } of operationPairs(connector)) {
        const [before, after] = [kindOf(old.source), kindOf(now.source)];
        if (before !== after) yield { pointer: now.pointer, at: 'key', values: [now.id, before, after] };
      }
    },
  },
  {
    name: 'AuthenticationChanged',
    severity: 'error',
    message: "The authentication '{0}' was '{1}' and is '{2}'.",
    checks: 'The types of the security definitions are the same: connections that people have made go on working.',
    *check({ document, against }) {
      const typesOf = (root: typeof document.root) =>
        objectsOf(objectIn(root, 'securityDefinitions')).map(([, scheme]) => textIn(scheme, 'type') ?? '');
      if (!against) return;
      const [before, after] = [
        typesOf(against.root).toSorted().join(', '),
        typesOf(document.root).toSorted().join(', '),
      ];
      const [name = ''] = Object.keys(objectIn(document.root, 'securityDefinitions'));
      if (before !== after)
        yield { pointer: '/securityDefinitions', at: 'key', values: [name, before || 'none', after || 'none'] };
    },
  },

  {
    name: 'ParameterRemoved',
    severity: 'error',
    message: "The operation '{0}' no longer has the parameter '{1}'.",
    checks: 'Every parameter of an operation is still there, by its name.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (old && !now) yield { pointer: operation.pointer, at: 'key', values: [operation.id, name] };
      }
    },
  },
  {
    name: 'ParameterAddedRequired',
    severity: 'error',
    message: "The operation '{0}' has a new parameter '{1}' that is required, which flows do not give.",
    checks: 'A new parameter is optional, or has a default.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (!old && now && isDemanded(now.source)) yield { pointer: now.pointer, values: [operation.id, name] };
      }
    },
  },
  {
    name: 'ParameterMadeRequired',
    severity: 'error',
    message: "The parameter '{1}' of the operation '{0}' was optional and is required.",
    checks: 'A parameter that was optional is optional, or has a default.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (old && own(old.source, 'required') !== true && now && isDemanded(now.source)) {
          yield { pointer: now.pointer, values: [operation.id, name] };
        }
      }
    },
  },
  {
    name: 'ParameterMoved',
    severity: 'error',
    message: "The parameter '{1}' of the operation '{0}' was in '{2}' and is in '{3}'.",
    checks: 'A parameter is in the path, the query, a header or the form, where it was.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (old && now && old.in !== now.in)
          yield { pointer: now.pointer, values: [operation.id, name, old.in, now.in] };
      }
    },
  },
  {
    name: 'ParameterTypeChanged',
    severity: 'error',
    message: "The parameter '{1}' of the operation '{0}' was of type {2} and is of type {3}.",
    checks:
      'A parameter has the type that it had, in a list its items, too, and the format where that changes the value: `byte`, `binary`, dates.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (!old || !now) continue;
        const before = typeOfParameter(connector.against?.root ?? {}, old.source);
        const after = typeOfParameter(connector.document.root, now.source);
        if (before !== after) yield { pointer: now.pointer, values: [operation.id, name, before, after] };
      }
    },
  },
  {
    name: 'ParameterHidden',
    severity: 'warning',
    message: "The parameter '{1}' of the operation '{0}' is internal now: makers can no longer change it.",
    checks: 'A parameter that makers could see is not internal now.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (old && now && !isInternal(old.source) && isInternal(now.source))
          yield { pointer: now.pointer, values: [operation.id, name] };
      }
    },
  },
  ...propertyRules,
];

/** A path without the names of its variables. */
function shape(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}');
}

/** Whether a flow has to give it: designers fill in a default where it is required and was not there before. */
function isDemanded(source: Parameters<typeof textIn>[0]): boolean {
  return own(source, 'required') === true && own(source, 'default') === undefined;
}
