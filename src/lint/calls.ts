// Dynamic extensions: a parameter or schema whose choices or shape come from another operation, called while a maker
// designs. Each is a call of that operation, with arguments that are values or references to inputs of the calling one.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Document, Operation } from './document.js';
import { below, objectIn, objectsOf, textIn } from './json.js';
import { atPath, bodyOf, isInternal, type AtPath } from './reach.js';

const dynamicExtensions = [
  'x-ms-dynamic-values',
  'x-ms-dynamic-list',
  'x-ms-dynamic-schema',
  'x-ms-dynamic-properties',
  'x-ms-dynamic-tree',
] as const;

export type DynamicExtension = (typeof dynamicExtensions)[number];

/** The two older extensions write `{ parameter }` for a reference and anything else for a value. */
const older: ReadonlySet<string> = new Set(['x-ms-dynamic-values', 'x-ms-dynamic-schema']);

/** A call of an operation by an extension. */
export interface Call {
  readonly extension: DynamicExtension;
  readonly older: boolean;
  /** The part of a tree: what opens its root, or what browses a branch. */
  readonly part?: 'open' | 'browse';
  readonly pointer: string;
  readonly value: JsonObject;
  /** The parameter or schema that carries the extension. */
  readonly holder: JsonObject;
  /** The operation whose input or output carries it; unknown in what several operations may share. */
  readonly source: Operation | undefined;
  readonly target: Operation | undefined;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  /** The parameter of the target that it is for. */
  readonly name: string;
  readonly pointer: string;
  readonly written: Json;
  /** The input of the source that gives the value. */
  readonly reference?: string;
  readonly value?: Json;
}

const known = new WeakMap<Document, readonly Call[]>();

/** Every call in a document. */
export function callsOf(document: Document): readonly Call[] {
  const before = known.get(document);
  if (before) return before;
  const holders = [
    ...document.sites.map(({ pointer, schema }) => ({ pointer, holder: schema })),
    ...document.parameters
      .filter((one) => one.in === 'body')
      .map(({ pointer, source }) => ({ pointer, holder: source })),
  ];
  const calls = holders.flatMap(({ pointer, holder }) => callsIn(document, pointer, holder));
  known.set(document, calls);
  return calls;
}

function callsIn(document: Document, pointer: string, holder: JsonObject): readonly Call[] {
  return dynamicExtensions.flatMap((extension) => {
    const value = own(holder, extension);
    if (!isObject(value)) return [];
    const at = below(pointer, extension);
    const parts = extension === 'x-ms-dynamic-tree' ? treeParts(value, at) : [{ pointer: at, value }];
    return parts.map((part) => callOf(document, extension, holder, part));
  });
}

interface Part {
  readonly pointer: string;
  readonly value: JsonObject;
  readonly part?: 'open' | 'browse';
}

function treeParts(tree: JsonObject, pointer: string): readonly Part[] {
  return (['open', 'browse'] as const).flatMap((part) => {
    const value = own(tree, part);
    return isObject(value) ? [{ part, pointer: below(pointer, part), value }] : [];
  });
}

function callOf(document: Document, extension: DynamicExtension, holder: JsonObject, part: Part): Call {
  return {
    ...part,
    extension,
    older: older.has(extension),
    holder,
    source: document.operations.find(({ pointer }) => part.pointer.startsWith(`${pointer}/`)),
    target: document.operation(textIn(part.value, 'operationId') ?? ''),
    arguments: argumentsOf(part, older.has(extension)),
  };
}

function argumentsOf({ pointer, value }: Part, isOlder: boolean): readonly Argument[] {
  return Object.entries(objectIn(value, 'parameters')).map(([name, written]) => {
    const common = { name, pointer: below(pointer, 'parameters', name), written };
    const reference = isObject(written) ? textIn(written, isOlder ? 'parameter' : 'parameterReference') : undefined;
    if (reference !== undefined) return { ...common, reference };
    const fixed = isOlder && !isObject(written) ? written : isObject(written) ? own(written, 'value') : undefined;
    return fixed === undefined ? common : { ...common, value: fixed };
  });
}

/** An input of an operation that a name stands for. */
export type Input = Exclude<AtPath, undefined>;

/** The inputs that a name may stand for: a parameter, the body, or a property in it, with or without the body's name. */
export function inputsNamed(document: Document, operation: Operation, name: string): readonly Input[] {
  const { root } = document;
  const plain = operation.parameters
    .filter((parameter) => parameter.name === name && parameter.in !== 'body')
    .map(({ source }) => ({
      schema: source,
      required: own(source, 'required') === true,
      internal: isInternal(source),
    }));
  const body = operation.parameters.find((parameter) => parameter.in === 'body');
  const schema = bodyOf(operation);
  if (!body || !schema) return plain;
  const path = name.split('/');
  const found = atPath(root, schema, path[0] === body.name ? path.slice(1) : path);
  if (found === undefined) return plain;
  if (found === 'anything') return plain.length > 0 ? plain : [found];
  const required = found.required && own(body.source, 'required') === true;
  return [...plain, { ...found, required, internal: found.internal || isInternal(body.source) }];
}

/** The calls that stand in other places than schemas: of a connection's test, and of a notification's subscription. */
export function otherCalls(document: Document): readonly { readonly pointer: string; readonly operationId: string }[] {
  const test = objectIn(objectIn(document.root, 'x-ms-capabilities'), 'testConnection');
  const places = [
    { pointer: '/x-ms-capabilities/testConnection', value: test },
    ...document.operations.flatMap(({ pointer, source }) =>
      objectsOf(source)
        .filter(([name]) => name === 'x-ms-notification')
        .map(([name, value]) => ({ pointer: below(pointer, name), value })),
    ),
  ];
  return places.flatMap(({ pointer, value }) => {
    const operationId = textIn(value, 'operationId');
    return operationId === undefined ? [] : [{ pointer, operationId }];
  });
}
