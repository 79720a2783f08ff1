// apiProperties.json as the platform takes it. The published JSON schema is behind: `publisher`, `stackOwner`, `script`,
// `scriptOperations`, `connectionParameterSets`, more OAuth settings and flags that are no texts are all in published
// connectors, and are added here.
import { basicShapes, listOf, oneOf } from '../shapes/basic.js';
import type { Shapes } from '../structure.js';

export const propertiesFile: Shapes = {
  ...basicShapes,
  flag: { type: ['string', 'boolean'] },

  file: { type: ['object'], required: ['properties'], properties: { $schema: 'string', properties: 'properties' } },
  properties: {
    type: ['object'],
    required: ['iconBrandColor'],
    properties: {
      iconBrandColor: 'string',
      capabilities: 'texts',
      connectionParameters: 'connectionParameters',
      connectionParameterSets: 'sets',
      policyTemplateInstances: 'policies',
      publisher: 'string',
      stackOwner: 'string',
      script: 'any',
      scriptOperations: 'texts',
    },
  },

  connectionParameters: { type: ['object'], others: 'connectionParameter' },
  connectionParameter: {
    type: ['object'],
    required: ['type'],
    properties: {
      type: 'connectionParameterType',
      uiDefinition: 'ui',
      oAuthSettings: 'oAuth',
      oauthSettings: 'oAuth',
      metadata: 'object',
      gatewaySettings: 'object',
    },
  },
  connectionParameterType: oneOf(
    'string',
    'securestring',
    'int',
    'bool',
    'gatewaySetting',
    'oauthSetting',
    'oAuthSetting',
  ),
  ui: {
    type: ['object'],
    properties: {
      displayName: 'string',
      description: 'string',
      tooltip: 'string',
      constraints: 'constraints',
      schema: 'object',
    },
  },
  constraints: {
    type: ['object'],
    others: 'any',
    properties: { required: 'flag', hidden: 'flag', allowedValues: 'list', capability: 'texts' },
  },
  oAuth: {
    type: ['object'],
    required: ['identityProvider'],
    others: 'any',
    properties: {
      identityProvider: 'string',
      clientId: 'string',
      scopes: 'texts',
      redirectMode: 'redirectMode',
      redirectUrl: 'string',
      properties: 'object',
      customParameters: 'customParameters',
    },
  },
  redirectMode: oneOf('Global', 'GlobalPerConnector', 'Direct'),
  customParameters: { type: ['object'], others: 'object' },

  sets: {
    type: ['object'],
    required: ['values'],
    properties: { uiDefinition: 'ui', values: 'setList' },
  },
  setList: listOf('set'),
  set: {
    type: ['object'],
    required: ['name', 'parameters'],
    properties: {
      name: 'string',
      uiDefinition: 'ui',
      parameters: 'connectionParameters',
      metadata: 'object',
    },
  },

  policies: listOf('policy'),
  // Which parameters there are follows from the template: the Policy… rules tell of them.
  policy: {
    type: ['object'],
    required: ['templateId'],
    properties: { templateId: 'string', title: 'string', type: 'string', parameters: 'object' },
  },
};
