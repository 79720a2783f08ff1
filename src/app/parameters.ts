// The values that a workflow's parameters start with: the caller's, the file's, and what the platforms fill in.
import { connectionName } from '../connectors/index.js';
import { diagnose, type Diagnostic, type GivenValue, type Source } from '../formats/index.js';
import { ownAnyCase, parseJson, type Json, type JsonObject } from '../json.js';
import type { ParameterProblem } from '../run/index.js';
import { actionsOf, type Workflow } from '../workflow/index.js';

/** Values of parameters as a caller gives them. */
export interface GivenParameters {
  readonly parameters?: JsonObject;
  /** As text, read by each parameter's type. */
  readonly parameterTexts?: { readonly [name: string]: string };
}

/** What a caller gives to the parameters that a file itself has, as a template does. */
export function givenValue({ parameters = {}, parameterTexts = {} }: GivenParameters): GivenValue {
  return (name, type) => {
    const text = ownAnyCase(parameterTexts, name);
    return typeof text === 'string' ? fromText(type, text) : ownAnyCase(parameters, name);
  };
}

/** The caller's values over the file's own, and what the platforms themselves fill in. */
export function parameterValues(
  source: Source,
  workflow: Workflow,
  connections: readonly string[],
  { parameters = {}, parameterTexts = {} }: GivenParameters,
): JsonObject {
  const filledIn: { [name: string]: Json } = {
    $connections: connectionsValue(source, workflow, connections),
    $authentication: {},
  };
  const declared = new Set(workflow.parameters.map(({ name }) => name));
  const own = Object.entries(filledIn).filter(([name]) => declared.has(name));
  const texts = Object.entries(parameterTexts).map(([name, text]): [string, Json] => [
    name,
    fromText(workflow.parameters.find((each) => isSame(each.name, name))?.type ?? 'string', text),
  ]);
  const isTaken = (name: string) =>
    source.templateParameters.some((each) => isSame(each, name)) && ![...declared].some((each) => isSame(each, name));
  const given = [...Object.entries(parameters), ...texts].filter(([name]) => !isTaken(name));
  return { ...Object.fromEntries(own), ...source.parameterValues, ...Object.fromEntries(given) };
}

function isSame(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

/** `$connections` where the file does not give it: every connection by its own name, so that it is found by its id. */
function connectionsValue(source: Source, workflow: Workflow, connections: readonly string[]): JsonObject {
  const used = [...actionsOf(workflow)].flatMap((node) =>
    node.control === 'leaf' ? (connectionName(node.inputs) ?? []) : [],
  );
  const names = new Set([...connections, ...source.connections.map(({ name }) => name), ...used]);
  return Object.fromEntries([...names].map((name) => [name, { connectionId: name, connectionName: name, id: name }]));
}

function fromText(type: string, text: string): Json {
  if (type === 'string' || type === 'securestring') return text;
  if (type === 'array' && !text.trimStart().startsWith('[')) return text.split(',').map((item) => item.trim());
  try {
    return parseJson(text);
  } catch {
    return text; // of the wrong type then, which is said where all types are checked
  }
}

/** A parameter that a run cannot start with, at its place: in the definition, or in the file that declares it. */
export function unboundAt(source: Source, problem: ParameterProblem): Diagnostic {
  const { parameter, message, advice, pointer } = problem;
  const said = { message, ...(advice !== undefined && { advice }) };
  if (pointer === undefined) {
    const others =
      source.templateParameters.length > 0 ? ` The template has: ${source.templateParameters.join(', ')}.` : '';
    return {
      severity: 'error',
      code: 'UnknownParameter',
      file: source.file,
      message,
      advice: `${advice ?? ''}${others}`,
    };
  }
  const { declared } = source.parameters;
  const place = declared.some(({ name }) => name === parameter) ? source.parameters : source;
  return diagnose(place, { severity: 'error', code: 'InvalidParameter', pointer, at: 'key', ...said });
}
