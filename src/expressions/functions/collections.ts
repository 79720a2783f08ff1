import {
  compareNumbers,
  deepEqual,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  keyAnyCase,
  kindOf,
} from '../../json.js';
import { compareOrdinal } from '../dotnet/casing.js';
import { ExpressionError } from '../error.js';
import { functionError, type FunctionRow, pure } from '../function.js';
import { stringOf } from '../text.js';
import { ValueSet } from '../value-set.js';
import { joinTexts } from './strings.js';

type Sequence = string | readonly Json[];

function chunk(collection: Sequence, size: number): Json {
  if (size < 1) {
    throw functionError('chunk', 'expects chunk size to be a positive integer. The provided value is less than 1.');
  }
  const chunks: Json[] = [];
  for (let at = 0; at < collection.length; at += size) chunks.push(collection.slice(at, at + size));
  return chunks;
}

/** A substring or a key by its text, an element by deep equality. */
function contains(collection: Json, value: Json): boolean {
  if (isArray(collection)) return collection.some((item) => deepEqual(item, value));
  if (typeof collection === 'string') return collection.includes(stringOf(value));
  if (isObject(collection)) return keyAnyCase(collection, stringOf(value)) !== undefined;
  throw new ExpressionError(
    'ArgumentType',
    "The template language function 'contains' expects its first argument 'collection' to be a dictionary (object), " +
      `an array or a string. The provided value is of type '${kindOf(collection)}'.`,
  );
}

function empty(collection: Json): boolean {
  if (collection === null) return true;
  if (typeof collection === 'string' || isArray(collection)) return collection.length === 0;
  return Object.keys(collection).length === 0;
}

function first(collection: Sequence): Json {
  return typeof collection === 'string' ? collection.slice(0, 1) : (collection[0] ?? null);
}

function last(collection: Sequence): Json {
  return typeof collection === 'string' ? collection.slice(-1) : (collection.at(-1) ?? null);
}

function skip(collection: Sequence, count: number): Json {
  return collection.slice(checkedCount('skip', count));
}

function take(collection: Sequence, count: number): Json {
  return collection.slice(0, checkedCount('take', count));
}

function checkedCount(name: string, count: number): number {
  if (count >= 0) return count;
  throw functionError(
    name,
    `parameters are out of range: 'count' must be a positive integer. The provided value is '${count}'.`,
  );
}

/** All arrays, or all objects; anything else is the same error in `union` and `intersection`. */
function sameKind(name: string, values: readonly Json[]): readonly (readonly Json[])[] | readonly JsonObject[] {
  if (values.every(isArray)) return values;
  if (values.every(isObject)) return values;
  const kinds = [...new Set(values.map(kindOf))];
  throw new ExpressionError(
    'ArgumentType',
    kinds.length > 1
      ? `Template language function '${name}' expects parameters of same type, but found '${kinds.join(',')}' distinct types.`
      : `Template language function '${name}' expects parameters of type array or object, but found '${kinds.join(',')}'.`,
  );
}

function allArrays(
  values: readonly (readonly Json[])[] | readonly JsonObject[],
): values is readonly (readonly Json[])[] {
  return isArray(values[0]);
}

/** Each value once, in the order first seen; of properties the last value. */
function union(...values: Json[]): Json {
  const collections = sameKind('union', values);
  if (allArrays(collections)) return distinct(collections.flat());
  return Object.fromEntries(collections.flatMap((object) => Object.entries(object)));
}

/** The values that are in all of them, in the order of the first; of objects the properties that are equal in all. */
function intersection(...values: Json[]): Json {
  const collections = sameKind('intersection', values);
  if (!allArrays(collections)) return commonProperties(collections);
  const [head = [], ...rest] = collections;
  const sets = rest.map((items) => new ValueSet(items));
  return distinct(head).filter((item) => sets.every((set) => set.has(item)));
}

function commonProperties([head = {}, ...rest]: readonly JsonObject[]): JsonObject {
  const common = Object.entries(head).filter(([name, value]) =>
    rest.every((object) => Object.hasOwn(object, name) && deepEqual(object[name] ?? null, value)),
  );
  return Object.fromEntries(common);
}

function distinct(items: readonly Json[]): Json[] {
  const seen = new ValueSet();
  return items.filter((item) => seen.add(item));
}

/** Sorts numbers, strings (by code units) or booleans, or objects by a property with one of these; keeps the order of equals. */
function sort(items: readonly Json[], key?: string): Json {
  const keyed = items.map((item) => ({ item, key: key === undefined ? item : sortKey(item, key) }));
  return keyed.toSorted((a, b) => compareForSort(a.key, b.key)).map(({ item }) => item);
}

function sortKey(item: Json, key: string): Json {
  if (!isObject(item)) {
    throw functionError(
      'sort',
      `expects its first parameter to be an array of objects to sort by '${key}'. An item is of type '${kindOf(item)}'.`,
    );
  }
  const name = keyAnyCase(item, key);
  return name === undefined ? null : (item[name] ?? null);
}

function compareForSort(a: Json, b: Json): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareOrdinal(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  throw functionError(
    'sort',
    `expects the values to sort by to be of the same simple type. Found types '${kindOf(a)}' and '${kindOf(b)}'.`,
  );
}

/** Collections: arrays, in part objects, and strings as sequences of characters. */
export const collections: readonly FunctionRow[] = [
  pure('chunk(collection: array|string, size: integer): array', chunk, {
    expects:
      'expects two parameters: the string to chunk as the first parameter, the chunk length as the second parameter',
  }),
  pure('contains(collection: any, value: any): boolean', contains, {
    expects:
      'expects two parameters : the collection of items to search within and the object to find within the collection',
  }),
  pure('empty(collection: object|array|string|null): boolean', empty, {
    expects: 'expects one parameter: the object, array or string to test for emptiness',
  }),
  pure('first(collection: array|string): any', first, {
    expects: 'expects one parameter: the array or string of which the first element will be returned',
    must: ['be an array or a string'],
  }),
  pure('intersection(first: any, ...others: any): any', intersection, {
    expects: 'expects either a comma separated list of arrays or a comma separated list of objects as its parameters',
  }),
  pure(
    'join(array: array, delimiter: string): string',
    (array: readonly Json[], delimiter: string) => joinTexts('join', array, delimiter),
    {
      expects:
        'expects two parameters: the array of elements to join as the first parameter, and the element separator as ' +
        'the second parameter',
      must: ['to be an array'],
    },
  ),
  pure('last(collection: array|string): any', last, {
    expects: 'expects one parameter: the array or string of which the last element will be returned',
    must: ['be an array or a string'],
  }),
  pure('reverse(array: array): array', (array: readonly Json[]) => array.toReversed(), {
    expects: 'expects an array as the first parameter',
    must: ['its first parameter to be of type array'],
  }),
  pure('skip(collection: array|string, count: integer): any', skip, {
    expects:
      'expects two parameters: the collection to skip the objects from as the first parameter and the count of objects ' +
      'to skip as the second parameter',
    must: ["'collection' to be an array or a string", "'count' to be an integer"],
  }),
  pure('sort(array: array, key?: string): array', sort, {
    expects: 'expects an array as the first parameter and an optional object key as the second parameter',
  }),
  pure('take(collection: array|string, count: integer): any', take, {
    expects:
      'expects two parameters: the collection to take the objects from as the first parameter and the count of objects ' +
      'to take as the second parameter',
    must: ["'collection' to be an array or a string", "'count' to be an integer"],
  }),
  pure('union(first: any, ...others: any): any', union, {
    expects: 'expects either a comma separated list of arrays or a comma separated list of objects as its parameters',
  }),
];
