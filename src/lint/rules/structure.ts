// The structure of a document: what its parts must be and have. One walk finds the misfits, one rule tells of each kind.
import { own } from '../../json.js';
import type { Connector } from '../connector.js';
import { demandsOn } from '../demanded.js';
import type { Document } from '../document.js';
import { below, listIn, repeats } from '../json.js';
import type { Hit, Rule } from '../rule.js';
import { foreignKeywords } from '../shapes/schemas.js';
import { swaggerShapes } from '../shapes/swagger.js';
import { meant, misfits, type Misfit } from '../structure.js';

export const structureRules: readonly Rule[] = [
  {
    name: 'JsonTypeIncorrect',
    severity: 'error',
    message: "The type of the property is incorrect. Expected type '{0}', but value is of type '{1}'.",
    checks: 'Everything that swagger and the platform know is of the type that it should be.',
    *check(connector) {
      for (const { pointer, what, found = '' } of misfitsOf(connector, 'type'))
        yield { pointer, values: [what, found] };
    },
  },
  {
    name: 'JsonValueNotInEnum',
    severity: 'error',
    message: 'The property value must be one of the following: {0}.',
    checks:
      'Where only some values are allowed, it is one of these, in upper and lower case as written: `in`, `type`, `x-ms-visibility`, `x-ms-url-encoding`, `x-ms-trigger` and so on.',
    *check(connector) {
      for (const misfit of misfitsOf(connector, 'value'))
        yield { pointer: misfit.pointer, values: [misfit.what], ...meant(misfit) };
    },
  },
  {
    name: 'RequiredPropertyMissing',
    severity: 'error',
    message: "The '{0}' property is required.",
    checks:
      'Everything that swagger and the platform require is there: `contact` and `description` of the connector and `x-ms-connector-metadata`, too, `summary` and `description` of operations, and `x-ms-summary` and `description` of their parameters. What is internal needs no texts, nor do parameters of an internal operation, nor a body, whose properties are shown. (Inferred from what the validator told publishers.)',
    *check(connector) {
      for (const { pointer, what } of misfitsOf(connector, 'missing')) yield { pointer, at: 'key', values: [what] };
      for (const { source, pointer, names } of demandsOn(connector.document)) {
        for (const name of names) if (own(source, name) === undefined) yield { pointer, at: 'key', values: [name] };
      }
    },
  },
  {
    name: 'ExtensionNameNotValid',
    severity: 'error',
    message: 'The property \'{0}\' is not valid. If this property is an extension, its name must begin with "x-".',
    checks: 'Where swagger allows extensions, there is nothing besides them and what it knows.',
    check: (connector) => unknown(connector, true),
  },
  {
    name: 'AdditionalPropertyNotAllowed',
    severity: 'error',
    message: "The property '{0}' is not allowed and must be removed.",
    checks:
      'In `x-ms-pageable`, `x-ms-api-annotation`, `x-ms-dynamic-values` and the like there is nothing but what they have.',
    check: (connector) => unknown(connector, false),
  },
  {
    name: 'SwaggerKeywordNotSupported',
    severity: 'error',
    message: "The '{0}' keyword is not supported.",
    checks: `No schema has one of ${foreignKeywords.map((name) => `\`${name}\``).join(', ')}: they are of JSON Schema or OpenAPI 3. (The service's own list is not published. The documentation's example is \`uniqueItems\` in a wrong place, but a certified connector has it, as \`false\`, on its lists.)`,
    *check({ document }) {
      for (const { schema, pointer, role } of document.sites) {
        if (role === 'parameter' || role === 'header') continue;
        for (const name of foreignKeywords) {
          if (own(schema, name) !== undefined) yield { pointer: below(pointer, name), at: 'key', values: [name] };
        }
      }
    },
  },
  {
    name: 'ArrayDuplicateValue',
    severity: 'error',
    message: 'The array contains duplicate values, values must be unique.',
    checks:
      'No value comes twice in `enum`, `required`, `schemes`, `consumes`, `produces` and the tags of an operation.',
    *check({ document }) {
      for (const { source, pointer } of lists(document)) {
        for (const at of repeats(source)) yield { pointer: below(pointer, at) };
      }
    },
  },
];

const known = new WeakMap<Connector, readonly Misfit[]>();

function misfitsOf(connector: Connector, kind: Misfit['kind']): readonly Misfit[] {
  const all = known.get(connector) ?? [...misfits(swaggerShapes, 'document', connector.files.definition)];
  known.set(connector, all);
  return all.filter((misfit) => misfit.kind === kind);
}

function* unknown(connector: Connector, extensions: boolean): Generator<Hit> {
  for (const misfit of misfitsOf(connector, 'unknown')) {
    if (misfit.extensions !== extensions) continue;
    yield { pointer: misfit.pointer, at: 'key', values: [misfit.what], ...meant(misfit) };
  }
}

function lists({ root, operations, sites }: Document) {
  const owners = [
    { source: root, pointer: '', names: ['schemes', 'consumes', 'produces'] },
    ...operations.map(({ source, pointer }) => ({
      source,
      pointer,
      names: ['schemes', 'consumes', 'produces', 'tags'],
    })),
    ...sites.map(({ schema, pointer }) => ({ source: schema, pointer, names: ['enum', 'required'] })),
  ];
  return owners.flatMap(({ source, pointer, names }) =>
    names.map((name) => ({ source: listIn(source, name), pointer: below(pointer, name) })),
  );
}
