import type { JsonObject } from '../json.js';
import { member, raise, type Check, type Here, type Report } from './finding.js';
import type { Schema } from './schema.js';

/** Checks the properties of an object, one after another. */
export function checkMembers(object: JsonObject, here: Here, schema: Schema, report: Report, check: Check): void {
  const { properties, additionalProperties, propertyNames } = schema;
  Object.entries(object).forEach(([name, value], index) => {
    const inner = member(here, name, index, value);
    if (propertyNames) check({ ...inner, value: name }, propertyNames, report);
    const known = properties?.get(name);
    if (known) check(inner, known, report);
    else if (additionalProperties) check(inner, additionalProperties, report);
    else if (additionalProperties === false)
      raise(report, inner, schema, 'additionalProperties', undefinedName(name), { value: name, moment: 'name' });
  });
}

function undefinedName(name: string): string {
  return `Property '${name}' has not been defined and the schema does not allow additional properties.`;
}

/** Checks what can be told at the end of an object: which properties are missing, and how many there are. */
export function checkObjectEnd(object: JsonObject, here: Here, schema: Schema, report: Report): void {
  const { maxProperties: most, minProperties: least } = schema;
  const count = Object.keys(object).length;
  const say = (type: string, message: string, value: number | string | readonly string[]) =>
    raise(report, here, schema, type, message, { value, moment: 'end' });
  const missing = missingFrom(object, schema.required);
  if (missing.length > 0)
    say('required', `Required properties are missing from object: ${missing.join(', ')}.`, missing);
  if (most !== undefined && count > most)
    say('maxProperties', `Object property count ${count} exceeds maximum count of ${most}.`, count);
  if (least !== undefined && count < least)
    say('minProperties', `Object property count ${count} is less than minimum count of ${least}.`, count);
  for (const name of schema.dependencies ? Object.keys(object) : []) {
    const needs = schema.dependencies?.get(name);
    const lacks = missingFrom(object, isArrayOfNames(needs) ? needs : []);
    if (lacks.length > 0)
      say(
        'dependencies',
        `Dependencies for property '${name}' failed. Missing required keys: ${lacks.join(', ')}.`,
        name,
      );
  }
}

function missingFrom(object: JsonObject, names: readonly string[] = []): readonly string[] {
  return names.filter((name) => !Object.hasOwn(object, name));
}

function isArrayOfNames(needs: Schema | readonly string[] | undefined): needs is readonly string[] {
  return Array.isArray(needs);
}
