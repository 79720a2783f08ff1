// Validates values against schemas of a document. ajv is imported when first needed: most runs validate nothing.
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '../json.js';
import { jsonSchema, plain } from './json-schema.js';

/** One way in which a value does not fit its schema. */
export interface Violation {
  /** JSON pointer to the part of the value that does not fit; empty for the value itself. */
  readonly at: string;
  /** The JSON Schema keyword that is broken: `type`, `required`, `enum`, … */
  readonly keyword: string;
  readonly message: string;
}

/** A schema, ready to be held against values. */
export type Validator = (value: Json) => Violation[];

const validators = new WeakMap<JsonObject, Promise<Validator>>();

/** What is wrong with a value by a schema of the document; empty when nothing is. */
export async function validate(document: JsonObject, schema: JsonObject, value: Json): Promise<Violation[]> {
  const validator = await validatorOf(document, schema);
  return validator(value);
}

/** Compiles a schema of the document, once per schema object. */
function validatorOf(document: JsonObject, schema: JsonObject): Promise<Validator> {
  const known = validators.get(schema);
  if (known) return known;
  const made = compile(document, schema);
  validators.set(schema, made);
  return made;
}

async function compile(document: JsonObject, schema: JsonObject): Promise<Validator> {
  const [{ default: draft04 }, { default: formats }] = await Promise.all([
    import('ajv-draft-04'),
    import('ajv-formats'),
  ]);
  const ajv = new draft04.default({ strict: false, allErrors: true, validateSchema: false, logger: false });
  formats.default(ajv);
  const check = ajv.compile(jsonSchema(document, schema));
  return (value) => violations(check, value);
}

function violations(check: ValidateFunction, value: Json): Violation[] {
  if (check(plain(value))) return [];
  return (check.errors ?? []).map((error: ErrorObject) => ({
    at: error.instancePath,
    keyword: error.keyword,
    message: error.message ?? error.keyword,
  }));
}
