// Parameters. One in a body has a schema; the keywords of the others are those of a schema.
import { textIn } from '../json.js';
import type { Shapes } from '../structure.js';
import { listOf, mapOf, oneOf } from './basic.js';
import { constraints, described } from './schemas.js';

const parameter = { name: 'string', in: 'location', description: 'string', required: 'boolean', ...described } as const;

/** `allowEmptyValue` and `schema` have rules of their own where they do not belong. */
const plainParameter = {
  ...parameter,
  ...constraints,
  type: 'parameterType',
  items: 'items',
  collectionFormat: 'any',
  allowEmptyValue: 'boolean',
  schema: 'any',
  'x-ms-url-encoding': 'encoding',
} as const;

const bodyParameter = {
  ...parameter,
  ...Object.fromEntries(Object.keys(plainParameter).map((name) => [name, 'any'])),
  ...parameter,
  schema: 'schema',
};

/** Parameters of operations, of paths and of the document. */
export const parameterShapes: Shapes = {
  parameters: mapOf('parameter'),
  parameterList: listOf('parameter'),
  parameter: {
    type: ['object'],
    reference: true,
    choose: (value) => (textIn(value, 'in') === 'body' ? 'bodyParameter' : 'plainParameter'),
  },
  bodyParameter: { required: ['name', 'in'], extensions: true, properties: bodyParameter },
  plainParameter: { required: ['name', 'in', 'type'], extensions: true, properties: plainParameter },
  location: oneOf('query', 'header', 'path', 'formData', 'body'),
  parameterType: oneOf('string', 'number', 'integer', 'boolean', 'array', 'file', 'object'),
  items: {
    type: ['object'],
    extensions: true,
    properties: {
      ...constraints,
      type: 'itemType',
      items: 'items',
      collectionFormat: 'any',
      description: 'string',
      title: 'string',
    },
  },
  itemType: oneOf('string', 'number', 'integer', 'boolean', 'array', 'object'),
};
