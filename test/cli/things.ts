/** The swagger of a connector with one operation, `ListThings`. */
export const swagger = JSON.stringify({
  swagger: '2.0',
  consumes: ['application/json'],
  produces: ['application/json'],
  paths: {
    '/things': {
      get: {
        operationId: 'ListThings',
        responses: {
          200: { schema: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } } },
        },
      },
    },
  },
});
