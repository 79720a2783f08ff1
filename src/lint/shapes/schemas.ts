// Schemas, and the keywords that they share with parameters and headers.
import type { Shapes } from '../structure.js';
import { listOf, mapOf, oneOf } from './basic.js';

/** The keywords that constrain a value, in schemas, parameters, items and headers alike. */
export const constraints = {
  format: 'string',
  default: 'any',
  maximum: 'number',
  exclusiveMaximum: 'boolean',
  minimum: 'number',
  exclusiveMinimum: 'boolean',
  maxLength: 'integer',
  minLength: 'integer',
  pattern: 'string',
  maxItems: 'integer',
  minItems: 'integer',
  uniqueItems: 'boolean',
  enum: 'list',
  multipleOf: 'number',
  'x-ms-enum-values': 'enumValues',
} as const;

/** The extensions that describe one value to a maker. */
export const described = {
  'x-ms-summary': 'string',
  'x-ms-visibility': 'visibility',
  'x-ms-dynamic-list': 'dynamicList',
  'x-ms-dynamic-values': 'dynamicValues',
  'x-ms-dynamic-tree': 'dynamicTree',
} as const;

const dynamicSchema = {
  'x-ms-dynamic-schema': 'dynamicSchema',
  'x-ms-dynamic-properties': 'dynamicProperties',
} as const;

/** Keywords of JSON Schema and OpenAPI 3 that swagger 2.0 as the platform reads it does not have. */
export const foreignKeywords = [
  'oneOf',
  'anyOf',
  'not',
  'if',
  'then',
  'else',
  'const',
  'patternProperties',
  'additionalItems',
  'contains',
  'dependencies',
  'nullable',
  'writeOnly',
  'deprecated',
  'examples',
] as const;

/** The schemas of bodies, responses and definitions. */
export const schemaShapes: Shapes = {
  schemas: mapOf('schema'),
  schema: {
    type: ['object'],
    reference: true,
    extensions: true,
    properties: {
      ...constraints,
      ...described,
      ...dynamicSchema,
      $ref: 'any',
      title: 'string',
      description: 'string',
      maxProperties: 'integer',
      minProperties: 'integer',
      required: 'texts',
      additionalProperties: 'additional',
      type: 'schemaType',
      items: 'schema',
      allOf: 'schemaList',
      properties: 'schemas',
      discriminator: 'string',
      readOnly: 'boolean',
      xml: 'object',
      externalDocs: 'externalDocs',
      example: 'any',
      // SwaggerKeywordNotSupported tells of these.
      ...Object.fromEntries(foreignKeywords.map((name) => [name, 'any'])),
    },
  },
  schemaList: listOf('schema'),
  additional: { type: ['boolean', 'object'], choose: () => 'schema' },
  schemaType: oneOf('string', 'number', 'integer', 'boolean', 'array', 'object', 'file'),
};
