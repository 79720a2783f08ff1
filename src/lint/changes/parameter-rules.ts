// Changes of parameters against the version that is published: those in the path, the query, a header or the form.
import { own, type JsonObject } from '../../json.js';
import type { Connector } from '../connector.js';
import type { Operation, Parameter } from '../document.js';
import { textIn } from '../json.js';
import { isInternal } from '../reach.js';
import type { Rule } from '../rule.js';
import { anotherRevision, optional } from './advice.js';
import { parameterPairs, typeOfParameter, type ParameterPair } from './pairs.js';

/** What may change in parameters. */
export const parameterChangeRules: readonly Rule[] = [
  {
    name: 'ParameterRemoved',
    severity: 'error',
    message: "The operation '{0}' no longer has the parameter '{1}'.",
    advice: anotherRevision,
    checks: 'Every parameter of an operation is still there, by its name.',
    *check(connector) {
      const pairs = parameterPairs(connector);
      for (const { operation, name, old, now } of pairs) {
        if (!old || now) continue;
        const [come, values] = [renamedTo(connector, pairs, operation), [operation.id, name]];
        if (!come) yield { pointer: operation.pointer, at: 'key', values };
        else
          yield {
            pointer: come.pointer,
            values,
            advice: `If '${come.name}' is its new name, call it '${name}' again.`,
          };
      }
    },
  },
  {
    name: 'ParameterAddedRequired',
    severity: 'error',
    message: "The operation '{0}' has a new parameter '{1}' that is required, which flows do not give.",
    advice: optional,
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
    advice: optional,
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
    advice: anotherRevision,
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
    advice: anotherRevision,
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
    advice: "Take 'internal' away.",
    checks: 'A parameter that makers could see is not internal now.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (old && now && !isInternal(old.source) && isInternal(now.source))
          yield { pointer: now.pointer, values: [operation.id, name] };
      }
    },
  },
  {
    name: 'ParameterEncodingChanged',
    severity: 'error',
    message:
      "The parameter '{1}' of the operation '{0}' was percent-encoded {2} and is {3}: values with special characters arrive as others.",
    advice: "Set 'x-ms-url-encoding' to what it was.",
    checks: 'A parameter is percent-encoded as often as it was: `x-ms-url-encoding` is `double` where it was.',
    *check(connector) {
      for (const { operation, name, old, now } of parameterPairs(connector)) {
        if (!old || !now) continue;
        const [before, after] = [encodingOf(old.source), encodingOf(now.source)];
        if (before !== after) yield { pointer: now.pointer, values: [operation.id, name, before, after] };
      }
    },
  },
];

/** The new name of the one parameter that is gone: the one that came is in the same place and of the same type. */
function renamedTo(
  { against, document }: Connector,
  pairs: readonly ParameterPair[],
  operation: Operation,
): Parameter | undefined {
  const its = pairs.filter((pair) => pair.operation === operation && !(pair.old && pair.now));
  const [gone, come] = [its.find(({ old }) => old)?.old, its.find(({ now }) => now)?.now];
  if (its.length !== 2 || !gone || !come || gone.in !== come.in) return undefined;
  const [before, after] = [
    typeOfParameter(against?.root ?? {}, gone.source),
    typeOfParameter(document.root, come.source),
  ];
  return before === after ? come : undefined;
}

function encodingOf(source: JsonObject): string {
  return textIn(source, 'x-ms-url-encoding') === 'double' ? 'twice' : 'once';
}

/** Whether a flow has to give it: designers fill in a default where it is required and was not there before. */
function isDemanded(source: JsonObject): boolean {
  return own(source, 'required') === true && own(source, 'default') === undefined;
}
