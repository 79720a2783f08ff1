// How a name that a user writes under `with:` finds its place in a request.
import type { JsonObject } from '../json.js';
import { nearest } from '../nearest.js';
import type { Operation, Parameter } from './operation.js';
import { propertiesOf, schemaAt } from './schema.js';
import { escaped, unescaped } from '../pointer.js';

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

/**
 * The place of a name: first a parameter of exactly this name, then a top-level property of the body. `body` is the whole
 * body, `<bodyParameter>/<property>` a property of it, and `query/id`, `header/id`, … a parameter by its location.
 */
export function place(operation: Operation, name: string): Place {
  const whole = wholeBody(operation, name);
  if (whole && name === 'body') return whole;
  const found = [...parametersNamed(operation, name), ...(whole ? [whole] : []), ...topLevel(operation, name)];
  const [only] = found.length > 0 ? found : [spelledOut(operation, name)];
  if (found.length > 1) return { kind: 'ambiguous', name, forms: found.map((one) => spelling(operation, one)) };
  return only ?? unknown(operation, name);
}

/**
 * The place of a key in the `parameters` of a Power Automate action, where nothing is ambiguous: a parameter by its name,
 * else the body by its parameter's name, else a property of the body spelled out.
 */
export function placeFlattened(operation: Operation, key: string): Place {
  const [parameter] = parametersNamed(operation, key);
  return parameter ?? wholeBody(operation, key) ?? spelledOut(operation, key) ?? unknown(operation, key);
}

/** Every name that `place` finds for an operation, without the spelled-out forms. */
export function namesOf(operation: Operation): string[] {
  const body = operation.body;
  const properties = body ? ['body', ...propertiesOf(operation.document, body.schema).keys()] : [];
  return [...new Set([...operation.parameters.map((parameter) => parameter.name), ...properties])];
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
  if (operation.body && (head === operation.body.name || head === 'body')) {
    const path = rest.split('/').map(unescaped);
    return { kind: 'property', path, schema: schemaAt(operation.document, operation.body.schema, path) };
  }
  const parameter = operation.parameters.find((one) => one.in === head && one.name === rest);
  return parameter && { kind: 'parameter', parameter };
}

function spelling(operation: Operation, found: Found): string {
  if (found.kind === 'parameter') return `${found.parameter.in}/${found.parameter.name}`;
  const path = found.kind === 'property' ? found.path.map(escaped) : [];
  return path.length === 0 ? 'body' : [operation.body?.name ?? 'body', ...path].join('/');
}

function unknown(operation: Operation, name: string): Place {
  return { kind: 'unknown', name, suggestions: nearest(name, namesOf(operation)) };
}

/** The name that flows give to a property of the body: its own at the top, else `body/a/b`. */
export function nameInBody(body: string, path: readonly string[]): string {
  const [only] = path;
  return path.length === 1 && only !== undefined ? only : [body, ...path.map(escaped)].join('/');
}
