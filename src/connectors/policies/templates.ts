// The policy templates that change requests and answers: one row each, under its id in lower case.
import { isArray, isObject, own, type Json, type JsonObject } from '../../json.js';
import type { Policy } from '../properties.js';
import { bodyPath, fillText, fillValue, type PolicyScope } from './expression.js';

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

type Template = (draft: Draft, parameters: Parameters, scope: PolicyScope) => Draft;

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
    const path = bodyPath(given('newPropertyParentPathTemplate')) ?? [];
    const names = given('newPropertySubPathTemplate').split('.');
    const value = (item: Json) => fillValue(given('propertyValuePathTemplate'), { ...scope, item });
    return { ...draft, body: changed(draft.body, path, (parent) => withProperty(parent, names, value(parent))) };
  },
};

/** Templates that change nothing about a call: polling is for triggers, routes are followed before (`route`). */
const elsewhere = new Set(['routerequesttoendpoint', 'pollingtrigger', 'setconnectionstatustounauthenticated']);

/** Whether dryflow carries out a template; others leave the request as it is. */
export function isKnownTemplate(template: string): boolean {
  return Object.hasOwn(templates, template) || elsewhere.has(template);
}

/** The draft as a policy changes it. */
export function applyPolicy(draft: Draft, { template, parameters }: Policy, scope: PolicyScope): Draft {
  const apply = Object.hasOwn(templates, template) ? templates[template] : undefined;
  return apply ? apply(draft, (name) => textAt(parameters, name), scope) : draft;
}

function textAt(parameters: JsonObject, name: string): string {
  const value = own(parameters, name) ?? null;
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

/** What to do where there is a value already: `override` unless said otherwise. */
function combined(before: string | undefined, value: string, action: string, separator: string): string {
  if (before === undefined) return value;
  if (action.toLowerCase() === 'skip') return before;
  return action.toLowerCase() === 'append' ? `${before}${separator}${value}` : value;
}

/** The value with what stands at a path changed; each item of it where that is a list (documented). */
function changed(value: Json, [name, ...rest]: readonly string[], change: (parent: Json) => Json): Json {
  if (name === undefined) return isArray(value) ? value.map(change) : change(value);
  if (isArray(value))
    return value.map((item, at) =>
      /^\d+$/.test(name)
        ? at === Number(name)
          ? changed(item, rest, change)
          : item
        : changed(item, [name, ...rest], change),
    );
  if (!isObject(value)) return value;
  return { ...value, [name]: changed(own(value, name) ?? {}, rest, change) };
}

function withProperty(parent: Json, [name = '', ...rest]: readonly string[], value: Json): Json {
  const object = isObject(parent) ? parent : {};
  return { ...object, [name]: rest.length === 0 ? value : withProperty(own(object, name) ?? {}, rest, value) };
}
