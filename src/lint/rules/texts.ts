// The texts that people see first: title, description and summaries.
import { demandsOn } from '../demanded.js';
import type { Document } from '../document.js';
import { below, objectIn, textIn } from '../json.js';
import { longest } from '../limits.js';
import type { Rule } from '../rule.js';

/**
 * Of a title the documentation says: neither "API" nor "Connector" nor a product of the platform. Which products is
 * inferred. The words of a description are those of the validator's output in microsoft/PowerPlatformConnectors 550 and 3407.
 */
// prettier-ignore
const restrictedWords = {
  title: [
    'API', 'Connector', 'Copilot Studio', 'Dataverse', 'Logic Apps', 'Power Apps', 'PowerApps', 'Power Automate', 'Power BI', 'Power Platform',
    'Power Virtual Agents',
  ],
  description: ['Power Apps', 'Power Automate', 'Logic Apps'],
};

export const textRules: readonly Rule[] = [
  {
    name: 'FieldLengthExceeded',
    severity: 'error',
    message: "The '{0}' value goes over the character limit '{1}'",
    checks: `The title of the connector has ${longest.title} characters at most.`,
    *check({ document }) {
      const title = textIn(infoOf(document), 'title') ?? '';
      if (title.length > longest.title) yield { pointer: '/info/title', values: ['title', longest.title] };
    },
  },
  {
    name: 'FieldLengthNotInRange',
    severity: 'error',
    message: "The '{0}' value must be between '{1}' and '{2}' characters.",
    checks: `The description of the connector has from ${longest.description[0]} to ${longest.description[1]} characters.`,
    *check({ document }) {
      const description = textIn(infoOf(document), 'description') ?? '';
      const [least, most] = longest.description;
      if (description.length > 0 && (description.length < least || description.length > most)) {
        yield { pointer: '/info/description', values: ['description', least, most] };
      }
    },
  },
  {
    name: 'RequiredValueEmpty',
    severity: 'error',
    message: "The '{0}' property must have not empty value.",
    checks:
      'Title, description and version of the connector, each `operationId`, the name of each parameter, and the texts that RequiredPropertyMissing demands are not blank where they are there.',
    *check({ document }) {
      const info = infoOf(document);
      const places = [
        ...['title', 'version'].map((name) => ({ source: info, pointer: '/info', name })),
        ...document.operations.map(({ source, pointer }) => ({ source, pointer, name: 'operationId' })),
        ...document.parameters.map(({ source, pointer }) => ({ source, pointer, name: 'name' })),
        ...demandsOn(document).flatMap(({ source, pointer, names }) =>
          names.map((name) => ({ source, pointer, name })),
        ),
      ];
      for (const { source, pointer, name } of places) {
        if (textIn(source, name)?.trim() === '') yield { pointer: below(pointer, name), values: [name] };
      }
    },
  },
  {
    name: 'ValueContainsRestrictedWords',
    severity: 'error',
    message: "The value '{0}' contains at least one of the restricted words: '{1}'.",
    checks: `The title of the connector has none of the words ${restrictedWords.title.join(', ')}; its description has none of ${restrictedWords.description.join(', ')}.`,
    *check({ document }) {
      for (const [name, words] of Object.entries(restrictedWords)) {
        const text = textIn(infoOf(document), name) ?? '';
        const found = words.filter((word) => new RegExp(`\\b${word}\\b`, 'i').test(text));
        if (found.length > 0) yield { pointer: below('/info', name), values: [name, found.join(', ')] };
      }
    },
  },
  {
    name: 'ValueMustBeInEnglish',
    severity: 'error',
    message: "The '{0}' value must be written in English.",
    checks:
      'Title and description of the connector and summaries of operations are written in Latin letters. (What is written in them is not understood.)',
    *check({ document }) {
      for (const { name, text, pointer } of shownTexts(document)) {
        if (/[^\p{Script=Latin}\p{Script=Common}\P{L}]/u.test(text)) yield { pointer, values: [name] };
      }
    },
  },
  {
    name: 'ValueMustEndWithAlphanumeric',
    severity: 'error',
    message: "The '{0}' value must end with alphanumeric character.",
    checks:
      'The title of the connector ends in a letter or digit; a summary of an operation does, or in a closing parenthesis.',
    *check({ document }) {
      for (const { name, text, pointer } of shownTexts(document)) {
        const end = name === 'title' ? /[\p{L}\p{N}]$/u : /[\p{L}\p{N})]$/u;
        if (name !== 'description' && text !== '' && !end.test(text)) yield { pointer, values: [name] };
      }
    },
  },
];

function infoOf({ root }: Document) {
  return objectIn(root, 'info');
}

/** The texts that stand in a gallery and in a designer's list. */
function shownTexts(document: Document) {
  const info = infoOf(document);
  const places = [
    { name: 'title', source: info, pointer: '/info' },
    { name: 'description', source: info, pointer: '/info' },
    ...document.operations.map(({ source, pointer }) => ({ name: 'summary', source, pointer })),
  ];
  return places.map(({ name, source, pointer }) => ({
    name,
    text: textIn(source, name) ?? '',
    pointer: below(pointer, name),
  }));
}
