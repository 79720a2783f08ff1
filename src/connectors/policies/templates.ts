// The policy templates that change requests and answers: one row each, under its id in lower case.
import { own, stringifyJson, type Json, type JsonObject } from '../../json.js';
import type { Policy } from '../properties.js';
import { conversions, converted } from './convert.js';
import { fillText, fillValue, PolicyError, targetOf, type PolicyScope } from './expression.js';
import { changed, namesIn, ofEach, pathOf, put } from './paths.js';

/** A request on its way to the service, or an answer on its way back. */
export interface Draft {
  /** What precedes the path: scheme, host and base path. Of an answer: nothing. */
  readonly base: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** The content where it is JSON, else null. */
  readonly body: Json;
}

/** Asks the service at another path of the draft's host, whose variables are those of the operation. */
export type Ask = (method: string, path: string, draft: Pick<Draft, 'base' | 'headers'>) => Promise<Found>;

/** What the service answered to `Ask`. */
export interface Found {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Draft['headers'];
  readonly body: Json;
}

type Template = (draft: Draft, parameters: Parameters, scope: PolicyScope, ask: Ask) => Draft | Promise<Draft>;

/** A parameter of the template, as it is written. */
type Parameters = (name: string) => string;

const templates: { readonly [id: string]: Template } = {
  setheader(draft, given, scope) {
    const [name, value] = [given('name').toLowerCase(), fillText(given('value'), scope)];
    const before = draft.headers[name];
    const headers = { ...draft.headers, [name]: combined(before, value, given('existsAction'), ',') };
    return { ...draft, headers };
  },
  setqueryparameter(draft, given, scope) {
    const [name, value] = [given('name'), fillText(given('value'), scope)];
    const query = new URLSearchParams(draft.query);
    if (given('existsAction').toLowerCase() === 'append') query.append(name, value);
    else query.set(name, combined(query.get(name) ?? undefined, value, given('existsAction'), ''));
    return { ...draft, query };
  },
  dynamichosturl(draft, given, scope) {
    return { ...draft, base: fillText(given('urlTemplate'), scope).replace(/\/+$/, '') };
  },
  setproperty(draft, given, scope) {
    const path = pathOf(given('newPropertyParentPathTemplate')).names;
    const names = namesIn(given('newPropertySubPathTemplate'));
    const value = (item: Json) => fillValue(given('propertyValuePathTemplate'), { ...scope, item });
    // A parent that is not there is not made: published connectors set a property of what may be left out.
    const change = ofEach((parent) => put(parent ?? {}, names, value(parent)));
    return { ...draft, body: changed(draft.body, path, change) };
  },
  async setvaluefromurl(draft, given, scope, ask) {
    const [method, path] = [given('httpMethod').toUpperCase() || 'GET', fillText(given('parameterValueUrl'), scope)];
    const found = await ask(method, path, draft);
    const value = fillText(given('parameterValuePathTemplate'), { ...scope, headers: found.headers, body: found.body });
    const target = targetOf(given('parameterTemplate'));
    if (value === '' || found.status >= 300 || !target) throw noValue(method, path, found);
    if (target.kind === 'header') return { ...draft, headers: { ...draft.headers, [target.name]: value } };
    const query = new URLSearchParams(draft.query);
    query.set(target.name, value);
    return { ...draft, query };
  },
};

function noValue(method: string, path: string, { status }: Found): PolicyError {
  return new PolicyError(
    `The connector's policy 'setvaluefromurl' found no value at ${method} ${path}: the answer was ${status}.`,
  );
}

/**
 * Templates that change nothing about a call: polling is for triggers, routes are followed before (`route`), and a link to
 * the next page need not lead to the gateway, because nothing here stands between.
 */
const elsewhere = new Set([
  'routerequesttoendpoint',
  'pollingtrigger',
  'updatenextlink',
  'setconnectionstatustounauthenticated',
]);

/** Whether dryflow carries out a template; others leave the request as it is. */
export function isKnownTemplate(template: string): boolean {
  return [templates, conversions].some((each) => Object.hasOwn(each, template)) || elsewhere.has(template);
}

/** Whether a template changes what is in a body. */
export function isOfBody(template: string): boolean {
  return template === 'setproperty' || Object.hasOwn(conversions, template);
}

/** The draft as a policy changes it. */
export function applyPolicy(
  draft: Draft,
  { template, parameters }: Policy,
  scope: PolicyScope,
  ask: Ask,
): Draft | Promise<Draft> {
  const given = (name: string) => textAt(parameters, name);
  const conversion = Object.hasOwn(conversions, template) ? conversions[template] : undefined;
  if (conversion) return { ...draft, body: converted(draft.body, conversion, given) };
  const apply = Object.hasOwn(templates, template) ? templates[template] : undefined;
  return apply ? apply(draft, given, scope, ask) : draft;
}

function textAt(parameters: JsonObject, name: string): string {
  const value = own(parameters, name) ?? null;
  return typeof value === 'string' ? value : value === null ? '' : stringifyJson(value);
}

/** What to do where there is a value already: `override` unless said otherwise. */
function combined(before: string | undefined, value: string, action: string, separator: string): string {
  if (before === undefined) return value;
  if (action.toLowerCase() === 'skip') return before;
  return action.toLowerCase() === 'append' ? `${before}${separator}${value}` : value;
}
