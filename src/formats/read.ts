import type { Dialect } from '../expressions/index.js';
import { isObject, own, type Json, type JsonObject } from '../json.js';
import type { Locate, ReadResult, Source } from './source.js';
import { readText } from './yaml.js';

/** What a kind of file holds: a definition, at a place, and what stands around it. */
interface Contents {
  readonly definition: Json;
  /** Where the definition stands in the file. */
  readonly pointer: string;
  readonly name?: string;
  readonly dialect?: Dialect;
  readonly parameterValues?: JsonObject;
}

/** A kind of file: it looks at the content and takes it or leaves it to the next kind. */
type Format = (file: JsonObject) => Contents | undefined;

/** `{ definition, parameters }`: Logic Apps' code view, and workflow.json of Logic Apps Standard. */
const wrapped: Format = (file) => {
  const definition = own(file, 'definition');
  if (!isObject(definition) || own(file, 'actions') !== undefined) return undefined;
  return { definition, pointer: '/definition', parameterValues: valuesOf(own(file, 'parameters')) };
};

/** `{ properties: { definition } }`: Power Automate's definition.json, and Workflows/*.json of a solution. */
const flow: Format = (file) => {
  const properties = own(file, 'properties');
  const definition = isObject(properties) ? own(properties, 'definition') : undefined;
  if (!isObject(properties) || !isObject(definition)) return undefined;
  const name = own(properties, 'displayName');
  const automate = own(properties, 'connectionReferences') !== undefined || own(properties, 'apiId') !== undefined;
  return {
    definition,
    pointer: '/properties/definition',
    ...(typeof name === 'string' ? { name } : {}),
    ...(automate ? { dialect: 'power-automate' as const } : {}),
    parameterValues: valuesOf(own(properties, 'parameters')),
  };
};

const formats: readonly Format[] = [wrapped, flow];

/** Reads a workflow file; what kind it is follows from its content. Never throws. */
export function read(file: string, text: string): ReadResult {
  const clean = text.replace(/^\uFEFF/, '');
  const result = readText(file, clean);
  if (!result.ok) return result;
  const contents = contentsOf(result.value);
  const locate: Locate = (pointer, at, span) => result.locate(contents.pointer + pointer, at, span);
  const source: Source = {
    file,
    text: clean,
    definition: contents.definition,
    name: contents.name ?? nameOf(file),
    ...(contents.dialect ? { dialect: contents.dialect } : {}),
    parameterValues: contents.parameterValues ?? {},
    locate,
  };
  return { ok: true, source, diagnostics: result.warnings };
}

/** The definition in the content of a file. */
function contentsOf(value: Json): Contents {
  const bare: Contents = { definition: value, pointer: '' };
  if (!isObject(value)) return bare;
  for (const format of formats) {
    const contents = format(value);
    if (contents) return contents;
  }
  return bare;
}

/** `{ name: { value } }` by name. */
function valuesOf(parameters: Json | undefined): JsonObject {
  if (!isObject(parameters)) return {};
  const given = Object.entries(parameters).flatMap(([name, parameter]) => {
    const value = isObject(parameter) ? own(parameter, 'value') : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** `workflows/my-flow.yaml` is my-flow; `my-flow/workflow.json`, as Logic Apps Standard has it, too. */
function nameOf(file: string): string {
  const [last = '', folder] = file.split(/[\\/]/).toReversed();
  const name = last.replace(/(?<=.)\.(ya?ml|json)$/i, '');
  return (name.toLowerCase() === 'workflow' ? folder : undefined) || name || 'workflow';
}
