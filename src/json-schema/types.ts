import { kindOf, primitive, isNumber, type Json } from '../json.js';
import { bare, raise, type Here, type Report } from './finding.js';
import type { JsonType, Schema } from './schema.js';

/** Checks the type of a value; false where it has another. */
export function checkType(here: Here, schema: Schema, report: Report): boolean {
  const { types } = schema;
  if (!types || fits(here.value, types, schema.wholeFloats)) return true;
  const expected = types.map(nameOf).join(', ');
  const message = `Invalid type. Expected ${expected} but got ${nameOf(typeOf(here.value))}.`;
  raise(report, here, schema, 'type', message, { value: bare(here) });
  return false;
}

function fits(value: Json, types: readonly JsonType[], wholeFloats: boolean): boolean {
  const type = typeOf(value);
  if (types.includes(type)) return true;
  if (type === 'integer') return types.includes('number');
  return type === 'number' && wholeFloats && types.includes('integer') && isWhole(value);
}

function isWhole(value: Json): boolean {
  return isNumber(value) && Number.isInteger(Number(primitive(value)));
}

function typeOf(value: Json): JsonType {
  switch (kindOf(value)) {
    case 'Null':
      return 'null';
    case 'Boolean':
      return 'boolean';
    case 'Integer':
      return 'integer';
    case 'Float':
    case 'Decimal':
      return 'number';
    case 'String':
      return 'string';
    case 'Array':
      return 'array';
    case 'Object':
      return 'object';
  }
}

function nameOf(type: JsonType): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}
