// Values in a document: enums, their display names, defaults, and formats of types.
import { deepEqual, isArray, isObject, kindOf, own, type Json, type JsonObject } from '../../json.js';
import { below, listIn, repeats, shown, textIn } from '../json.js';
import { inputSchemas, isInternal } from '../reach.js';
import type { Rule } from '../rule.js';
import { isOfType, isType, nameOfType } from '../structure.js';

/**
 * Formats by type: swagger's own, the platform's (`date-no-tz`, `html`), and `uuid` and a few more that published
 * connectors have by the hundred.
 */
const formats: { readonly [type: string]: readonly string[] } = {
  integer: ['int32', 'int64'],
  number: ['float', 'double', 'decimal'],
  // prettier-ignore
  string: [
    'byte', 'binary', 'date', 'date-time', 'password', 'date-no-tz', 'html', 'uri', 'url', 'uuid', 'guid', 'email', 'duration', 'time',
  ],
};

export const valueRules: readonly Rule[] = [
  {
    name: 'InvalidEnumValue',
    severity: 'error',
    message: "The type of the enum value is '{0}' but it should be '{1}' as specified in the schema.",
    checks: 'Every value of an `enum` is of the `type` beside it.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const type = textIn(schema, 'type');
        if (type === undefined || !isType(type)) continue;
        for (const [at, value] of listIn(schema, 'enum').entries()) {
          if (mayBe(schema, value, type)) continue;
          yield { pointer: below(pointer, 'enum', at), values: [kindOf(value), nameOfType(type)] };
        }
      }
    },
  },
  {
    name: 'EnumMustContainAtLeastOneElement',
    severity: 'error',
    message: "The 'enum' array requires at least one value.",
    checks: '`enum` is not empty.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const values = own(schema, 'enum');
        if (isArray(values) && values.length === 0) yield { pointer: below(pointer, 'enum') };
      }
    },
  },
  {
    name: 'DuplicateEnumValuesInExtension',
    severity: 'error',
    message:
      "The 'x-ms-enum-values' extension has duplicate values. You can only have one display name mapped to a value.",
    checks: 'No value of `x-ms-enum-values` comes twice.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const values = listIn(schema, 'x-ms-enum-values').map((one) =>
          isObject(one) ? (own(one, 'value') ?? null) : one,
        );
        for (const at of repeats(values)) yield { pointer: below(pointer, 'x-ms-enum-values', at) };
      }
    },
  },
  {
    name: 'InvalidEnumValuesExtensionValue',
    severity: 'error',
    message: "The 'value' field must match one of the enums as defined in the 'enum' property of the schema.",
    checks: 'Every value of `x-ms-enum-values` is in the `enum` beside it.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        for (const [at, value] of displayed(schema)) {
          if (listIn(schema, 'enum').some((one) => deepEqual(one, value))) continue;
          yield { pointer: below(pointer, 'x-ms-enum-values', at, 'value') };
        }
      }
    },
  },
  {
    name: 'MissingEnumValuesDisplayName',
    severity: 'error',
    message: "The 'x-ms-enum-values' extension is invalid. Please specify the property 'displayName'.",
    checks: 'Every value of `x-ms-enum-values` has a `displayName`.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        for (const [at, item] of listIn(schema, 'x-ms-enum-values').entries()) {
          if (!isObject(item) || own(item, 'displayName') !== undefined) continue;
          yield { pointer: below(pointer, 'x-ms-enum-values', at) };
        }
      }
    },
  },
  {
    name: 'DefaultValueMustMatchType',
    severity: 'error',
    message: "The 'default' value is of type '{0}', but should match the given type '{1}'.",
    checks: 'A `default` is of the `type` beside it.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const [type, value] = [textIn(schema, 'type'), own(schema, 'default')];
        if (type === undefined || !isType(type) || value === undefined || mayBe(schema, value, type)) continue;
        yield { pointer: below(pointer, 'default'), values: [kindOf(value), nameOfType(type)] };
      }
    },
  },
  {
    name: 'UnrecognizedTypeFormat',
    severity: 'warning',
    message: "The type/format '{0}' is not recognized.",
    checks: `The \`format\` beside a \`type\` is one of ${Object.entries(formats)
      .map(([type, names]) => `${type}: ${names.map((name) => `\`${name}\``).join(', ')}`)
      .join(
        '; ',
      )}. (The service's own list is not published; this one has the JSON schema's formats and those that published connectors use.)`,
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const [type = '', format] = [textIn(schema, 'type'), textIn(schema, 'format')];
        if (!format || (type !== '' && !isType(type)) || formats[type]?.includes(format)) continue;
        yield { pointer: below(pointer, 'format'), values: [`${type}/${format}`] };
      }
    },
  },
  {
    name: 'CollectionFormatValueNotSupported',
    severity: 'error',
    message: "The 'collectionFormat' keyword value '{0}' is not supported.",
    checks: '`collectionFormat` is `csv`, `ssv`, `tsv` or `pipes`. (No published connector has `multi`.)',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        const format = own(schema, 'collectionFormat');
        if (format === undefined || ['csv', 'ssv', 'tsv', 'pipes'].includes(shown(format))) continue;
        yield { pointer: below(pointer, 'collectionFormat'), values: [shown(format)] };
      }
    },
  },
  {
    name: 'ArrayHasNoItems',
    severity: 'error',
    message: 'The array should have items specified.',
    checks: 'Everything of type `array` has `items`.',
    *check({ document }) {
      for (const { schema, pointer } of document.sites) {
        if (own(schema, 'type') === 'array' && own(schema, 'items') === undefined) yield { pointer };
      }
    },
  },
  {
    name: 'InternalPropertyWithDefaultOptional',
    severity: 'warning',
    message:
      'The internal property has a default value but is optional. Only required properties are guaranteed to be included in requests.',
    checks:
      'A parameter that is internal and has a default is required: the others are not sent unless a flow gives them. (That this rule is about parameters and the next one about bodies is inferred.)',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location !== 'body' && isHiddenDefault(source) && own(source, 'required') !== true) yield { pointer };
      }
    },
  },
  {
    name: 'PropertyMustBeRequired',
    severity: 'warning',
    message:
      'The property is internal and has a default value, it must be required. Optional internal fields are ignored.',
    checks:
      'A property of a body that is internal and has a default is required: the others are not sent unless a flow gives them.',
    *check({ document }) {
      for (const { schema, pointer, parent, property } of document.sites) {
        if (property === undefined || !parent || !inputSchemas(document).has(parent.schema)) continue;
        if (isHiddenDefault(schema) && !listIn(parent.schema, 'required').includes(property)) yield { pointer };
      }
    },
  },
];

function isHiddenDefault(value: JsonObject): boolean {
  return isInternal(value) && own(value, 'default') !== undefined;
}

/** Null is a value where the document says so. */
function mayBe(schema: JsonObject, value: Json, type: string): boolean {
  return isOfType(value, type) || (value === null && own(schema, 'x-nullable') === true);
}

/** The values of `x-ms-enum-values` beside an enum, with their positions. */
function displayed(schema: JsonObject): readonly (readonly [at: number, value: Json])[] {
  if (!isArray(own(schema, 'enum'))) return [];
  return listIn(schema, 'x-ms-enum-values').flatMap((item, at) => {
    const value = isObject(item) ? own(item, 'value') : undefined;
    return value === undefined ? [] : [[at, value] as const];
  });
}
