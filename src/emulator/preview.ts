// The operation that only a preview of the service has (acs-identity.md, section 1.3). It is not in
// apiDefinition.swagger.json: a connector is made of what is there to stay.
import type { JsonObject } from '../json.js';

/** What the preview adds, as a swagger document. */
export const previewDefinition: JsonObject = {
  swagger: '2.0',
  info: { title: 'Communication Identity, preview', version: '2025-03-02-preview' },
  paths: {
    '/identities/{identityId}': {
      get: {
        operationId: 'GetCommunicationIdentity',
        summary: 'Get a user',
        parameters: [
          { name: 'api-version', in: 'query', required: true, type: 'string' },
          { name: 'identityId', in: 'path', required: true, type: 'string' },
        ],
        responses: {
          '200': {
            description: 'The user.',
            schema: {
              type: 'object',
              required: ['id'],
              additionalProperties: false,
              properties: {
                id: { type: 'string' },
                customId: { type: 'string', minLength: 1, maxLength: 256 },
                lastTokenIssuedAt: { type: 'string' },
              },
            },
          },
        },
      },
    },
  },
};
