// What a connector's own files say of the parameters of a connection, and of those that sign in.
import { isObject, own, type JsonObject } from '../json.js';
import { parametersIn } from './policies/expression.js';
import type { Properties } from './properties.js';

/**
 * The parameters that sign the requests of a connection: the secrets that the `apiProperties.json` declares, else what a
 * security definition of the swagger wants. None where neither asks for any.
 */
export function signingParameters(document: JsonObject, { parameters }: Properties): readonly string[] {
  const declared = parameters.flatMap(({ name, type }) => {
    if (/^oauthSetting$/i.test(type)) return ['token'];
    return type === 'securestring' || /^username$/i.test(name) ? [name] : [];
  });
  if (declared.length > 0) return [...new Set(declared)];
  return byType.find(({ type }) => definitionOf(document, type) !== undefined)?.parameters ?? [];
}

const byType = [
  { type: 'apiKey', parameters: ['apiKey'] },
  { type: 'basic', parameters: ['username', 'password'] },
  { type: 'oauth2', parameters: ['token'] },
] as const;

/** The first security definition of a type. */
export function definitionOf(document: JsonObject, type: string): JsonObject | undefined {
  const definitions = own(document, 'securityDefinitions') ?? null;
  const all = Object.values(isObject(definitions) ? definitions : {}).filter(isObject);
  return all.find((each) => own(each, 'type') === type);
}

const ofToken = ['clientId', 'clientSecret', 'tokenUrl', 'scope'];
const ofSignIn = ['apiKey', 'api_key', 'username', 'password', 'token', ...ofToken];

/** The parameters that a connection may have: those that sign in, those declared, and those its policies ask for. */
export function parameterNames(properties: Properties): readonly string[] {
  const long = ofToken.map((name) => `token:${name}`);
  return [...new Set(['baseUrl', ...ofSignIn, ...namedParameters(properties), ...long])];
}

/** The parameters that the apiProperties.json names: those declared, and those its policies ask for. */
export function namedParameters({ parameters, policies }: Properties): readonly string[] {
  const declared = parameters.map(({ name }) => name);
  const templates = policies
    .flatMap((policy) => Object.values(policy.parameters))
    .filter((each) => typeof each === 'string');
  return withShort([...declared, ...templates.flatMap(parametersIn)]);
}

/** Names with those that they may be written by as well: what belongs to a token, without `token:`. */
function withShort(names: readonly string[]): readonly string[] {
  return [...names, ...names.map((name) => name.replace(/^token:/i, ''))];
}

/** Whether a parameter is one of these: names of parameters are the same in any case. */
export function isOneOf(name: string, names: readonly string[]): boolean {
  return names.some((each) => each.toLowerCase() === name.toLowerCase());
}

/** The connection parameters whose values nobody may see: those declared so, and those whose names say so. */
export function secretParameters(parameters: JsonObject, properties: Properties): readonly string[] {
  const declared = properties.parameters.filter(({ type }) => type === 'securestring').map(({ name }) => name);
  const isSecret = (name: string) => isOneOf(name, withShort(declared)) || /(?:key|token|secret|password)$/i.test(name);
  return Object.entries(parameters).flatMap(([name, value]) =>
    isSecret(name) && typeof value === 'string' ? [value] : [],
  );
}
