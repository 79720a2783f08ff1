// The values that a template's own parameters are given: by the caller, or by the file of parameters beside the template.
import { kindOf, keyAnyCase, own, type Json, type JsonObject } from '../../json.js';
import { child } from '../../pointer.js';
import type { Problem } from '../../workflow/index.js';
import { companion, type Document } from '../document.js';
import { objectAt, objectsIn, textAt } from '../fields.js';
import { valuesOf } from '../logic-apps.js';
import { diagnose, type Diagnostic } from '../source.js';

/** What a template is given. */
export interface Given {
  readonly values: JsonObject;
  /** Values of secure parameters. */
  readonly secrets: readonly Json[];
  /** The names of all its parameters, with a value or without. */
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The values of a template's parameters; those of the caller come first, as in a deployment. */
export function givenTo(document: Document): Given {
  const inFile = fileOfParameters(document);
  const declared = objectsIn(own(document.value, 'parameters')).map(([name, body]) => {
    const type = (textAt(body, 'type') ?? '').toLowerCase();
    const key = keyAnyCase(inFile.values, name) ?? name;
    return { name, type, value: document.given(name, type) ?? own(inFile.values, key) };
  });
  const given = declared.flatMap(({ value, ...each }) => (value === undefined ? [] : [{ ...each, value }]));
  return {
    values: Object.fromEntries(given.map(({ name, value }) => [name, value])),
    secrets: given.filter(({ type }) => type.startsWith('secure')).map(({ value }) => value),
    names: declared.map(({ name }) => name),
    diagnostics: [...inFile.diagnostics, ...given.flatMap(wrongType).map((problem) => diagnose(document, problem))],
  };
}

/** `azuredeploy.parameters.json` beside `azuredeploy.json`, or the `parameters.json` of an export from the portal (documented). */
function fileOfParameters(document: Document): Pick<Given, 'values' | 'diagnostics'> {
  const name = document.file.split(/[\\/!]/).at(-1) ?? '';
  for (const path of [name.replace(/(?:\.json)?$/i, '.parameters.json'), 'parameters.json']) {
    const found = companion(document, path, 'secret');
    if (found && !('value' in found)) return { values: {}, diagnostics: found.diagnostics };
    // Logic Apps Standard has a parameters.json, too, and it is another kind of file.
    if (found && /deploymentParameters/i.test(textAt(found.value, '$schema') ?? ''))
      return { values: valuesOf(objectAt(found.value, 'parameters')), diagnostics: found.diagnostics };
  }
  return { values: {}, diagnostics: [] };
}

function wrongType({
  name,
  type,
  value,
}: {
  readonly name: string;
  readonly type: string;
  readonly value: Json;
}): Problem[] {
  const [expected, actual] = [kinds[type], kindOf(value)];
  if (expected === undefined || expected === actual) return [];
  const message = `The template's parameter '${name}' must be of type ${type}, and its value is of type ${actual}.`;
  const pointer = child('/parameters', name);
  return [{ severity: 'error', code: 'InvalidParameter', message, pointer, at: 'key' }];
}

/** The kind of value that each type of a template's parameters has. */
const kinds: { readonly [type: string]: ReturnType<typeof kindOf> } = {
  string: 'String',
  securestring: 'String',
  int: 'Integer',
  bool: 'Boolean',
  array: 'Array',
  object: 'Object',
  secureobject: 'Object',
};
