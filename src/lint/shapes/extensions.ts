// The platform's extensions, `x-ms-…`: what stands in them.
import type { Shapes } from '../structure.js';
import { listOf, oneOf } from './basic.js';

/** The extensions of swagger that the platform reads. */
export const extensionShapes: Shapes = {
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
