// From a swagger document to its operations, the way the platform reads them: parameters merged, references resolved one
// step at a time, and no complaint about what the real world publishes.
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { resolve, textOf, textsOf } from './document.js';
import { visibilityIn, type Visibility } from './visibility.js';

export type Location = 'path' | 'query' | 'header' | 'formData';

/** An input of an operation that is not its body. */
export interface Parameter {
  readonly name: string;
  readonly in: Location;
  readonly required: boolean;
  readonly visibility: Visibility;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly default: Json | undefined;
  /** The type, format, enum, items and whatever else the document says about the value. */
  readonly schema: JsonObject;
  /** How often the value is percent-encoded in a path or query. */
  readonly encodings: 1 | 2;
}

/** The body of an operation, under the name that the document gives it (`body`, `item`, …). */
export interface Body {
  readonly name: string;
  readonly required: boolean;
  readonly description: string | undefined;
  /** May be or contain a `$ref`: see `resolve` and `propertiesOf`. */
  readonly schema: JsonObject;
}

/** What an operation may answer. */
export interface Answer {
  /** `200`, `404`, … or `default`. */
  readonly status: string;
  readonly description: string | undefined;
  readonly schema: JsonObject | undefined;
}

/** One thing a connector can do. */
export interface Operation {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** The path template as written, with a slash before it: `/identities/{identityId}/:issueAccessToken`. */
  readonly path: string;
  /** What precedes the path, with a slash before it and none at its end: `` or `/v1`. */
  readonly basePath: string;
  readonly host: string | undefined;
  readonly schemes: readonly string[];
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly visibility: Visibility;
  readonly deprecated: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly responses: readonly Answer[];
  /** What it calls back with, where it is one to subscribe with: `x-ms-notification-content` as the document has it. */
  readonly notification: JsonObject | undefined;
  /** The operation as the document has it: triggers, paging and other extensions are read from here. */
  readonly source: JsonObject;
  /** The document, for the references in schemas. */
  readonly document: JsonObject;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);
const LOCATIONS: readonly Location[] = ['path', 'query', 'header', 'formData'];

/** All operations of a swagger document, in its order. */
export function operationsOf(document: JsonObject): Operation[] {
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, value]) => {
    const item = resolve(document, value);
    return Object.entries(item).flatMap(([method, source]) =>
      METHODS.has(method.toLowerCase()) && isObject(source)
        ? [operationOf(document, slashed(path), method, source, item)]
        : [],
    );
  });
}

/** The paths that a `$ref` takes to nothing in the document: whatever they have is elsewhere, and no connector reads it. */
export function lostPaths(document: JsonObject): readonly string[] {
  return Object.entries(objectAt(document, 'paths'))
    .filter(
      ([, item]) => isObject(item) && Object.hasOwn(item, '$ref') && Object.keys(resolve(document, item)).length === 0,
    )
    .map(([path]) => path);
}

/** The operation of that id, an exact match first, then in any case. */
export function findOperation(operations: readonly Operation[], id: string): Operation | undefined {
  const folded = id.toLowerCase();
  return operations.find((one) => one.id === id) ?? operations.find((one) => one.id.toLowerCase() === folded);
}

