// The expressions in a policy template's values (documented): `@connectionParameters('host','default')`, `@headers('x')` (also
// `@header`), `@queryParameters('x')`, `@body().a.b[0]`, `@item().a`, `@Request.OriginalHTTPMethod`, also in braces, inside other text.
import { isArray, isObject, ownAnyCase, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { namesIn } from './paths.js';

/** What the expressions of a policy can see of the connection and of the request or answer. */
export interface PolicyScope {
  readonly connection: JsonObject;
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly method: string;
  readonly body: Json;
  /** The item of a collection that is being changed. */
  readonly item?: Json;
}

/** A policy that cannot be carried out; the message is for the action's error. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

const NAMED = String.raw`(?<named>connectionParameters|headers?|query\w+)\(\s*'(?<key>[^']*)'\s*(?:,\s*'(?<preset>[^']*)'\s*)?\)`;
const VALUE = String.raw`(?<value>body|item)\(\)(?<path>(?:\??\.\w+|\[\d+\]|\['[^']*'\])*)`;
const EXPRESSION = new RegExp(
  String.raw`\{?@\{?(?:${NAMED}|${VALUE}|(?<method>Request\.OriginalHTTPMethod))\}{0,2}`,
  'gi',
);

/** A template as text. Throws PolicyError where it holds an expression that is none of the documented ones. */
export function fillText(template: string, scope: PolicyScope): string {
  // Only the template may hold expressions: what is filled in may well look like one.
  if (/@\{?\w+\(/.test(template.replace(EXPRESSION, ''))) refuse(template);
  return template.replace(EXPRESSION, (...found: unknown[]) => textOf(valueOf(found.at(-1) as Groups, scope)));
}

/** A template as a value: what a lone expression gives, else text. */
export function fillValue(template: string, scope: PolicyScope): Json {
  const [found] = template.matchAll(EXPRESSION);
  return found?.[0] === template ? valueOf(found.groups ?? {}, scope) : fillText(template, scope);
}

/** The names of the connection's parameters that a template needs: those without a default. */
export function parametersNeeded(template: string): readonly string[] {
  return connectionParametersIn(template).flatMap(({ key = '', preset }) => (preset === undefined ? [key] : []));
}

/** The names of all the connection's parameters in a template. */
export function parametersIn(template: string): readonly string[] {
  return connectionParametersIn(template).map(({ key = '' }) => key);
}

function connectionParametersIn(template: string): readonly Groups[] {
  const all = [...template.matchAll(EXPRESSION)].map(({ groups = {} }) => groups);
  return all.filter((groups) => isNamed(groups, 'connectionparameters'));
}

interface Groups {
  readonly [name: string]: string | undefined;
}

function isNamed({ named }: Groups, name: string): boolean {
  return named?.toLowerCase() === name;
}

function valueOf(groups: Groups, scope: PolicyScope): Json {
  const { named, key = '', preset = null, value, path = '' } = groups;
  if (value) return namesIn(path).reduce(step, value.toLowerCase() === 'item' ? (scope.item ?? null) : scope.body);
  if (!named) return scope.method;
  if (isNamed(groups, 'connectionparameters')) return connectionValue(scope.connection, key) ?? preset;
  return /^headers?$/i.test(named) ? (scope.headers[key.toLowerCase()] ?? preset) : (scope.query.get(key) ?? preset);
}

/** A parameter of the connection; those that belong to its token may be given without `token:`. */
export function connectionValue(connection: JsonObject, name: string): Json | undefined {
  return ownAnyCase(connection, name) ?? ownAnyCase(connection, name.replace(/^token:/i, ''));
}

function step(value: Json, name: string): Json {
  if (isArray(value)) return value[Number(name)] ?? null;
  return isObject(value) ? (ownAnyCase(value, name) ?? null) : null;
}

function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** A header or query parameter that a template names as its target: `@headers('If-Match')`; undefined for anything else. */
export function targetOf(template: string): { readonly kind: 'header' | 'query'; readonly name: string } | undefined {
  const [{ groups = {} } = {}] = template.matchAll(EXPRESSION);
  const { named = '', key = '' } = groups;
  if (/^headers?$/i.test(named)) return { kind: 'header', name: key.toLowerCase() };
  return /^query/i.test(named) ? { kind: 'query', name: key } : undefined;
}

function refuse(template: string): never {
  throw new PolicyError(`A policy of the connector uses an expression that dryflow does not know: ${template}`);
}
