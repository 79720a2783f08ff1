// Operations: their ids, their paths' variables, what they take and how many there are.
import { own } from '../../json.js';
import { longest } from '../limits.js';
import { below, objectIn, textIn } from '../json.js';
import type { Rule } from '../rule.js';

/** From the validator's output in microsoft/PowerPlatformConnectors 1095. */
const restricted = '/\\<>*%&?';

export const operationRules: readonly Rule[] = [
  {
    name: 'OperationIdRequired',
    severity: 'error',
    message: "The operation 'operationId' property is required.",
    checks: 'Every operation has an `operationId`.',
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        if (own(source, 'operationId') === undefined) yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'OperationIdNotUnique',
    severity: 'error',
    message: "The operationId '{0}' is used multiple times. Operation identifiers must be unique.",
    checks: 'No two operations have the same `operationId`, upper and lower case taken as one.',
    *check({ document }) {
      const seen = new Map<string, string>();
      for (const { id, pointer, method, path } of document.operations) {
        const other = seen.get(id.toLowerCase());
        if (id !== '' && other !== undefined)
          yield { pointer: below(pointer, 'operationId'), values: [id], advice: `It is that of ${other}, too.` };
        else seen.set(id.toLowerCase(), `${method.toUpperCase()} ${path}`);
      }
    },
  },
  {
    name: 'OperationIdSanitized',
    severity: 'warning',
    message:
      "The 'operationId' property value is different from its sanitized value '{0}'. Please avoid the useage of non-alphanumeric characters to have matching values.",
    checks:
      'An `operationId` has letters and digits only. The suffix of a revision, `_V2`, is left alone (inferred: the documentation asks for it elsewhere).',
    *check({ document }) {
      for (const { id, pointer } of document.operations) {
        const [, name = '', suffix = ''] = /^(.*?)(_V\d+)?$/s.exec(id) ?? [];
        const clean = name.replace(/[^a-z0-9]/gi, '') + suffix;
        if (clean !== id) yield { pointer: below(pointer, 'operationId'), values: [clean] };
      }
    },
  },
  {
    name: 'OperationIdTooLong',
    severity: 'warning',
    message: "The operationId length must be less than '{0}'.",
    checks: `An \`operationId\` is shorter than ${longest.operationId} characters. The service's own limit is not published; this one is beyond every published connector that was looked at.`,
    *check({ document }) {
      for (const { id, pointer } of document.operations) {
        if (id.length >= longest.operationId)
          yield { pointer: below(pointer, 'operationId'), values: [longest.operationId] };
      }
    },
  },
  {
    name: 'OperationSummaryTooLong',
    severity: 'warning',
    message: "The operation 'summary' should be fewer than {0} characters for improved readablity.",
    checks: 'The `summary` of an operation is shorter than 120 characters.',
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        const summary = textIn(source, 'summary') ?? '';
        if (summary.length >= longest.summary) yield { pointer: below(pointer, 'summary'), values: [longest.summary] };
      }
    },
  },
  {
    name: 'RestrictedCharactersInSummary',
    severity: 'error',
    message: 'Summary string contains any of the restricted characters [{0}]',
    checks: `The \`summary\` of an operation has none of \`${restricted}\`. (The documentation does not list them; a publisher was shown these.)`,
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        const summary = textIn(source, 'summary') ?? '';
        if (restricted.split('').some((character) => summary.includes(character)))
          yield { pointer: below(pointer, 'summary'), values: [restricted] };
      }
    },
  },
  {
    name: 'BodyOrFormDataParameterInFetchOperationNotAllowed',
    severity: 'error',
    message: 'Body or form data parameters are not supported in a fetch operation.',
    checks: 'A GET operation has no body and no form fields.',
    *check({ document }) {
      for (const { method, parameters } of document.operations) {
        if (method !== 'get') continue;
        for (const parameter of parameters) {
          if (parameter.in === 'body' || parameter.in === 'formData') yield { pointer: parameter.pointer };
        }
      }
    },
  },
  {
    name: 'ConnectionIdParameterNotAllowed',
    severity: 'error',
    message: "A parameter cannot be named as 'connectionId'.",
    checks: 'No parameter is named `connectionId`, in any case of letters.',
    *check({ document }) {
      for (const { name, pointer } of document.parameters) {
        if (name.toLowerCase() === 'connectionid') yield { pointer: below(pointer, 'name') };
      }
    },
  },
  {
    name: 'InvalidNextLinkNameValue',
    severity: 'error',
    message:
      "The nextLinkName value for operation '{0}' is invalid. Supported values are 'nextLink' or '@odata.nextLink'.",
    checks: '`nextLinkName` of `x-ms-pageable` is `nextLink` or `@odata.nextLink`.',
    *check({ document }) {
      for (const { id, source, pointer } of document.operations) {
        const name = own(objectIn(source, 'x-ms-pageable'), 'nextLinkName');
        if (name === undefined || name === 'nextLink' || name === '@odata.nextLink') continue;
        yield { pointer: below(pointer, 'x-ms-pageable', 'nextLinkName'), values: [id] };
      }
    },
  },
  {
    name: 'TotalOperationsCountExceedsMaxAllowed',
    severity: 'error',
    message: "The total number of operations in the swagger exceeds the maximum allowed value of '{0}'.",
    checks: 'There are 256 operations at most.',
    *check({ document }) {
      if (document.operations.length > longest.operations)
        yield { pointer: '/paths', at: 'key', values: [longest.operations] };
    },
  },
];
