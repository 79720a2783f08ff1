// Reading untrusted JSON without a crash: what is not there, or not of the right kind, is empty.
import { isArray, isNumber, isObject, own, primitive, stringifyJson, type Json, type JsonObject } from '../json.js';
import { child } from '../pointer.js';

/** A property of an object that is an object itself; empty when it is anything else. */
export function objectIn(object: JsonObject, name: string): JsonObject {
  const value = own(object, name);
  return isObject(value) ? value : {};
}

/** A property of an object that is a list; empty when it is anything else. */
export function listIn(object: JsonObject, name: string): readonly Json[] {
  const value = own(object, name);
  return isArray(value) ? value : [];
}

/** A property of an object that is text. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}

/** The texts in a list. */
export function textsIn(object: JsonObject, name: string): readonly string[] {
  return listIn(object, name).filter((item) => typeof item === 'string');
}

/** A property of an object that is a number. */
export function numberIn(object: JsonObject, name: string): number | undefined {
  const value = own(object, name);
  return value !== undefined && isNumber(value) ? Number(primitive(value)) : undefined;
}

/** The properties of an object that are objects themselves. */
export function objectsOf(object: JsonObject): readonly (readonly [name: string, value: JsonObject])[] {
  return Object.entries(object).flatMap(([name, value]) => (isObject(value) ? [[name, value] as const] : []));
}

/** A longer JSON pointer. */
export function below(pointer: string, ...parts: readonly (string | number)[]): string {
  return parts.reduce<string>(child, pointer);
}

/** The positions in a list of the values that stood there before. */
export function repeats(values: readonly Json[]): readonly number[] {
  if (values.length < 2) return [];
  const seen = new Set<string>();
  return values.flatMap((value, at) => {
    const text = `${typeof value}:${stringifyJson(value)}`;
    if (seen.has(text)) return [at];
    seen.add(text);
    return [];
  });
}

/** A value as a message shows it. */
export function shown(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value);
}

/** Every object in a value with its pointer, the value itself first. */
export function* objectsWithin(value: Json, pointer = ''): Generator<readonly [pointer: string, object: JsonObject]> {
  if (isObject(value)) {
    yield [pointer, value];
    for (const [name, item] of Object.entries(value)) yield* objectsWithin(item, below(pointer, name));
  } else if (isArray(value)) {
    for (const [at, item] of value.entries()) yield* objectsWithin(item, below(pointer, at));
  }
}
