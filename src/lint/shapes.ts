// Swagger 2.0 as the platform wants it: the constraints of the published JSON schema, corrected where published
// connectors show it to be behind (formats, `x-ms-url-encoding` on other parameters, extensions it does not know yet,
// `x-ms-api-annotation` with `expires`). What a rule of its own tells is left out here.
import { textIn } from './json.js';
import type { Shape, Shapes } from './structure.js';

const string: Shape = { type: ['string'] };
const boolean: Shape = { type: ['boolean'] };
const number: Shape = { type: ['number'] };
const integer: Shape = { type: ['integer'] };
const any: Shape = {};
const object: Shape = { type: ['object'] };

const oneOf = (...values: readonly string[]): Shape => ({ type: ['string'], values });
const listOf = (items: string): Shape => ({ type: ['array'], items });
const mapOf = (others: string): Shape => ({ type: ['object'], others });

/** The keywords that constrain a value, in schemas, parameters, items and headers alike. */
const constraints = {
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
const described = {
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

export const swagger: Shapes = {
  string,
  boolean,
  number,
  integer,
  any,
  object,
  list: { type: ['array'] },
  texts: listOf('string'),

  document: {
    type: ['object'],
    required: ['swagger', 'info', 'paths', 'x-ms-connector-metadata'],
    extensions: true,
    properties: {
      swagger: 'string',
      info: 'info',
      host: 'string',
      basePath: 'string',
      schemes: 'texts',
      consumes: 'texts',
      produces: 'texts',
      paths: 'paths',
      definitions: 'schemas',
      parameters: 'parameters',
      responses: 'responseDefinitions',
      security: 'requirements',
      securityDefinitions: 'securityDefinitions',
      tags: 'tags',
      externalDocs: 'externalDocs',
      'x-ms-connector-metadata': 'metadata',
    },
  },
  info: {
    type: ['object'],
    required: ['title', 'version', 'contact'],
    extensions: true,
    properties: {
      title: 'string',
      version: 'string',
      description: 'string',
      termsOfService: 'string',
      contact: 'contact',
      license: 'license',
      'x-ms-api-annotation': 'infoAnnotation',
      'x-ms-deployment-version': 'string',
    },
  },
  contact: { type: ['object'], extensions: true, properties: { name: 'string', url: 'string', email: 'string' } },
  license: { type: ['object'], required: ['name'], extensions: true, properties: { name: 'string', url: 'string' } },
  externalDocs: {
    type: ['object'],
    required: ['url'],
    extensions: true,
    properties: { description: 'string', url: 'string' },
  },
  tags: listOf('tag'),
  tag: {
    type: ['object'],
    required: ['name'],
    extensions: true,
    properties: { name: 'string', description: 'string', externalDocs: 'externalDocs' },
  },
  metadata: listOf('metadatum'),
  metadatum: {
    type: ['object'],
    required: ['propertyName', 'propertyValue'],
    properties: { propertyName: 'string', propertyValue: 'string' },
  },

  paths: { type: ['object'], extensions: true, others: 'path' },
  path: {
    type: ['object'],
    extensions: true,
    properties: {
      $ref: 'any',
      get: 'operation',
      put: 'operation',
      post: 'operation',
      delete: 'operation',
      options: 'operation',
      head: 'operation',
      patch: 'operation',
      parameters: 'parameterList',
      'x-ms-notification-content': 'notification',
    },
  },
  operation: {
    type: ['object'],
    required: ['responses'],
    extensions: true,
    properties: {
      tags: 'texts',
      summary: 'string',
      description: 'string',
      externalDocs: 'externalDocs',
      operationId: 'string',
      produces: 'texts',
      consumes: 'texts',
      parameters: 'parameterList',
      responses: 'responses',
      schemes: 'texts',
      deprecated: 'boolean',
      security: 'requirements',
      'x-ms-visibility': 'visibility',
      'x-ms-api-annotation': 'annotation',
      'x-ms-no-generic-test': 'boolean',
      'x-ms-pageable': 'pageable',
      'x-ms-trigger': 'trigger',
      'x-ms-trigger-hint': 'string',
      'x-ms-trigger-metadata': 'triggerMetadata',
      'x-ms-safe-operation': 'boolean',
    },
  },
  notification: {
    type: ['object'],
    required: ['schema'],
    extensions: true,
    properties: { description: 'string', schema: 'schema', headers: 'headers' },
  },

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

  // No status code is known here: ResponseMustBeDefaultOrHttpStatusCode tells of them.
  responses: { type: ['object'], extensions: true, others: 'response' },
  responseDefinitions: mapOf('response'),
  response: {
    type: ['object'],
    reference: true,
    required: ['description'],
    extensions: true,
    properties: { description: 'string', schema: 'schema', headers: 'headers', examples: 'object' },
  },
  headers: mapOf('header'),
  header: {
    type: ['object'],
    required: ['type'],
    extensions: true,
    properties: { ...constraints, type: 'itemType', items: 'items', collectionFormat: 'any', description: 'string' },
  },

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

  // Which properties a scheme has follows from its type: the two SecurityScheme… rules tell of them.
  securityDefinitions: mapOf('securityScheme'),
  securityScheme: {
    type: ['object'],
    required: ['type'],
    others: 'any',
    properties: { in: 'keyLocation', flow: 'flow', scopes: 'object' },
  },
  keyLocation: oneOf('header', 'query'),
  flow: oneOf('implicit', 'password', 'application', 'accessCode'),
  // The SecurityRequirement… rules tell of the rest.
  requirements: listOf('object'),

  visibility: oneOf('important', 'advanced', 'internal', 'none'),
  encoding: oneOf('single', 'double'),
  trigger: oneOf('batch', 'single'),
  triggerMetadata: {
    type: ['object'],
    properties: { kind: 'triggerKind', mode: 'triggerMode' },
  },
  triggerKind: oneOf('query'),
  triggerMode: oneOf('polling'),
  pageable: { type: ['object'], required: ['nextLinkName'], properties: { nextLinkName: 'string' } },
  enumValues: listOf('enumValue'),
  // MissingEnumValuesDisplayName tells of a name that is missing.
  enumValue: { type: ['object'], required: ['value'], properties: { value: 'any', displayName: 'string' } },
  infoAnnotation: { type: ['object'], properties: { status: 'status' } },
  annotation: {
    type: ['object'],
    properties: {
      family: 'string',
      revision: 'integer',
      status: 'status',
      replacement: 'replacement',
      expires: 'string',
    },
  },
  status: oneOf('Production', 'Preview'),
  replacement: { type: ['object'], properties: { api: 'string', operationId: 'string' } },
  // OneOfPropertiesRequired tells of a call that names no operation.
  dynamicValues: {
    type: ['object'],
    properties: {
      operationId: 'string',
      builtInOperation: 'string',
      capability: 'string',
      parameters: 'object',
      'value-collection': 'string',
      'value-title': 'string',
      'value-path': 'string',
    },
  },
  dynamicList: {
    type: ['object'],
    properties: {
      operationId: 'string',
      builtInOperation: 'string',
      parameters: 'object',
      itemsPath: 'string',
      itemTitlePath: 'string',
      itemValuePath: 'string',
    },
  },
  dynamicSchema: {
    type: ['object'],
    required: ['operationId'],
    properties: { operationId: 'string', parameters: 'object', 'value-path': 'string' },
  },
  dynamicProperties: {
    type: ['object'],
    required: ['operationId'],
    properties: { operationId: 'string', parameters: 'object', itemValuePath: 'string' },
  },
  dynamicTree: { type: ['object'], properties: { open: 'treeCall', browse: 'treeCall', settings: 'object' } },
  treeCall: {
    type: ['object'],
    required: ['operationId'],
    properties: {
      operationId: 'string',
      parameters: 'object',
      itemsPath: 'string',
      itemTitlePath: 'string',
      itemFullTitlePath: 'string',
      itemValuePath: 'string',
      itemIsParent: 'string',
    },
  },
};
