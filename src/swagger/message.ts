// `build` turns the arguments of an operation into a request, `match` turns a request back into operation and arguments.
// The two are each other's inverse for the values that the document's types allow.
import { isArray, own, type Json, type JsonObject } from '../json.js';
import { NO_ARGUMENTS, type Arguments } from './arguments.js';
import { decodeBody, encodeBody } from './body.js';
import { withDefaults } from './defaults.js';
import { percentDecode, wellFormed } from './document.js';
import type { Operation, Parameter } from './operation.js';
import { encodeLiteral, piecesOf, templateOf } from './template.js';
import { decodeMulti, decodeValue, encodeValue, isMulti, joined, taken, textValue } from './values.js';

/** A request, ready to be sent to a host. */
export interface Message {
  readonly method: string;
  /** The exact request target: base path, path and query, percent-encoded. It is what a signature covers. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** A request as it came in. Headers and body may be left out: then nothing is read from them. */
export interface Request {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Uint8Array | undefined;
}

/** An operation and the arguments a request calls it with. */
export interface Match {
  readonly operation: Operation;
  readonly arguments: Arguments;
}

/**
 * The request that calls an operation. Nulls are left out, except inside the body; required and internal inputs get their
 * default. A path variable without a value becomes an empty text: see `missing`.
 */
export function build(operation: Operation, given: Arguments): Message {
  const values = withDefaults(operation, given);
  const content = encodeBody(operation, values);
  const accept = operation.produces.length > 0 ? { accept: operation.produces.join(', ') } : {};
  const type = content ? { 'content-type': content.type } : {};
  return {
    method: operation.method,
    path: targetOf(operation, values),
    headers: { ...accept, ...type, ...headersOf(operation, values) },
    body: content?.body,
  };
}

function targetOf(operation: Operation, values: Arguments): string {
  const path = piecesOf(operation.path).map((piece) =>
    'literal' in piece ? encodeLiteral(piece.literal) : pathValue(operation, piece.variable, values.path),
  );
  const query = parametersIn(operation, 'query').flatMap((one) => queryPairs(one, own(values.query, one.name) ?? null));
  const target = encodeLiteral(operation.basePath) + path.join('');
  return query.length === 0 ? target : `${target}?${query.join('&')}`;
}

function pathValue(operation: Operation, name: string, values: JsonObject): string {
  const parameter = parametersIn(operation, 'path').find((one) => one.name === name);
  const value = own(values, name) ?? null;
  return value === null ? '' : encodeValue(parameter ?? untyped(name), value);
}

function queryPairs(parameter: Parameter, value: Json): string[] {
  if (value === null) return [];
  const name = encodeName(parameter.name);
  if (isMulti(parameter) && isArray(value)) return value.map((item) => `${name}=${encodeValue(parameter, item)}`);
  return [`${name}=${encodeValue(parameter, value)}`];
}

/** The name of a query parameter stays readable (`$filter`, `a[b]`): the platform does not encode it at all. */
function encodeName(name: string): string {
  return encodeURI(wellFormed(name))
    .replace(/[#&=+?]/g, encodeURIComponent)
    .replace(/%5B/g, '[')
    .replace(/%5D/g, ']');
}

function headersOf(operation: Operation, values: Arguments): Record<string, string> {
  const given = parametersIn(operation, 'header').flatMap((parameter): [string, string][] => {
    const value = own(values.header, parameter.name) ?? null;
    if (value === null) return [];
    return [[parameter.name.toLowerCase(), isArray(value) ? joined(parameter, value) : textValue(value)]];
  });
  return Object.fromEntries(given);
}

function parametersIn(operation: Operation, location: Parameter['in']): Parameter[] {
  return operation.parameters.filter((parameter) => parameter.in === location);
}

/** A variable of the template that the document forgot to describe. */
function untyped(name: string): Parameter {
  const unsaid = { visibility: 'none', title: undefined, description: undefined, default: undefined } as const;
  return { name, in: 'path', required: true, schema: {}, encodings: 1, ...unsaid };
}

/** The operation a request calls, the most specific path first, and its arguments; undefined when there is none. */
export function match(operations: readonly Operation[], request: Request): Match | undefined {
  const [path = '', query = ''] = splitOnce(request.target, '?');
  const method = request.method.toUpperCase();
  const fits = operations.filter((one) => one.method === method && templateOf(one).pattern.test(path));
  const [operation] = fits.toSorted((a, b) => compare(templateOf(a).rank, templateOf(b).rank));
  if (!operation) return undefined;
  const found = { path: pathArguments(operation, path), query: queryArguments(operation, query) };
  return { operation, arguments: { ...NO_ARGUMENTS, ...found, ...contentArguments(operation, request) } };
}

/** Paths that the platform takes for literals fit first; the document's order breaks ties. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pathArguments(operation: Operation, path: string): JsonObject {
  const { pattern, names } = templateOf(operation);
  const raw = pattern.exec(path)?.slice(1) ?? [];
  const parameters = parametersIn(operation, 'path');
  return Object.fromEntries(
    names.map((name, at) => {
      const parameter = parameters.find((one) => one.name === name) ?? untyped(name);
      return [name, decodeValue(parameter, raw[at] ?? '')];
    }),
  );
}

/** A parameter that is given twice and is not `multi` counts once, with its last value. */
function queryArguments(operation: Operation, query: string): JsonObject {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => splitOnce(pair.replace(/\+/g, '%20'), '='));
  const found = parametersIn(operation, 'query').flatMap((parameter): [string, Json][] => {
    const raw = pairs.filter(([name = '']) => percentDecode(name) === parameter.name).map(([, value = '']) => value);
    if (raw.length === 0) return [];
    return [
      [parameter.name, isMulti(parameter) ? decodeMulti(parameter, raw) : decodeValue(parameter, raw.at(-1) ?? '')],
    ];
  });
  return Object.fromEntries(found);
}

function contentArguments(operation: Operation, request: Request): Partial<Arguments> {
  const headers = request.headers ?? {};
  const found = parametersIn(operation, 'header').flatMap((parameter): [string, Json][] => {
    const text = headers[parameter.name.toLowerCase()];
    return text === undefined ? [] : [[parameter.name, taken(parameter, text)]];
  });
  return { header: Object.fromEntries(found), ...decodeBody(operation, headers['content-type'], request.body) };
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
