// Following references: which schemas belong to requests and which to answers, how deep they go, and what stands at a path.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { propertiesOf, resolve } from '../swagger/index.js';
import type { Document, Operation } from './document.js';
import { objectIn, textIn } from './json.js';
import type { Role } from './sites.js';

/** The schemas directly inside another, references not followed. */
export function partsOf(schema: JsonObject): readonly JsonObject[] {
  const nested = ['items', 'additionalProperties', 'allOf'].flatMap((keyword): readonly Json[] => {
    const value = own(schema, keyword) ?? null;
    return isArray(value) ? value : [value];
  });
  return [...Object.values(objectIn(schema, 'properties')), ...nested].filter(isObject);
}

/** All schemas that some roots consist of, references followed, each once. */
export function reached(root: JsonObject, roots: readonly JsonObject[]): ReadonlySet<JsonObject> {
  const seen = new Set<JsonObject>();
  const open = [...roots];
  for (let schema = open.pop(); schema; schema = open.pop()) {
    const target = resolve(root, schema);
    if (seen.has(target)) continue;
    seen.add(target);
    open.push(...partsOf(target));
  }
  return seen;
}

const known = new WeakMap<Document, Map<Role, ReadonlySet<JsonObject>>>();

/** The schemas that things of a role consist of. */
function reachedBy(document: Document, role: Role): ReadonlySet<JsonObject> {
  const byRole = known.get(document) ?? new Map<Role, ReadonlySet<JsonObject>>();
  known.set(document, byRole);
  const before = byRole.get(role);
  if (before) return before;
  const roots = document.sites.filter((site) => site.role === role && !site.parent).map(({ schema }) => schema);
  const found = reached(document.root, roots);
  byRole.set(role, found);
  return found;
}

/** The schemas that describe what is sent. */
export function inputSchemas(document: Document): ReadonlySet<JsonObject> {
  return reachedBy(document, 'body');
}

/** Whether a schema describes what comes back, and nothing that is sent. */
export function isOutputOnly(document: Document, schema: JsonObject): boolean {
  const isOutput = reachedBy(document, 'response').has(schema) || reachedBy(document, 'notification').has(schema);
  return isOutput && !inputSchemas(document).has(schema);
}

/** The schema of the body that an operation takes. */
export function bodyOf({ parameters }: Operation): JsonObject | undefined {
  const body = parameters.find((parameter) => parameter.in === 'body');
  const schema = body ? own(body.source, 'schema') : undefined;
  return isObject(schema) ? schema : undefined;
}

/** What a designer shows as an operation's output: of 200, 201, another success, or default, the first that is there. */
export function outputOf({ responses }: Operation): JsonObject | undefined {
  const rank = [
    '200',
    '201',
    ...responses.map(({ status }) => status).filter((status) => /^2\d\d$/.test(status)),
    'default',
  ];
  const schemas = rank.map((status) => own(responses.find((one) => one.status === status)?.source ?? {}, 'schema'));
  return schemas.find(isObject);
}

/** What stands at a path in a schema: a schema, anything at all, or nothing. */
export type AtPath =
  { readonly schema: JsonObject; readonly required: boolean; readonly internal: boolean } | 'anything' | undefined;

/** Walks down the properties of a schema. A schema that does not list its properties may hold anything. */
export function atPath(root: JsonObject, schema: JsonObject, path: readonly string[]): AtPath {
  let at = resolve(root, schema);
  let [required, internal] = [true, isInternal(at)];
  for (const name of path) {
    const property = propertiesOf(root, at).get(name);
    if (!property) return isOpen(root, at) ? 'anything' : undefined;
    at = resolve(root, property.schema);
    required &&= property.required;
    internal ||= isInternal(property.schema) || isInternal(at);
  }
  return { schema: at, required, internal };
}

/** In any case: `Internal` has a finding of its own, and what follows from it would be none. */
export function isInternal(value: JsonObject): boolean {
  return textIn(value, 'x-ms-visibility')?.toLowerCase() === 'internal';
}

/** The extensions that give a schema its properties when it is used. */
export const dynamic = ['x-ms-dynamic-schema', 'x-ms-dynamic-properties'];

/** Whether a schema may have properties that it does not list. Arrays are: paths do not go through their items. */
export function isOpen(root: JsonObject, schema: JsonObject): boolean {
  const target = resolve(root, schema);
  const more = own(target, 'additionalProperties');
  return (
    propertiesOf(root, target).size === 0 ||
    (more !== undefined && more !== false) ||
    dynamic.some((name) => own(target, name) !== undefined)
  );
}
