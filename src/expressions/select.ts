import { isArray, isObject, keyAnyCase, kindOf, type Json, type JsonObject } from '../json.js';
import { ExpressionError } from './error.js';
import type { Dialect } from './scope.js';
import { stringOf } from './text.js';

/** What a selection needs to word its errors, and to know which platform's reading applies. */
export interface Selection {
  /** The whole expression, which messages quote. */
  readonly source: string;
  /** Written with `?`: what is missing is null. A wrong type still is an error. */
  readonly optional: boolean;
}

/** Selects a property or an element, as `.name`, `['name']` and `[0]` do. */
export function select(target: Json, key: Json, selection: Selection, dialect: Dialect): Json {
  if (typeof key === 'string' && dialect === 'power-automate' && key.includes('/')) {
    return selectPath(target, key, selection);
  }
  return selectOne(target, key, selection);
}

/**
 * Power Automate alone reads `?['body/value']` as the property of that name if there is one, else as the path from body to
 * value (measured; also in variables).
 */
function selectPath(target: Json, path: string, selection: Selection): Json {
  if (isObject(target) && keyAnyCase(target, path) !== undefined) return selectOne(target, path, selection);
  let value = target;
  for (const part of path.split('/')) {
    const key = isArray(value) && /^\d+$/.test(part) ? Number(part) : part;
    value = selectOne(value, key, selection);
    if (value === null && selection.optional) return null;
  }
  return value;
}

function selectOne(target: Json, key: Json, selection: Selection): Json {
  if (isObject(target)) return selectProperty(target, key, selection);
  if (isArray(target)) return selectElement(target, key, selection);
  if (target === null) {
    if (selection.optional) return null;
    throw cannotSelect(key, selection, '');
  }
  throw cannotSelect(key, selection, ` Property selection is not supported on values of type '${kindOf(target)}'.`);
}

function selectProperty(target: JsonObject, key: Json, selection: Selection): Json {
  const name = typeof key === 'string' ? key : stringOf(key);
  const found = keyAnyCase(target, name);
  if (found !== undefined) return target[found] ?? null;
  if (selection.optional) return null;
  throw failure(
    selection,
    `property '${name}' doesn't exist, available properties are '${Object.keys(target).join(', ')}'.`,
  );
}

function selectElement(target: readonly Json[], key: Json, selection: Selection): Json {
  if (kindOf(key) !== 'Integer') {
    throw cannotSelect(key, selection, ' Array elements can only be selected using an integer index.');
  }
  const element = typeof key === 'number' && key >= 0 ? target[key] : undefined;
  if (element !== undefined) return element;
  if (selection.optional) return null;
  throw failure(
    selection,
    target.length === 0
      ? `array index '${stringOf(key)}' cannot be selected from empty array.`
      : `array index '${stringOf(key)}' is outside bounds (0, ${target.length - 1}) of array.`,
  );
}

function cannotSelect(key: Json, selection: Selection, why: string): ExpressionError {
  return failure(selection, `property '${stringOf(key)}' cannot be selected.${why}`);
}

function failure({ source }: Selection, why: string): ExpressionError {
  return new ExpressionError(
    'Selection',
    `The template language expression '${source}' cannot be evaluated because ${why} ` +
      `Please see https://aka.ms/logicexpressions for usage details.`,
  );
}
