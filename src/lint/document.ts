// A swagger document as the rules see it: its operations, parameters and responses, each with its place in the file.
// It is made of whatever the file holds; what is malformed is left out here and told by the rules about structure.
import { isArray, isObject, own, type JsonObject } from '../json.js';
import { resolve } from '../swagger/index.js';
import { below, listIn, objectIn, objectsOf, textIn, textsIn } from './json.js';
import { sitesOf, type Site } from './sites.js';

/** A parameter as an operation or path lists it. */
export interface Parameter {
  /** Where it is listed. */
  readonly pointer: string;
  /** As listed: may be a `$ref`. */
  readonly written: JsonObject;
  /** What it says once its reference is followed. */
  readonly source: JsonObject;
  readonly name: string;
  readonly in: string;
}

/** An answer of an operation. */
export interface Response {
  readonly pointer: string;
  /** `200`, `default`, or whatever the file has there. */
  readonly status: string;
  readonly written: JsonObject;
  readonly source: JsonObject;
}

export interface PathItem {
  readonly path: string;
  readonly pointer: string;
  readonly source: JsonObject;
  readonly parameters: readonly Parameter[];
  readonly operations: readonly Operation[];
}

/** An action or a trigger. */
export interface Operation {
  /** Empty where the file has none. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly pointer: string;
  readonly source: JsonObject;
  /** The path it belongs to: notification contents stand there. */
  readonly item: JsonObject;
  /** Its own parameters. */
  readonly own: readonly Parameter[];
  /** Its own, and those of its path that it does not replace. */
  readonly parameters: readonly Parameter[];
  readonly responses: readonly Response[];
  /** The operation's list of MIME types, or else the document's. */
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
}

export interface Document {
  readonly root: JsonObject;
  readonly paths: readonly PathItem[];
  readonly operations: readonly Operation[];
  /** Every parameter that is written out, once, with its place: of operations, of paths, and of the document. */
  readonly parameters: readonly Parameter[];
  /** Every response that is written out, once: of operations and of the document. */
  readonly responses: readonly Response[];
  /** Every schema that is written out, once. */
  readonly sites: readonly Site[];
  operation(id: string): Operation | undefined;
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

/** A swagger document with its parts at hand. */
export function documentOf(root: JsonObject): Document {
  const paths = objectsOf(objectIn(root, 'paths'))
    .filter(([path]) => !path.startsWith('x-'))
    .map(([path, source]) => pathOf(root, path, source));
  const operations = paths.flatMap((item) => item.operations);
  // The first of several; an operation without an id is found by none.
  const named = operations.filter(({ id }) => id !== '').toReversed();
  const byId = new Map(named.map((operation) => [operation.id, operation]));
  const parameters = [...globalParameters(root), ...paths.flatMap(parametersOf)].filter(isWrittenOut);
  const responses = [...globalResponses(root), ...operations.flatMap((one) => one.responses)].filter(isWrittenOut);
  const sites = sitesOf(root, { paths, parameters, responses });
  return { root, paths, operations, parameters, responses, sites, operation: (id) => byId.get(id) };
}

/** The ids of all operations. */
export function idsOf({ operations }: Document): readonly string[] {
  return operations.map(({ id }) => id);
}

function parametersOf({ parameters, operations }: PathItem): readonly Parameter[] {
  return [...parameters, ...operations.flatMap((operation) => operation.own)];
}

function isWrittenOut({ written }: Parameter | Response): boolean {
  return own(written, '$ref') === undefined;
}

function pathOf(root: JsonObject, path: string, source: JsonObject): PathItem {
  const pointer = below('/paths', path);
  const parameters = listed(root, source, pointer);
  const item = { path, pointer, source, parameters };
  const operations = methods.flatMap((method) => {
    const operation = own(source, method);
    return isObject(operation) ? [operationOf(root, item, method, operation)] : [];
  });
  return { ...item, operations };
}

function operationOf(
  root: JsonObject,
  item: Omit<PathItem, 'operations'>,
  method: string,
  source: JsonObject,
): Operation {
  const pointer = below(item.pointer, method);
  const its = listed(root, source, pointer);
  const kept = item.parameters.filter((one) => !its.some((mine) => mine.name === one.name && mine.in === one.in));
  return {
    id: textIn(source, 'operationId') ?? '',
    method,
    path: item.path,
    pointer,
    source,
    item: item.source,
    own: its,
    parameters: [...kept, ...its],
    responses: objectsOf(objectIn(source, 'responses'))
      .filter(([status]) => !status.startsWith('x-'))
      .map(([status, written]) => responseOf(root, below(pointer, 'responses', status), status, written)),
    consumes: typesIn(root, source, 'consumes'),
    produces: typesIn(root, source, 'produces'),
  };
}

function typesIn(root: JsonObject, source: JsonObject, name: string): readonly string[] {
  return isArray(own(source, name)) ? textsIn(source, name) : textsIn(root, name);
}

function listed(root: JsonObject, source: JsonObject, pointer: string): readonly Parameter[] {
  return listIn(source, 'parameters').flatMap((written, at) =>
    isObject(written) ? [parameterOf(root, below(pointer, 'parameters', at), written)] : [],
  );
}

function parameterOf(root: JsonObject, pointer: string, written: JsonObject): Parameter {
  const source = resolve(root, written);
  return { pointer, written, source, name: textIn(source, 'name') ?? '', in: textIn(source, 'in') ?? '' };
}

function responseOf(root: JsonObject, pointer: string, status: string, written: JsonObject): Response {
  return { pointer, status, written, source: resolve(root, written) };
}

function globalParameters(root: JsonObject): readonly Parameter[] {
  return objectsOf(objectIn(root, 'parameters')).map(([name, written]) =>
    parameterOf(root, below('/parameters', name), written),
  );
}

function globalResponses(root: JsonObject): readonly Response[] {
  return objectsOf(objectIn(root, 'responses')).map(([name, written]) =>
    responseOf(root, below('/responses', name), name, written),
  );
}
