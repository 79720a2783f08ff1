// Changes of the values that inputs may have, against the version that is published: of parameters and of properties of bodies.
import { equal, isArray, own } from '../../json.js';
import type { Connector } from '../connector.js';
import type { Parameter } from '../document.js';
import { listIn } from '../json.js';
import type { Rule } from '../rule.js';
import { inputPairs, nameOf, parameterPairs, type PropertyPair } from './pairs.js';

/** What may change in defaults, choices and limits. */
export const valueChangeRules: readonly Rule[] = [
  {
    name: 'InputDefaultRemoved',
    severity: 'error',
    message: "'{1}', which the operation '{0}' requires, had a default and has none now.",
    checks: 'What an operation requires, parameter or property of a body, has a default where it had one.',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old?.required || !now?.required || own(old.schema, 'default') === undefined) continue;
        if (own(now.schema, 'default') === undefined)
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },
  {
    name: 'InputChoiceRemoved',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, can no longer be {2}.",
    checks: 'Every value of an `enum` of a parameter or a property of a body is still there.',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old || !now || !isArray(own(now.schema, 'enum'))) continue;
        const gone = listIn(old.schema, 'enum').find(
          (value) => !listIn(now.schema, 'enum').some((one) => equal(one, value)),
        );
        if (gone !== undefined)
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body'), JSON.stringify(gone)] };
      }
    },
  },
  {
    name: 'InputChoicesAdded',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, could be anything and has a list of choices now.",
    checks:
      'A parameter or a property of a body has an `enum` only where it had one. (The platform asks for that, too.)',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old || !now || own(old.schema, 'enum') !== undefined || !isArray(own(now.schema, 'enum'))) continue;
        yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },
];

/** Parameters and properties of bodies. */
function inputsOf(connector: Connector): readonly PropertyPair[] {
  const property = (one: Parameter | undefined) =>
    one && { schema: one.source, required: own(one.source, 'required') === true, pointer: one.pointer };
  const parameters = parameterPairs(connector).map(({ operation, name, old, now }) => ({
    operation,
    path: name,
    old: property(old),
    now: property(now),
  }));
  return [...parameters, ...inputPairs(connector)];
}
