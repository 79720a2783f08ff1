import { isArray, isObject, keyAnyCase, kindOf, type Json, type JsonObject } from '../json.js';
import type { Keywords } from './keywords.js';
import { didYouMean, fold } from './names.js';
import { child } from '../pointer.js';
import type { Report } from './report.js';

/** A keyword as it stands in a map. */
export interface Field {
  /** The keyword as written. */
  readonly key: string;
  readonly value: Json;
  readonly pointer: string;
}

/** A keyword of a map in any case, an exact match first. */
export function field(map: JsonObject, pointer: string, name: string): Field | undefined {
  const key = keyAnyCase(map, name);
  return key === undefined ? undefined : { key, value: map[key] ?? null, pointer: child(pointer, key) };
}

/** A keyword whose value must be a map; anything else is reported and read as absent. */
export function objectField(
  map: JsonObject,
  pointer: string,
  name: string,
  report: Report,
): Field & { value: JsonObject } {
  const found = field(map, pointer, name);
  const value = found?.value ?? null;
  if (found && value !== null && !isObject(value)) wrongType(found, 'a map', report);
  return { key: found?.key ?? name, value: isObject(value) ? value : {}, pointer: found?.pointer ?? pointer };
}

/** A keyword whose value must be text; anything else is reported and read as absent. */
export function textField(map: JsonObject, pointer: string, name: string, report: Report): string | undefined {
  const found = field(map, pointer, name);
  if (!found || found.value === null) return undefined;
  if (typeof found.value === 'string') return found.value;
  wrongType(found, 'text', report);
  return undefined;
}

/** Reports a value of the wrong type. */
export function wrongType(found: Field, expected: string, report: Report): void {
  report.error({
    code: 'InvalidProperty',
    message: `'${found.key}' must be ${expected}, and is ${described(found.value)}.`,
    pointer: found.pointer,
  });
}

const words = {
  Null: 'empty',
  Boolean: 'true or false',
  Integer: 'a number',
  Float: 'a number',
  Decimal: 'a number',
  String: 'text',
  Array: 'a list',
  Object: 'a map',
} as const;

/** What a value is, in the words a maker uses. */
export function described(value: Json): string {
  return words[kindOf(value)];
}

/** Whether a string is evaluated before it is used, so that nothing can be said about its value. */
export function isTemplate(value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes('@');
}

/** Warns of keywords that nothing reads, most often a slip of the pen. */
export function warnUnknown(
  map: JsonObject,
  pointer: string,
  known: readonly Keywords[],
  place: string,
  report: Report,
  adviceFor: (key: string) => string | undefined = () => undefined,
): void {
  const names = known.flatMap((keywords) => Object.keys(keywords));
  const folded = new Set(names.map(fold));
  for (const key of Object.keys(map)) {
    if (folded.has(fold(key))) continue;
    report.warn({
      code: 'UnknownKeyword',
      message: `${place} has no keyword '${key}', so it has no effect.`,
      advice: adviceFor(key) ?? didYouMean(key, names) ?? `Known here: ${names.join(', ')}.`,
      pointer: child(pointer, key),
      at: 'key',
    });
  }
}

/** Whether JSON nests deeper than `limit`; it is asked before anything recurses. */
export function deeperThan(value: Json, limit: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((item): readonly Json[] =>
      isArray(item) ? item : isObject(item) ? Object.values(item) : [],
    );
  }
  return false;
}
