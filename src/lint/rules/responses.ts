// Responses: that there are some, which of them say what comes back, and what examples they give.
import { own } from '../../json.js';
import { below, objectIn, textIn } from '../json.js';
import type { Rule } from '../rule.js';

export const responseRules: readonly Rule[] = [
  {
    name: 'OperationMustHaveResponse',
    severity: 'error',
    message: 'The operation is not valid, it must contain at least one response definition.',
    checks: '`responses` of an operation is not empty.',
    *check({ document }) {
      for (const { source, pointer, responses } of document.operations) {
        if (own(source, 'responses') !== undefined && responses.length === 0)
          yield { pointer: below(pointer, 'responses'), at: 'key' };
      }
    },
  },
  {
    name: 'OperationShouldHaveSuccessfulResponse',
    severity: 'warning',
    message: "The operation '{0}' should have at least one successful response definition.",
    checks: 'An operation has a response with a status from 200 to 299.',
    *check({ document }) {
      for (const { id, pointer, responses } of document.operations) {
        if (responses.length > 0 && !responses.some(({ status }) => /^2\d\d$/.test(status))) {
          yield { pointer: below(pointer, 'responses'), at: 'key', values: [id] };
        }
      }
    },
  },
  {
    name: 'OperationHasManyResponsesWithSchema',
    severity: 'warning',
    message:
      "The operation '{0}' has more than one response with specified schema, only one schema will be used in the designer.",
    checks: 'Only one response of an operation has a `schema`.',
    *check({ document }) {
      for (const { id, responses } of document.operations) {
        const [, second] = responses.filter(({ source }) => own(source, 'schema') !== undefined);
        if (second) yield { pointer: second.pointer, at: 'key', values: [id] };
      }
    },
  },
  {
    name: 'DefaultResponseHasSchema',
    severity: 'error',
    message:
      "The 'default' response should not have schema definition. Schemas should be defined on expected responses only.",
    checks:
      'The `default` response has no `schema`. (The validator gives it as an error now; older connectors have some.)',
    *check({ document }) {
      for (const { responses } of document.operations) {
        for (const { status, source, pointer } of responses) {
          if (status === 'default' && own(source, 'schema') !== undefined) yield { pointer, at: 'key' };
        }
      }
    },
  },
  {
    name: 'SchemaDefinitionSetIncorrectly',
    severity: 'warning',
    message:
      "The operation '{0}' should define an output schema on the 200 or 201 response code or in 'x-ms-notification-content' extension for a webhook to be visible in the designer.",
    checks:
      'An operation that has a schema for some response has one for 200 or 201, and a webhook trigger has one in `x-ms-notification-content`.',
    *check({ document }) {
      for (const { id, source, item, pointer, responses } of document.operations) {
        if (textIn(source, 'x-ms-trigger') === 'single') {
          const content = {
            ...objectIn(source, 'x-ms-notification-content'),
            ...objectIn(item, 'x-ms-notification-content'),
          };
          if (own(content, 'schema') === undefined) yield { pointer, at: 'key', values: [id] };
          continue;
        }
        const withSchema = responses.filter((response) => own(response.source, 'schema') !== undefined);
        if (withSchema.length === 0 || withSchema.some(({ status }) => status === '200' || status === '201')) continue;
        yield { pointer: below(pointer, 'responses'), at: 'key', values: [id] };
      }
    },
  },
  {
    name: 'ResponseMustBeDefaultOrHttpStatusCode',
    severity: 'error',
    message: "The response is not valid, the response must be a valid HTTP status code, or the string 'default'.",
    checks: 'Every response is named by a status from 100 to 599, or `default`.',
    *check({ document }) {
      for (const { responses } of document.operations) {
        for (const { status, pointer } of responses)
          if (!/^([1-5]\d\d|default)$/.test(status)) yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'ResponseExampleMustBeProducedByOperation',
    severity: 'error',
    message: "The response example '{0}' is not produced by the operation '{1}'.",
    checks: 'The MIME types of `examples` are among what the operation `produces`: JSON where it says nothing.',
    *check({ document }) {
      for (const { id, produces, responses } of document.operations) {
        for (const { source, pointer } of responses) {
          for (const type of Object.keys(objectIn(source, 'examples'))) {
            if (!(produces.length > 0 ? produces : ['application/json']).includes(type))
              yield { pointer: below(pointer, 'examples', type), at: 'key', values: [type, id] };
          }
        }
      }
    },
  },
  {
    name: 'ResponseHeadersAreNotUnique',
    severity: 'error',
    message: 'The response headers are not unique.',
    checks: 'No two headers of a response differ in upper and lower case only.',
    *check({ document }) {
      for (const { source, pointer } of document.responses) {
        const seen = new Set<string>();
        for (const name of Object.keys(objectIn(source, 'headers'))) {
          if (seen.has(name.toLowerCase())) yield { pointer: below(pointer, 'headers', name), at: 'key' };
          seen.add(name.toLowerCase());
        }
      }
    },
  },
];
