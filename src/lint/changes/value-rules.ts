// Changes of the values that inputs may have, against the version that is published: of parameters and of properties of bodies.
import { equal, isArray, own, stringifyJson, type Json, type JsonObject } from '../../json.js';
import type { Connector } from '../connector.js';
import type { Parameter } from '../document.js';
import { listIn, numberIn } from '../json.js';
import { isInternal } from '../reach.js';
import type { Rule } from '../rule.js';
import { anotherRevision } from './advice.js';
import { inputPairs, nameOf, parameterPairs, type PropertyPair } from './pairs.js';

interface Limit {
  readonly keyword: string;
  readonly isNarrower: (old: JsonObject, now: JsonObject, keyword: string) => boolean;
}

const most: Limit['isNarrower'] = (old, now, keyword) =>
  (numberIn(now, keyword) ?? Infinity) < (numberIn(old, keyword) ?? Infinity);
/** A length or count that is at least 0 is no limit. */
const least: Limit['isNarrower'] = (old, now, keyword) => {
  const none = keyword === 'minimum' ? -Infinity : 0;
  return (numberIn(now, keyword) ?? none) > (numberIn(old, keyword) ?? none);
};
const stricter: Limit['isNarrower'] = (old, now, keyword) => own(now, keyword) === true && own(old, keyword) !== true;
const another: Limit['isNarrower'] = (old, now, keyword) => {
  const [before, after] = [own(old, keyword), own(now, keyword)];
  return after !== undefined && (before === undefined || !equal(before, after));
};

const limits: readonly Limit[] = [
  ...['maxLength', 'maximum', 'maxItems', 'maxProperties'].map((keyword) => ({ keyword, isNarrower: most })),
  ...['minLength', 'minimum', 'minItems', 'minProperties'].map((keyword) => ({ keyword, isNarrower: least })),
  ...['exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems'].map((keyword) => ({ keyword, isNarrower: stricter })),
  ...['multipleOf', 'pattern'].map((keyword) => ({ keyword, isNarrower: another })),
];

/** What may change in defaults, choices and limits. */
export const valueChangeRules: readonly Rule[] = [
  {
    name: 'InputDefaultRemoved',
    severity: 'error',
    message: "'{1}', which the operation '{0}' requires, had a default and has none now.",
    advice: 'Give it its default again.',
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
    name: 'InputDefaultChanged',
    severity: 'warning',
    message:
      "'{1}', which the operation '{0}' requires, had the default {2} and has {3}: flows that do not give it send the other value now.",
    advice: anotherRevision,
    checks:
      'What an operation requires, parameter or property of a body, has the default that it had. (Of what is optional a default is a suggestion, and is not sent.)',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old?.required || !now?.required) continue;
        const [before, after] = [own(old.schema, 'default'), own(now.schema, 'default')];
        if (before === undefined || after === undefined || equal(before, after)) continue;
        const values = [operation.id, nameOf(path, 'body'), stringifyJson(before), stringifyJson(after)];
        yield { pointer: now.pointer, values };
      }
    },
  },
  {
    name: 'InputDefaultNotSent',
    severity: 'warning',
    message:
      "'{1}', which is internal, was required by the operation '{0}' and is optional: its default is no longer sent.",
    advice: 'Let it be required.',
    checks: 'What is internal, required and has a default stays required: flows do not give it.',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old?.required || !now || now.required || own(old.schema, 'default') === undefined) continue;
        if (isInternal(old.schema)) yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body')] };
      }
    },
  },
  {
    name: 'InputLimitNarrowed',
    severity: 'warning',
    message: "'{1}', which the operation '{0}' takes, is held to more than before: {2}.",
    advice: anotherRevision,
    checks: `No limit of a parameter or a property of a body lets pass less than before: ${limits.map(({ keyword }) => `\`${keyword}\``).join(', ')}. Another \`pattern\` or \`multipleOf\` counts, too: whether it lets pass less is not looked at.`,
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old || !now) continue;
        for (const { keyword, isNarrower } of limits) {
          if (!isNarrower(old.schema, now.schema, keyword)) continue;
          const change = changeOf(own(old.schema, keyword), own(now.schema, keyword));
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body'), `'${keyword}' ${change}`] };
        }
      }
    },
  },
  {
    name: 'InputChoiceRemoved',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, can no longer be {2}.",
    advice: anotherRevision,
    checks: 'Every value of an `enum` of a parameter or a property of a body is still there.',
    *check(connector) {
      for (const { operation, path, old, now } of inputsOf(connector)) {
        if (!old || !now || !isArray(own(now.schema, 'enum'))) continue;
        const gone = listIn(old.schema, 'enum').find(
          (value) => !listIn(now.schema, 'enum').some((one) => equal(one, value)),
        );
        if (gone !== undefined)
          yield { pointer: now.pointer, values: [operation.id, nameOf(path, 'body'), stringifyJson(gone)] };
      }
    },
  },
  {
    name: 'InputChoicesAdded',
    severity: 'error',
    message: "'{1}', which the operation '{0}' takes, could be anything and has a list of choices now.",
    advice: anotherRevision,
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

function changeOf(before: Json | undefined, after: Json | undefined): string {
  const now = stringifyJson(after ?? null);
  return before === undefined ? `is ${now} now` : `was ${stringifyJson(before)} and is ${now}`;
}

/** Parameters and properties of bodies. */
function inputsOf(connector: Connector): readonly Omit<PropertyPair, 'place'>[] {
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
