// Paths, their operations, and what these answer.
import type { Shapes } from '../structure.js';
import { mapOf } from './basic.js';
import { constraints } from './schemas.js';

/** Paths, operations and responses. */
export const operationShapes: Shapes = {
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
};
