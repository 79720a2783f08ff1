// What stands in a connector's apiProperties.json that changes its requests: the connection's parameters and the policies.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { textOf } from '../swagger/index.js';

/** What a maker is asked for when making a connection. */
export interface ConnectionParameter {
  readonly name: string;
  /** `string`, `securestring`, `oauthSetting`, … */
  readonly type: string;
  readonly title: string | undefined;
  /** Where the token of an `oauthSetting` comes from, as far as the file says. */
  readonly tokenUrl: string | undefined;
}

/** One use of a policy template: what it does to requests or answers of some operations. */
export interface Policy {
  /** The template, in lower case: `setheader`, `dynamichosturl`, … */
  readonly template: string;
  readonly section: 'request' | 'response';
  /** The operations it is for; undefined for all. */
  readonly operations: readonly string[] | undefined;
  /** The template's own parameters, by their short names. */
  readonly parameters: JsonObject;
}

export interface Properties {
  readonly parameters: readonly ConnectionParameter[];
  readonly policies: readonly Policy[];
  /** The operations that the connector's script is for, where it has one; an empty list is all of them (paconn). */
  readonly scriptOperations?: readonly string[];
}

export const noProperties: Properties = { parameters: [], policies: [] };

/** Reads the content of an apiProperties.json; what is not as it should be is passed over. */
export function propertiesOf(content: JsonObject): Properties {
  const properties = objectAt(content, 'properties');
  const sets = listAt(objectAt(properties, 'connectionParameterSets'), 'values').filter(isObject);
  const declared = [properties, ...sets].flatMap((owner) =>
    Object.entries({ ...objectAt(owner, 'connectionParameters'), ...objectAt(owner, 'parameters') }),
  );
  const byName = new Map(declared.map(([name, value]) => [name, parameterOf(name, isObject(value) ? value : {})]));
  return {
    parameters: [...byName.values()],
    policies: listAt(properties, 'policyTemplateInstances').flatMap((each) => (isObject(each) ? policyOf(each) : [])),
    scriptOperations: listAt(properties, 'scriptOperations').filter((each) => typeof each === 'string'),
  };
}

function parameterOf(name: string, source: JsonObject): ConnectionParameter {
  // Both spellings are published.
  const settings = { ...objectAt(source, 'oauthSettings'), ...objectAt(source, 'oAuthSettings') };
  const custom = Object.entries(objectAt(settings, 'customParameters'));
  const tokenUrl = custom.find(([key]) => key.toLowerCase() === 'tokenurl')?.[1] ?? null;
  return {
    name,
    type: textOf(source, 'type') ?? 'string',
    title: textOf(objectAt(source, 'uiDefinition'), 'displayName'),
    tokenUrl: isObject(tokenUrl) ? textOf(tokenUrl, 'value') : undefined,
  };
}

const SCOPE = 'x-ms-apimTemplate-operationName';
const SECTION = 'x-ms-apimTemplate-policySection';

/** None for what is done when a policy itself fails: here that is the action's failure. */
function policyOf(source: JsonObject): Policy[] {
  const given = objectAt(source, 'parameters');
  const section = textOf(given, SECTION)?.toLowerCase();
  if (section === 'failure') return [];
  const scope = own(given, SCOPE);
  const short = Object.entries(given).map(([name, value]): [string, Json] => [name.replace(/^.*\./, ''), value]);
  const policy: Policy = {
    template: (textOf(source, 'templateId') ?? '').toLowerCase(),
    section: section === 'response' ? 'response' : 'request',
    operations: isArray(scope) ? scope.filter((each) => typeof each === 'string') : undefined,
    parameters: Object.fromEntries(short),
  };
  return [policy];
}

function objectAt(owner: JsonObject, name: string): JsonObject {
  const value = own(owner, name) ?? null;
  return isObject(value) ? value : {};
}

function listAt(owner: JsonObject, name: string): readonly Json[] {
  const value = own(owner, name);
  return isArray(value) ? value : [];
}