function operationOf(
  document: JsonObject,
  path: string,
  method: string,
  source: JsonObject,
  item: JsonObject,
): Operation {
  // The swagger of a managed connector has the id of the connection in its paths, which the designers take out (LAUX parser).
  const managed = path.startsWith('/{connectionId}/');
  const isId = (input: JsonObject) => own(input, 'name') === 'connectionId' && own(input, 'in') === 'path';
  const inputs = mergedParameters(document, item, source).filter((input) => !managed || !isId(input));
  return {
    id: textOf(source, 'operationId') ?? `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path: managed ? path.slice('/{connectionId}'.length) : path,
    ...serverOf(document, source),
    summary: textOf(source, 'summary'),
    description: textOf(source, 'description'),
    visibility: visibilityIn(source),
    deprecated: own(source, 'deprecated') === true,
    parameters: inputs.flatMap(parameterOf),
    body: bodyOf(document, inputs),
    consumes: mediaTypes(document, source, 'consumes'),
    produces: mediaTypes(document, source, 'produces'),
    responses: responsesOf(document, source),
    notification: notificationOf(source, item),
    source,
    document,
  };
}

function serverOf(document: JsonObject, source: JsonObject): Pick<Operation, 'basePath' | 'host' | 'schemes'> {
  const schemes = textsOf(source, 'schemes');
  return {
    basePath: basePathOf(document),
    host: textOf(document, 'host'),
    schemes: schemes.length > 0 ? schemes : textsOf(document, 'schemes'),
  };
}

/** Swagger wants a slash before it, as before each path; where it is forgotten, there is one way to mean it (guess). */
function basePathOf(document: JsonObject): string {
  const written = (textOf(document, 'basePath') ?? '').replace(/\/+$/, '');
  return written === '' ? '' : slashed(written);
}

/** Parameters of the path item count for each of its operations; one of the same name in the operation wins (LAUX parser). */
function mergedParameters(document: JsonObject, item: JsonObject, source: JsonObject): JsonObject[] {
  const list = (owner: JsonObject): JsonObject[] => {
    const value = own(owner, 'parameters');
    return isArray(value) ? value.map((entry) => resolve(document, entry)) : [];
  };
  const ours = list(source);
  const names = new Set(ours.map((input) => textOf(input, 'name')));
  return [...list(item).filter((input) => !names.has(textOf(input, 'name'))), ...ours];
}

/** None for the body, and none for a location that swagger does not have. */
function parameterOf(input: JsonObject): Parameter[] {
  const location = LOCATIONS.find((one) => one === own(input, 'in'));
  if (!location) return [];
  const parameter: Parameter = {
    name: textOf(input, 'name') ?? '',
    in: location,
    required: own(input, 'required') === true || location === 'path',
    visibility: visibilityIn(input),
    title: textOf(input, 'x-ms-summary'),
    description: textOf(input, 'description'),
    default: own(input, 'default'),
    schema: input,
    encodings: textOf(input, 'x-ms-url-encoding')?.toLowerCase() === 'double' ? 2 : 1,
  };
  return [parameter];
}

function bodyOf(document: JsonObject, inputs: readonly JsonObject[]): Body | undefined {
  const input = inputs.find((one) => own(one, 'in') === 'body');
  if (!input) return undefined;
  const schema = own(input, 'schema');
  return {
    name: textOf(input, 'name') ?? 'body',
    required: own(input, 'required') === true,
    description: textOf(input, 'description') ?? textOf(resolve(document, schema), 'description'),
    schema: isObject(schema) ? schema : {},
  };
}

function responsesOf(document: JsonObject, source: JsonObject): Answer[] {
  return Object.entries(objectAt(source, 'responses'))
    .filter(([status]) => /^(\d{3}|default)$/.test(status))
    .map(([status, value]) => {
      const response = resolve(document, value);
      const schema = own(response, 'schema');
      return { status, description: textOf(response, 'description'), schema: isObject(schema) ? schema : undefined };
    });
}

/** It stands beside the operations of a path; some published connectors have it in the operation. */
function notificationOf(source: JsonObject, item: JsonObject): JsonObject | undefined {
  const name = 'x-ms-notification-content';
  const content = own(source, name) ?? own(item, name);
  return isObject(content) ? content : undefined;
}

function mediaTypes(document: JsonObject, source: JsonObject, name: string): readonly string[] {
  return Object.hasOwn(source, name) ? textsOf(source, name) : textsOf(document, name);
}

function objectAt(owner: JsonObject, name: string): JsonObject {
  const value = own(owner, name);
  return isObject(value) ? value : {};
}

/** The description of the answer with this status: its own, else the default one. */
export function responseOf(operation: Operation, status: number): Answer | undefined {
  const find = (wanted: string): Answer | undefined => operation.responses.find((one) => one.status === wanted);
  return find(String(status)) ?? find('default');
}

/**
 * The answer whose schema the designers show as the operation's outputs: the only one if it is a success or the default,
 * else 200, 201, default (LAUX outputprocessor).
 */
export function outputOf(operation: Operation): Answer | undefined {
  const { responses } = operation;
  const [first] = responses;
  if (responses.length === 1 && first && /^(2\d\d|default)$/.test(first.status)) return first;
  return ['200', '201', 'default'].map((status) => responses.find((one) => one.status === status)).find(Boolean);
}

/** A path with the slash that it begins with. */
export function slashed(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
