// What reviewers of published connectors ask for beyond the validator's rules: the documentation's coding standards.
import { equal, isObject, kindOf, own } from '../../json.js';
import { didYouMean } from '../advice.js';
import { below, listIn, objectIn, objectsWithin, shown, textIn } from '../json.js';
import { longest } from '../limits.js';
import { isInternal, outputOf } from '../reach.js';
import type { Hit, Rule } from '../rule.js';
import { leniency } from '../strict.js';

export const conventionRules: readonly Rule[] = [
  {
    name: 'JsonNotStrict',
    severity: 'warning',
    message: 'The file is not JSON to the letter: {0}',
    checks:
      'The definition is strict JSON: no comma before a closing bracket, no no-break space, no raw tab in a text. The platform reads these, other tools do not. (What it does not read either is an error without a rule: no other rule is held to such a file.)',
    *check({ files: { definitionText = '' } }) {
      const fault = /^\s*[{[]/.test(definitionText) ? leniency(definitionText) : undefined;
      if (fault) yield { span: [fault.at, fault.at + 1], values: [fault.message] };
    },
  },
  {
    name: 'DefinitionNotJson',
    severity: 'error',
    message: 'The definition is YAML, and connectors are uploaded as JSON.',
    checks: 'The definition begins with a brace, as JSON does.',
    *check({ files: { definitionText = '' } }) {
      if (/^\s*[^\s{[]/.test(definitionText)) yield { whole: true, advice: 'Convert it to JSON.' };
    },
  },
  {
    name: 'DefinitionTooLarge',
    severity: 'error',
    message: 'The definition has {0} bytes, and must have fewer than {1}.',
    checks: 'The definition is smaller than 1 MB.',
    *check({ files: { definitionText = '' } }) {
      const size = Buffer.byteLength(definitionText);
      if (size >= longest.definitionBytes) yield { whole: true, values: [size, longest.definitionBytes] };
    },
  },
  {
    name: 'ContactIncomplete',
    severity: 'warning',
    message: "The contact has no '{0}'.",
    checks: '`info.contact`, where it is there, has a `name`, a `url` and an `email`.',
    *check({ document }) {
      const contact = own(objectIn(document.root, 'info'), 'contact');
      for (const name of isObject(contact) ? ['name', 'url', 'email'] : []) {
        if (isObject(contact) && !textIn(contact, name)) yield { pointer: '/info/contact', at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'SummaryTooLong',
    severity: 'warning',
    message: "The '{0}' has more than 80 characters, which designers cut off.",
    checks: 'A `summary` and an `x-ms-summary` have 80 characters at most.',
    *check({ document }) {
      for (const [pointer, object] of objectsWithin(document.root)) {
        for (const name of ['summary', 'x-ms-summary']) {
          if ((textIn(object, name)?.length ?? 0) > 80) yield { pointer: below(pointer, name), values: [name] };
        }
      }
    },
  },
  {
    name: 'DescriptionEqualsSummary',
    severity: 'warning',
    message: 'The description says the same as the summary.',
    checks: 'The `description` of an operation or parameter says more than its summary.',
    *check({ document }) {
      for (const { source, pointer } of [...document.operations, ...document.parameters]) {
        const description = plain(textIn(source, 'description'));
        const summary = plain(textIn(source, 'summary') ?? textIn(source, 'x-ms-summary'));
        if (description !== '' && description === summary) yield { pointer: below(pointer, 'description') };
      }
    },
  },
  {
    name: 'DescriptionWithoutPunctuation',
    severity: 'warning',
    message: 'The description is no full sentence: it does not end with punctuation.',
    checks:
      'The `description` of the connector or an operation ends with a full stop, an exclamation mark, a question mark or a closing bracket or quote after one. (Most published connectors break this.)',
    *check({ document }) {
      const info = { source: objectIn(document.root, 'info'), pointer: '/info' };
      for (const { source, pointer } of [info, ...document.operations]) {
        const description = textIn(source, 'description')?.trim() ?? '';
        if (description !== '' && !/[.!?]['")\]]*$/.test(description)) yield { pointer: below(pointer, 'description') };
      }
    },
  },
  {
    name: 'TriggerSummaryWording',
    severity: 'warning',
    message: "The summary of a trigger should begin with 'When'.",
    checks: 'The `summary` of a trigger begins with "When".',
    *check({ document }) {
      for (const { source, pointer } of document.operations) {
        const summary = textIn(source, 'summary') ?? '';
        if (own(source, 'x-ms-trigger') === undefined || summary === '' || /^when\b/i.test(summary)) continue;
        yield { pointer: below(pointer, 'summary') };
      }
    },
  },
  {
    name: 'OperationIdNotPascalCase',
    severity: 'warning',
    message: "The operationId '{0}' does not begin with a capital letter.",
    checks: 'An `operationId` is in Pascal case.',
    *check({ document }) {
      for (const { id, pointer } of document.operations) {
        if (/^[^A-Z]/.test(id)) yield { pointer: below(pointer, 'operationId'), values: [id] };
      }
    },
  },
  {
    name: 'InternalRequiredWithoutDefault',
    severity: 'error',
    message: 'The parameter is required but makers cannot see it, and it has no default: nothing can ever fill it.',
    checks:
      'A parameter other than a body that is internal and required has a `default`. (In ~1,000 published connectors there is none without.)',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location === 'body' || !isInternal(source) || own(source, 'required') !== true) continue;
        if (own(source, 'default') === undefined) yield { pointer };
      }
    },
  },
  {
    name: 'DefaultNotInEnum',
    severity: 'warning',
    message: "The default '{0}' is none of the values that may be chosen.",
    checks:
      'A `default` beside an `enum` is one of its values. One of another type is told of by DefaultValueMustMatchType. (Of 60 published connectors that were looked at none breaks this.)',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const [value, choices] = [own(schema, 'default'), listIn(schema, 'enum')];
        if (value === undefined || choices.some((one) => equal(one, value))) continue;
        if (choices.some((one) => kindOf(one) === kindOf(value)))
          yield { pointer: below(pointer, 'default'), values: [shown(value)] };
      }
    },
  },
  {
    name: 'EmptyResponseSchema',
    severity: 'warning',
    message: "The output schema of the operation '{0}' says nothing: makers get no dynamic content from it.",
    checks: 'The schema of an output is not `{}`.',
    *check({ document }) {
      for (const operation of document.operations) {
        const schema = outputOf(operation);
        if (schema && Object.keys(schema).length === 0)
          yield { pointer: operation.pointer, at: 'key', values: [operation.id] };
      }
    },
  },
  {
    name: 'UnknownExtension',
    severity: 'warning',
    message: "The extension '{0}' is not known to the platform.",
    checks:
      'Every property that begins with `x-ms-` is one that published connectors and the documentation know. Mostly it is a slip of the pen.',
    *check({ document }): Generator<Hit> {
      for (const [pointer, object] of objectsWithin(document.root)) {
        if (/\/(properties|example|examples|default)$/.test(pointer)) continue;
        for (const name of Object.keys(object)) {
          if (!/^x-ms-/i.test(name) || extensions.includes(name)) continue;
          yield { pointer: below(pointer, name), at: 'key', values: [name], ...didYouMean(name, extensions) };
        }
      }
    },
  },
];

/** The extensions of the documentation, of the JSON schema, and of published connectors. */
// prettier-ignore
const extensions = [
  'x-ms-api-annotation', 'x-ms-capabilities', 'x-ms-client-flatten', 'x-ms-client-name', 'x-ms-client-request-id', 'x-ms-code-generation-settings',
  'x-ms-connector-metadata', 'x-ms-deployment-version', 'x-ms-discriminator-value', 'x-ms-dynamic-list', 'x-ms-dynamic-properties',
  'x-ms-dynamic-schema', 'x-ms-dynamic-tree', 'x-ms-dynamic-values', 'x-ms-editor', 'x-ms-editor-options', 'x-ms-enum', 'x-ms-enum-values',
  'x-ms-error-response', 'x-ms-examples', 'x-ms-keyOrder', 'x-ms-keyType', 'x-ms-localizeDefaultValue', 'x-ms-media-kind', 'x-ms-name-kind',
  'x-ms-no-generic-test', 'x-ms-notification', 'x-ms-notification-content', 'x-ms-notification-url', 'x-ms-openai-data', 'x-ms-openai-manifest',
  'x-ms-operation-context', 'x-ms-pageable', 'x-ms-parameter-location', 'x-ms-parameterized-host', 'x-ms-permission', 'x-ms-property-name-alias',
  'x-ms-request-id', 'x-ms-require-user-confirmation', 'x-ms-safe-operation', 'x-ms-skip-url-encoding', 'x-ms-sort', 'x-ms-summary',
  'x-ms-test-value', 'x-ms-trigger', 'x-ms-trigger-hint', 'x-ms-trigger-metadata', 'x-ms-trigger-value', 'x-ms-url-encoding', 'x-ms-visibility',
];

function plain(text = ''): string {
  return text
    .trim()
    .replace(/[.!?]+$/, '')
    .toLowerCase();
}
