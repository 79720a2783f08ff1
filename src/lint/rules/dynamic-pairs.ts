// The two older dynamic extensions and their successors: when both are needed, and what a file picker needs.
import { isObject, own, type JsonObject } from '../../json.js';
import { callsOf, inputsNamed, type Argument, type Call } from '../calls.js';
import type { Document } from '../document.js';
import { below, objectsWithin, textIn } from '../json.js';
import type { Rule } from '../rule.js';

const successors = {
  'x-ms-dynamic-values': { newer: 'x-ms-dynamic-list', Name: 'List' },
  'x-ms-dynamic-schema': { newer: 'x-ms-dynamic-properties', Name: 'Properties' },
} as const;

type Older = keyof typeof successors;

export const dynamicPairRules: readonly Rule[] = [
  ...(['x-ms-dynamic-values', 'x-ms-dynamic-schema'] as const).flatMap((older) => [
    requiredForAmbiguous(older),
    requiredForProperties(older),
  ]),
  {
    name: 'DynamicPropertiesExtensionRequiredForPropertiesValuePath',
    severity: 'error',
    message:
      "The 'x-ms-dynamic-schema' extension property 'value-path' points to schema properties. You need to define the 'x-ms-dynamic-properties' extension, which points to schema object.",
    checks:
      'Where `value-path` of `x-ms-dynamic-schema` ends in `properties`, `x-ms-dynamic-properties` stands beside it.',
    *check({ document }) {
      for (const { holder, pointer, value } of lonely(document, 'x-ms-dynamic-schema')) {
        if (endsInProperties(value) && own(holder, 'x-ms-dynamic-properties') === undefined)
          yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'DynamicPropertiesItemValuePathMismatch',
    severity: 'error',
    message:
      "The 'x-ms-dynamic-properties' extension should have the same item value path as 'x-ms-dynamic-schema' extension without 'properties' ending. The expected path is '{0}'.",
    checks: '`itemValuePath` is the `value-path` of `x-ms-dynamic-schema` beside it, without `properties` at its end.',
    *check({ document }) {
      for (const { holder, value, pointer } of callsOf(document).filter(isOf('x-ms-dynamic-properties'))) {
        const schema = own(holder, 'x-ms-dynamic-schema');
        if (!isObject(schema)) continue;
        const path = (textIn(schema, 'value-path') ?? '').replace(/(^|\/)properties$/, '');
        if ((textIn(value, 'itemValuePath') ?? '') !== path) yield { pointer, at: 'key', values: [path] };
      }
    },
  },
  {
    name: 'DynamicTreeExtensionMissing',
    severity: 'error',
    message: "The 'x-ms-dynamic-tree' extension must be defined to enable file picker support.",
    checks: 'Where `x-ms-dynamic-values` asks for the `file-picker`, `x-ms-dynamic-tree` stands beside it.',
    *check({ document }) {
      for (const { holder, pointer, value } of callsOf(document).filter(isOf('x-ms-dynamic-values'))) {
        if (textIn(value, 'capability') !== 'file-picker' || own(holder, 'x-ms-dynamic-tree') !== undefined) continue;
        yield { pointer, at: 'key' };
      }
    },
  },
  {
    name: 'SelectedItemValuePathNotAllowedInThisPosition',
    severity: 'error',
    message:
      "The 'selectedItemValuePath' property is not allowed in this position. It is allowed only in 'browse' operation of 'x-ms-dynamic-tree' extension.",
    checks: '`selectedItemValuePath` stands in the parameters of `browse` of `x-ms-dynamic-tree`.',
    *check({ document }) {
      for (const call of callsOf(document)) {
        if (call.part === 'browse') continue;
        for (const [pointer, object] of objectsWithin(call.value, call.pointer)) {
          if (own(object, 'selectedItemValuePath') !== undefined)
            yield { pointer: below(pointer, 'selectedItemValuePath'), at: 'key' };
        }
      }
    },
  },
  {
    name: 'DynamicExtensionDefinitionNotAllowedInParameter',
    severity: 'error',
    message: 'Dynamic extensions are not allowed to be defined on the body parameter. It should be in the schema.',
    checks: 'Dynamic extensions of a body stand in its `schema`.',
    *check({ document }) {
      for (const { source, pointer, in: location } of document.parameters) {
        if (location !== 'body') continue;
        for (const name of Object.keys(source)) {
          if (name.startsWith('x-ms-dynamic-')) yield { pointer: below(pointer, name), at: 'key' };
        }
      }
    },
  },
  {
    name: 'OneOfPropertiesRequired',
    severity: 'error',
    message: 'At least one of the properties is required: [{0}].',
    checks:
      '`x-ms-dynamic-values` has `operationId`, `builtInOperation` or `capability`, `x-ms-dynamic-list` one of the first two; an argument of the newer extensions has `value`, `parameterReference` or, in a tree, `selectedItemValuePath`.',
    *check({ document }) {
      for (const call of callsOf(document)) {
        const wanted = ways(call);
        if (wanted.every((name) => own(call.value, name) === undefined))
          yield { pointer: call.pointer, at: 'key', values: [wanted.join(', ')] };
        if (call.older) continue;
        for (const { written, pointer } of call.arguments) {
          const given = isObject(written) ? Object.keys(written) : [];
          if (!argumentWays.some((name) => given.includes(name)))
            yield { pointer, values: [argumentWays.slice(0, 2).join(', ')] };
        }
      }
    },
  },
];

const argumentWays = ['value', 'parameterReference', 'selectedItemValuePath'];

function ways({ extension }: Call): readonly string[] {
  if (extension === 'x-ms-dynamic-values') return ['operationId', 'builtInOperation', 'capability'];
  return extension === 'x-ms-dynamic-list' ? ['operationId', 'builtInOperation'] : ['operationId'];
}

function isOf(extension: Call['extension']) {
  return (call: Call): boolean => call.extension === extension;
}

/** The calls of an older extension that has no successor beside it. */
function lonely(document: Document, older: Older): readonly Call[] {
  return callsOf(document).filter(
    (call) => call.extension === older && own(call.holder, successors[older].newer) === undefined,
  );
}

function requiredForAmbiguous(older: Older): Rule {
  const { newer, Name } = successors[older];
  return {
    name: `Dynamic${Name}ExtensionRequiredForAmbiguousReferences`,
    severity: 'error',
    message: `The '${older}' extension references ambiguous parameter references. You need to define the '${newer}' extension.`,
    checks: `Where \`${older}\` refers to a name that fits both a parameter and a property of the body, \`${newer}\` stands beside it.`,
    *check({ document }) {
      for (const call of lonely(document, older)) {
        if (references(call).some((name) => call.source && inputsNamed(document, call.source, name).length > 1)) {
          yield { pointer: call.pointer, at: 'key' };
        }
      }
    },
  };
}

function requiredForProperties(older: Older): Rule {
  const { newer, Name } = successors[older];
  return {
    name: `Dynamic${Name}ExtensionRequiredForNonParameterReferences`,
    severity: 'error',
    message: `The '${older}' extension references properties within parameters. You need to define the '${newer}' extension.`,
    checks: `Where \`${older}\` refers to a property of the body, \`${newer}\` stands beside it.`,
    *check({ document }) {
      for (const call of lonely(document, older)) {
        if (references(call).some((name) => isProperty(document, call, name)))
          yield { pointer: call.pointer, at: 'key' };
      }
    },
  };
}

function isProperty(document: Document, { source }: Call, name: string): boolean {
  if (!source || source.parameters.some((parameter) => parameter.name === name)) return false;
  const [input] = inputsNamed(document, source, name);
  return input !== undefined && input !== 'anything';
}

function references(call: Call): readonly string[] {
  return call.arguments.flatMap(({ reference }: Argument) => (reference === undefined ? [] : [reference]));
}

function endsInProperties(value: JsonObject): boolean {
  return /(^|\/)properties$/.test(textIn(value, 'value-path') ?? '');
}
