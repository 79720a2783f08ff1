import { isObject, ownAnyCase, type Json, type JsonObject } from '../json.js';

/** A map inside another, its name in any case; empty where there is none. */
export function objectAt(map: JsonObject, name: string): JsonObject {
  const value = ownAnyCase(map, name);
  return isObject(value) ? value : {};
}

/** A text inside a map, its name in any case; undefined where there is none or an empty one. */
export function textAt(map: JsonObject, name: string): string | undefined {
  const value = ownAnyCase(map, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The maps inside a map, by name. */
export function objectsIn(map: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isObject(map)) return [];
  return Object.entries(map).flatMap(([name, body]) => (isObject(body) ? [[name, body] as const] : []));
}
