// Checks a value against a schema. Errors come in the order in which a reader of the JSON text meets them: a container's
// type, then what is inside it, and at its end the values it may have, the schemas combined in it, and its counts.
import { isArray, isNumber, isObject, stringifyJson, type Json } from '../json.js';
import { checkArrayEnd, checkItems } from './array.js';
import { checkCombined, targetOf } from './combine.js';
import { bare, raise, type Check, type Here, type Report, type ValidationError } from './finding.js';
import { canonical } from './numbers.js';
import { checkMembers, checkObjectEnd } from './object.js';
import { checkNumber, checkString } from './primitives.js';
import type { Schema } from './schema.js';
import { checkType } from './types.js';

/** All that is wrong with a value; nothing where it satisfies the schema. */
export function validate(value: Json, schema: Schema): readonly ValidationError[] {
  const report: Report = [];
  check({ value, key: '', index: 0, outer: undefined }, schema, report);
  return report.map(({ error }) => error);
}

const check: Check = (here, given, report, outer) => {
  const schema = targetOf(given);
  const { value } = here;
  const trail = { schema, outer };
  if (schema.never) raise(report, here, schema, 'valid', 'Schema always fails validation.', { value: bare(here) });
  const typed = checkType(here, schema, report);
  if (isArray(value)) {
    checkItems(value, here, schema, report, check);
    checkValues(here, schema, report);
    checkCombined(here, schema, report, check, trail);
    checkArrayEnd(value, here, schema, report, check);
  } else if (isObject(value)) {
    checkMembers(value, here, schema, report, check);
    checkValues(here, schema, report);
    checkCombined(here, schema, report, check, trail);
    checkObjectEnd(value, here, schema, report);
  } else if (typed) {
    // Of a text or a number of another type nothing else is said.
    if (typeof value === 'string') checkString(value, here, schema, report);
    if (isNumber(value)) checkNumber(value, here, schema, report);
    checkValues(here, schema, report);
    checkCombined(here, schema, report, check, trail);
  }
};

function checkValues(here: Here, schema: Schema, report: Report): void {
  if (!schema.enum && schema.const === undefined) return;
  const [text, details] = [canonical(here.value), { value: bare(here), moment: 'end' } as const];
  if (schema.enum && schema.enum.size > 0 && !schema.enum.has(text))
    raise(report, here, schema, 'enum', `Value ${stringifyJson(here.value)} is not defined in enum.`, details);
  if (schema.const !== undefined && schema.const !== text)
    raise(report, here, schema, 'const', `Value ${stringifyJson(here.value)} does not match const.`, details);
}
