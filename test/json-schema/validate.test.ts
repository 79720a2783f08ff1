import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isArray, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { readSchema, SchemaError, usesPatterns, validate, type ValidationError } from '../../src/json-schema/index.js';

interface Case {
  readonly name: string;
  readonly schema: Json;
  readonly value?: Json;
  /** Whole errors; or `[message, path, schemaId?, the schemaIds of its children?]`. */
  readonly errors?: readonly Json[];
  /** The message of a schema that cannot be read. */
  readonly refused?: string;
}

const cases = parseJson(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as unknown as Case[];

test.each(cases.map((each): [string, Case] => [each.name, each]))('%s', (_, { schema, value = null, ...expected }) => {
  expect(answer(schema, value, expected.errors)).toEqual(expected.refused ?? expected.errors);
});

function answer(schema: Json, value: Json, wanted: readonly Json[] = []): Json {
  try {
    return validate(value, readSchema(schema)).map((error, index) => shownAs(error, wanted[index] ?? null));
  } catch (error) {
    if (error instanceof SchemaError) return error.message;
    throw error;
  }
}

/** As much of an error as the case speaks of. */
function shownAs(error: ValidationError, wanted: Json): Json {
  if (!isArray(wanted)) return error;
  const children = error.childErrors.map(({ schemaId }) => schemaId);
  return [error.message, error.path, error.schemaId, children].slice(0, Math.max(wanted.length, 2));
}

test('a schema is read once', () => {
  const schema = { type: 'string' };
  expect(readSchema(schema)).toBe(readSchema(schema));
});

test.each<[Json, boolean]>([
  [{ properties: { zip: { pattern: '^\\d+$' } } }, true],
  [{ items: [{ patternProperties: {} }] }, true],
  [{ properties: { pattern: { type: 'string' } }, enum: [{ pattern: 1 }] }, false],
  [true, false],
])('%j uses patterns: %s', (schema, uses) => {
  expect(usesPatterns(schema)).toBe(uses);
});

/** The linter takes an object with a `then` for a promise, so the keyword has another name here. */
function keywordsOf(made: fc.Arbitrary<object>): fc.Arbitrary<JsonObject> {
  return made.map((schema) =>
    Object.fromEntries(
      Object.entries(schema).map(([name, value]): [string, Json] => [
        name === 'whenTrue' ? 'then' : name,
        value as Json,
      ]),
    ),
  );
}

// Small alphabets, so that values and schemas meet.
const names = fc.constantFrom('a', 'b', 'c');
const values = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, false, 0, 1, 2, 3, 1.5, -1, '', 'a', 'ab', 'abc'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
})).value;

const types = fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null');
const counts = fc.integer({ min: 0, max: 3 });
const schemas = fc.letrec<{ schema: Json; open: JsonObject }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3 }, fc.boolean(), tie('open')),
  open: keywordsOf(
    fc.record(
      {
        type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
        enum: fc.uniqueArray(values, { minLength: 1, maxLength: 3 }),
        const: values,
        maxLength: counts,
        minLength: counts,
        maximum: counts,
        exclusiveMinimum: counts,
        multipleOf: fc.constantFrom(1, 2, 0.5),
        properties: fc.dictionary(names, tie('schema'), { maxKeys: 2 }),
        required: fc.uniqueArray(names, { maxLength: 2 }),
        additionalProperties: tie('schema'),
        propertyNames: tie('schema'),
        maxProperties: counts,
        minProperties: counts,
        dependencies: fc.dictionary(names, fc.oneof(fc.uniqueArray(names), tie('schema')), { maxKeys: 2 }),
        items: fc.oneof(tie('schema'), fc.array(tie('schema'), { minLength: 1, maxLength: 2 })),
        additionalItems: tie('schema'),
        uniqueItems: fc.boolean(),
        contains: tie('schema'),
        maxItems: counts,
        minItems: counts,
        allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        not: tie('schema'),
        if: tie('schema'),
        whenTrue: tie('schema'),
        else: tie('schema'),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;

describe('any schema and value', () => {
  // ajv is right about what is valid; in messages and order it goes other ways.
  test('agrees with ajv on what is valid', () => {
    const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
    fc.assert(
      fc.property(schemas, fc.array(values, { minLength: 1, maxLength: 8 }), (schema, several) => {
        const valid = ajv.compile(schema as JsonObject | boolean);
        const ours = readSchema(schema);
        for (const value of several) expect([value, validate(value, ours).length === 0]).toEqual([value, valid(value)]);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  test('what is no schema is refused with a place, never with another error', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            'type',
            'items',
            'properties',
            '$ref',
            'enum',
            'id',
            'anyOf',
            'maximum',
            'required',
            'dependencies',
          ),
          values,
        ),
        values,
        (schema, value) => {
          expect(typeof answer(schema, value)).toMatch(/string|object/);
        },
      ),
    );
  });
});
