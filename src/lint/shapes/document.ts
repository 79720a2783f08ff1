// The document as a whole: what stands at its top and in `info`, `tags`, `securityDefinitions` and the metadata.
import type { Shapes } from '../structure.js';
import { listOf, mapOf, oneOf } from './basic.js';

/** The document, and what is said in it about the connector. */
export const documentShapes: Shapes = {
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
};
