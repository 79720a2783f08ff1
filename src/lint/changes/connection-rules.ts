// Changes of apiProperties.json against the version that is published: what breaks connections that people have made, and
// what policies no longer do.
import { deepEqual, isObject, own, type JsonObject } from '../../json.js';
import type { Connector } from '../connector.js';
import { below, listIn, objectIn, textIn } from '../json.js';
import { parametersOf, setsOf, type ConnectionParameter } from '../package/connection.js';
import type { Rule } from '../rule.js';

/** What may change in how a connection is made, and in the policies. */
export const connectionChangeRules: readonly Rule[] = [
  {
    name: 'ConnectionParameterRemoved',
    severity: 'error',
    message: "The connection parameter '{0}' was removed.",
    advice: 'Keep it: it may be optional.',
    checks: 'Every connection parameter of the published version is still there, in each set of parameters, too.',
    *check(connector) {
      for (const { name, old, now, place } of parameterPairs(connector)) {
        if (old && !now) yield { pointer: place, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ConnectionParameterRequired',
    severity: 'error',
    message: "The connection parameter '{0}' is required, and connections that people have made need not have it.",
    advice: 'Make it optional.',
    checks: 'No connection parameter is required that was optional or not there. One in a new set is welcome.',
    *check(connector) {
      for (const { name, old, now } of parameterPairs(connector)) {
        if (now && isRequired(now) && !(old && isRequired(old)))
          yield { pointer: now.pointer, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ConnectionParameterTypeChanged',
    severity: 'error',
    message: "The connection parameter '{0}' was of type {1} and is of type {2}: connections must be made anew.",
    advice: 'Keep it as it was: an update may not change how people sign in.',
    checks:
      'A connection parameter has the type that it had, and a sign-in its identity provider. (Documented: an update may not change how to sign in.)',
    *check(connector) {
      for (const { name, old, now } of parameterPairs(connector)) {
        const [before, after] = [old, now].map((one) => one && typeOf(one));
        if (before !== undefined && after !== undefined && before !== after)
          yield { pointer: now?.pointer ?? '', at: 'key', values: [name, before, after] };
      }
    },
  },
  {
    name: 'ParameterSetRemoved',
    severity: 'error',
    message: "There is no parameter set '{0}' any more: connections made with it are lost.",
    advice: 'Keep the set beside the new ones.',
    checks: 'Every set of connection parameters of the published version is still there, by its name.',
    *check({ properties, againstProperties }) {
      if (!properties || !againstProperties) return;
      const names = new Set(setsOf(properties).map(({ name }) => name.toLowerCase()));
      for (const { name } of setsOf(againstProperties)) {
        if (!names.has(name.toLowerCase()))
          yield { pointer: whereIs(properties, 'connectionParameterSets'), at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'PolicyChanged',
    severity: 'warning',
    message: "The policy {0} of the template '{1}' is {2}: requests and answers are no longer what they were.",
    advice: 'Publish it when flows get what they got before.',
    checks:
      'Every policy of the published version is still there as it was, but for its title and its place in the list.',
    *check({ properties, againstProperties }) {
      if (!properties || !againstProperties) return;
      const now = policiesIn(properties);
      for (const old of policiesIn(againstProperties)) {
        if (now.some((one) => isSamePolicy(one, old))) continue;
        const other = now.find((one) => one.template === old.template && one.title === old.title);
        const place = other
          ? { pointer: other.pointer }
          : { pointer: whereIs(properties, 'policyTemplateInstances'), at: 'key' as const };
        yield {
          ...place,
          values: [old.title === '' ? 'without a title' : `'${old.title}'`, old.template, other ? 'another' : 'gone'],
        };
      }
    },
  },
];

interface ParameterPair {
  readonly name: string;
  readonly old: ConnectionParameter | undefined;
  readonly now: ConnectionParameter | undefined;
  /** Where it would stand. */
  readonly place: string;
}

/** The connection parameters of both versions, those of the sets that both have among them. */
function parameterPairs({ properties, againstProperties }: Connector): readonly ParameterPair[] {
  if (!properties || !againstProperties) return [];
  const shared = (one: ConnectionParameter, other: JsonObject) =>
    one.set === undefined || setsOf(other).some(({ name }) => name.toLowerCase() === one.set);
  const before = parametersOf(againstProperties).filter((one) => shared(one, properties));
  const after = parametersOf(properties).filter((one) => shared(one, againstProperties));
  const keys = new Set([...before, ...after].map(keyOf));
  return [...keys].map((key) => {
    const [old, now] = [before, after].map((all) => all.find((one) => keyOf(one) === key));
    const { name = '', set } = old ?? now ?? {};
    return { name, old, now, place: placeOf(properties, set) };
  });
}

/** Names count in any case. */
function keyOf({ name, set = '' }: ConnectionParameter): string {
  return JSON.stringify([set, name.toLowerCase()]);
}

function placeOf(properties: JsonObject, set: string | undefined): string {
  const its = setsOf(properties).find(({ name }) => name.toLowerCase() === set);
  return its?.pointer ?? whereIs(properties, 'connectionParameters');
}

/** A part of the file, or the file's content where there is no such part. */
function whereIs(properties: JsonObject, name: string): string {
  return own(properties, name) === undefined ? '/properties' : below('/properties', name);
}

function isRequired({ value }: ConnectionParameter): boolean {
  const required = own(objectIn(objectIn(value, 'uiDefinition'), 'constraints'), 'required');
  return required === true || required === 'true';
}

/** The type, and with whom a maker signs in. */
function typeOf({ value }: ConnectionParameter): string {
  const settings = { ...objectIn(value, 'oAuthSettings'), ...objectIn(value, 'oauthSettings') };
  const provider = textIn(settings, 'identityProvider');
  // Published files write `oAuthSetting`, too.
  const type = (textIn(value, 'type') ?? 'none').replace(/^oAuth/, 'oauth');
  return provider === undefined ? type : `${type} (${provider})`;
}

interface Policy {
  readonly title: string;
  /** In lower case: published connectors write it in every case. */
  readonly template: string;
  readonly parameters: JsonObject;
  readonly pointer: string;
}

function policiesIn(properties: JsonObject): readonly Policy[] {
  return listIn(properties, 'policyTemplateInstances').flatMap((policy, at) =>
    isObject(policy)
      ? [
          {
            title: textIn(policy, 'title') ?? '',
            template: (textIn(policy, 'templateId') ?? '').toLowerCase(),
            parameters: objectIn(policy, 'parameters'),
            pointer: below('/properties/policyTemplateInstances', at),
          },
        ]
      : [],
  );
}

function isSamePolicy(a: Policy, b: Policy): boolean {
  return a.template === b.template && deepEqual(a.parameters, b.parameters);
}
