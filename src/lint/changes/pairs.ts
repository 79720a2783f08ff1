// Two versions of a definition side by side: the operations, inputs and outputs that both have, and those that one lacks.
import { isObject, own, type JsonObject } from '../../json.js';
import { propertiesOf, resolve } from '../../swagger/index.js';
import type { Connector } from '../connector.js';
import type { Document, Operation, Parameter } from '../document.js';
import { objectIn, textIn } from '../json.js';
import { bodyOf, outputOf } from '../reach.js';

/** An operation in the published version and in this one, told by its id. */
export interface OperationPair {
  readonly old: Operation;
  readonly now: Operation;
}

export function operationPairs({ document, against }: Connector): readonly OperationPair[] {
  return (against?.operations ?? []).flatMap((old) => {
    const now = old.id === '' ? undefined : document.operation(old.id);
    return now ? [{ old, now }] : [];
  });
}

/** A parameter that is no body, in both versions of an operation; `old` is undefined where it is new. */
export interface ParameterPair {
  readonly operation: Operation;
  readonly old: Parameter | undefined;
  readonly now: Parameter | undefined;
  readonly name: string;
}

export function parameterPairs(connector: Connector): readonly ParameterPair[] {
  return operationPairs(connector).flatMap(({ old, now }) => {
    const names = new Set([...old.parameters, ...now.parameters].filter(isPlain).map(({ name }) => name));
    const find = (operation: Operation, name: string) =>
      operation.parameters.find((one) => isPlain(one) && one.name === name);
    return [...names].map((name) => ({ operation: now, name, old: find(old, name), now: find(now, name) }));
  });
}

function isPlain(parameter: Parameter): boolean {
  return parameter.in !== 'body';
}

/** A property in both versions of a body or an output. */
export interface PropertyPair {
  readonly operation: Operation;
  /** `name/first`, from the body or output as a whole. */
  readonly path: string;
  readonly old: Property | undefined;
  readonly now: Property | undefined;
  /** Where it would stand: the schema that it is a property of, or the operation. */
  readonly place: string;
}

export interface Property {
  readonly schema: JsonObject;
  readonly required: boolean;
  /** Where it is written. */
  readonly pointer: string;
}

/** The properties of the bodies of all operations, the bodies themselves first (with an empty path). */
export function inputPairs(connector: Connector): readonly PropertyPair[] {
  return walked(connector, (operation) => {
    const body = operation.parameters.find((parameter) => parameter.in === 'body');
    const schema = bodyOf(operation);
    return schema && { schema, required: own(body?.source ?? {}, 'required') === true };
  });
}

/** The properties of what operations give back, and of what triggers bring. */
export function outputPairs(connector: Connector): readonly PropertyPair[] {
  return walked(connector, (operation) => {
    const content = own(contentOf(operation), 'schema');
    const schema =
      textIn(operation.source, 'x-ms-trigger') === 'single' && isObject(content) ? content : outputOf(operation);
    return schema && { schema, required: false };
  });
}

/** Beside the operations of the path; in some published connectors in the operation. */
function contentOf({ item, source }: Operation): JsonObject {
  return { ...objectIn(source, 'x-ms-notification-content'), ...objectIn(item, 'x-ms-notification-content') };
}

type Root = { readonly schema: JsonObject; readonly required: boolean } | undefined;

function walked(connector: Connector, rootOf: (operation: Operation) => Root): readonly PropertyPair[] {
  const { document, against } = connector;
  if (!against) return [];
  const places = placesOf(document);
  return operationPairs(connector).flatMap(({ old, now }) => {
    const pairs: PropertyPair[] = [];
    const seen = new Map<JsonObject, Set<JsonObject>>();
    const open: { before: Root; after: Root; path: readonly string[]; place: string }[] = [
      { before: rootOf(old), after: rootOf(now), path: [], place: now.pointer },
    ];
    // The list grows while it is walked. Two schemas are compared once in an operation, so that circles end.
    for (const { before, after, path, place } of open) {
      const a = before && resolve(against.root, before.schema);
      const b = after && resolve(document.root, after.schema);
      const pointer = (after && places.get(after.schema)) ?? now.pointer;
      pairs.push({
        operation: now,
        path: path.join('/'),
        old: before && a && { schema: a, required: before.required, pointer: '' },
        now: after && b && { schema: b, required: after.required, pointer },
        place,
      });
      if (!a || !b || seen.get(b)?.has(a)) continue;
      seen.set(b, (seen.get(b) ?? new Set()).add(a));
      const [its, mine] = [partsOf(against.root, a), partsOf(document.root, b)];
      for (const name of new Set([...its.keys(), ...mine.keys()])) {
        const within = places.get(b) ?? pointer;
        open.push({ before: its.get(name), after: mine.get(name), path: [...path, name], place: within });
      }
    }
    return pairs;
  });
}

/** The properties of a schema, and the items of an array under the name that stands for any of them. */
function partsOf(root: JsonObject, schema: JsonObject): ReadonlyMap<string, Exclude<Root, undefined>> {
  const items = own(schema, 'items');
  return new Map([
    ...[...propertiesOf(root, schema)].map(
      ([name, { schema: value, required }]) => [name, { schema: value, required }] as const,
    ),
    ...(isObject(items) ? [['*', { schema: items, required: false }] as const] : []),
  ]);
}

function placesOf({ sites }: Document): ReadonlyMap<JsonObject, string> {
  return new Map(sites.map(({ schema, pointer }) => [schema, pointer]));
}

/** A property as messages name it; a body or an output as a whole has an empty path. */
export function nameOf(path: string, whole: string): string {
  return path === '' ? `the ${whole}` : path;
}

/** The formats that change what goes over the wire. Others (`password`, `uuid`, `int32`) say how a value is shown or how large it is. */
const formats = new Set(['byte', 'binary', 'date', 'date-time', 'date-no-tz']);

/** Type and format of a value, as a flow sees them. A type that is left out may follow from the rest. */
export function typeOf(root: JsonObject, schema: JsonObject): string {
  const [type = impliedBy(root, schema), format = ''] = [textIn(schema, 'type'), textIn(schema, 'format')];
  return formats.has(format) ? `${type} (${format})` : type;
}

/** The type of a parameter outside of a body: of a list with its items, and how they are joined. */
export function typeOfParameter(root: JsonObject, source: JsonObject): string {
  const type = typeOf(root, source);
  if (type !== 'array') return type;
  const joined = textIn(source, 'collectionFormat') ?? 'csv';
  return `array of ${typeOf(root, objectIn(source, 'items'))}${joined === 'csv' ? '' : ` (${joined})`}`;
}

function impliedBy(root: JsonObject, schema: JsonObject): string {
  if (propertiesOf(root, schema).size > 0) return 'object';
  return own(schema, 'items') === undefined ? 'any' : 'array';
}
