// How a name that a user writes under `with:` finds its place in a request.
import type { JsonObject } from '../json.js';
import { nearest } from '../nearest.js';
import type { Operation, Parameter } from './operation.js';
import { keyOf, leavesOf } from './leaves.js';
import { isClosed, propertiesOf, schemaAt } from './schema.js';
import { unescaped } from '../pointer.js';

/** Where a name belongs, or why that cannot be said. */
export type Place =
  | { readonly kind: 'parameter'; readonly parameter: Parameter }
  /** A property of the body; `schema` is undefined where the document does not describe it. */
  | { readonly kind: 'property'; readonly path: readonly string[]; readonly schema: JsonObject | undefined }
  | { readonly kind: 'body' }
  /** The name fits more than one place; `forms` are the names that fit one each. */
  | { readonly kind: 'ambiguous'; readonly name: string; readonly forms: readonly string[] }
  | { readonly kind: 'unknown'; readonly name: string; readonly suggestions: readonly string[] };

type Found = Extract<Place, { kind: 'parameter' | 'property' | 'body' }>;

/** How the names of an operation's inputs are written: those of `with:`, or those of a Power Automate action. */
export interface Naming {
  readonly place: (operation: Operation, name: string) => Place;
  /** The key of a property of the body, by the names that lead to it. */
  readonly key: (operation: Operation, path: readonly string[]) => string;
}

/** The names of `with:`. */
export const byName: Naming = { place, key: (_, path) => keyOf(path) };

/** The flattened names of Power Automate. */
export const flattened: Naming = {
  place: placeFlattened,
  key: ({ body }, path) => keyOf([body?.name ?? 'body', ...path]),
};

/**
 * The place of a name: first a parameter of exactly this name, then a top-level property of the body. `body` is the whole
 * body, `<bodyParameter>/<property>` a property of it, `<property>/<property>` one of a property, and `query/id`,
 * `header/id`, … a parameter by its location.
 */
function place(operation: Operation, name: string): Place {
  const whole = wholeBody(operation, name);
  if (whole && name === 'body') return whole;
  const found = [...parametersNamed(operation, name), ...(whole ? [whole] : []), ...topLevel(operation, name)];
  const [only] = found.length > 0 ? found : [spelledOut(operation, name) ?? belowProperty(operation, name)];
  if (found.length > 1) return { kind: 'ambiguous', name, forms: found.map((one) => spelling(operation, one)) };
  return only ?? unknown(operation, name, byName);
}

/**
 * The place of a key in the `parameters` of a Power Automate action, where nothing is ambiguous: a parameter by its name,
 * else the body by its parameter's name, else a property of the body spelled out.
 */
function placeFlattened(operation: Operation, key: string): Place {
  const [parameter] = parametersNamed(operation, key);
  const found = parameter ?? wholeBody(operation, key) ?? spelledOut(operation, key);
  return found ?? unknown(operation, key, flattened);
}

/** Every name that an operation's inputs have, without other forms of the same: what is internal only where asked for. */
export function namesOf(operation: Operation, naming = byName, internal = true): string[] {
  const isShown = ({ visibility }: { readonly visibility: string }) => internal || visibility !== 'internal';
  const parameters = operation.parameters.filter(isShown).map(({ name }) => name);
  const { body, document } = operation;
  if (!body) return [...new Set(parameters)];
  const leaves = leavesOf(document, body.schema).filter(isShown);
  const paths = leaves.flatMap(({ path }) => path.map((_, at) => path.slice(0, at + 1)));
  const whole = naming === byName ? 'body' : body.name;
  return [...new Set([...parameters, whole, ...paths.map((path) => naming.key(operation, path))])];
}

function parametersNamed(operation: Operation, name: string): Found[] {
  return operation.parameters
    .filter((parameter) => parameter.name === name)
    .map((parameter) => ({ kind: 'parameter', parameter }));
}

function wholeBody(operation: Operation, name: string): Found | undefined {
  const isBody = operation.body !== undefined && (name === 'body' || name === operation.body.name);
  return isBody ? { kind: 'body' } : undefined;
}

function topLevel(operation: Operation, name: string): Found[] {
  if (!operation.body) return [];
  const property = propertiesOf(operation.document, operation.body.schema).get(name);
  return property ? [{ kind: 'property', path: [name], schema: property.schema }] : [];
}

/** `item/Title`, with `~1` for a slash inside a name (Power Automate); else `query/id`. The body's own name goes first. */
function spelledOut(operation: Operation, name: string): Found | undefined {
  const slash = name.indexOf('/');
  if (slash < 1) return undefined;
  const [head, rest] = [name.slice(0, slash), name.slice(slash + 1)];
  if (operation.body && (head === operation.body.name || head === 'body')) return inBody(operation, rest);
  const parameter = operation.parameters.find((one) => one.in === head && one.name === rest);
  return parameter && { kind: 'parameter', parameter };
}

/** `owner/email`, where the body has a property `owner`; the body's own name was looked for before. */
function belowProperty(operation: Operation, name: string): Found | undefined {
  const [head = ''] = name.split('/');
  if (head === operation.body?.name) return undefined;
  return topLevel(operation, unescaped(head)).length > 0 ? inBody(operation, name) : undefined;
}

/** None where an object on the way is described and has no such property. */
function inBody({ body, document }: Operation, name: string): Found | undefined {
  const path = name.split('/').map(unescaped);
  const schemaOf = (length: number) => body && schemaAt(document, body.schema, path.slice(0, length));
  const isLost = path.some((_, at) => {
    const [around, found] = [schemaOf(at), schemaOf(at + 1)];
    return around !== undefined && found === undefined && isClosed(document, around);
  });
  return isLost ? undefined : { kind: 'property', path, schema: schemaOf(path.length) };
}

function spelling(operation: Operation, found: Found): string {
  if (found.kind === 'parameter') return `${found.parameter.in}/${found.parameter.name}`;
  return found.kind === 'property' ? flattened.key(operation, found.path) : 'body';
}

/** Names that are written like this one alone: another one would be no help. */
function unknown(operation: Operation, name: string, naming: Naming): Place {
  const isSpelledOut = name.startsWith(`${operation.body?.name ?? 'body'}/`);
  return { kind: 'unknown', name, suggestions: nearest(name, namesOf(operation, isSpelledOut ? flattened : naming)) };
}
