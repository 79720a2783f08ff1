import { contextScope, evaluate, ExpressionError } from '../expressions/index.js';
import { isArray, isNumber, isObject, keyAnyCase, equal, stringifyJson, type Json, type JsonObject } from '../json.js';
import type { ParameterDefinition, ParameterType, Workflow } from '../workflow/index.js';
import { typeName } from './settlement.js';

/** A parameter that a run cannot start with. */
export interface ParameterProblem {
  readonly parameter: string;
  readonly message: string;
  readonly advice?: string;
  /** Where the parameter is declared; absent for one that is not. */
  readonly pointer?: string;
}

type Bound =
  | { readonly values: JsonObject; readonly secrets: readonly Json[] }
  | { readonly problems: readonly ParameterProblem[] };

/** The values a run starts with: what is given, else the defaults (templates over app settings); every type checked. */
export function bindParameters(
  workflow: Workflow,
  given: JsonObject,
  appSettings: { readonly [name: string]: string },
): Bound {
  const problems: ParameterProblem[] = unknown(workflow, given);
  const values: [string, Json][] = [];
  for (const parameter of workflow.parameters) {
    const value = valueOf(parameter, given, appSettings);
    if (isProblem(value)) problems.push(value);
    else values.push([parameter.name, value.value]);
  }
  if (problems.length > 0) return { problems };
  const bound = Object.fromEntries(values);
  const secure = workflow.parameters.filter(({ type }) => type.startsWith('secure'));
  // A default that is not used stands in the definition all the same, which is kept and shown.
  const secrets = secure.flatMap(({ name, defaultValue }) => {
    const value = bound[name] ?? null;
    return [value, ...written(defaultValue).filter((each) => !equal(each, value))];
  });
  return { values: bound, secrets };
}

/** A default that is no template: the text of one is not what is secret. */
function written(defaultValue: Json | undefined): readonly Json[] {
  const isTemplate = typeof defaultValue === 'string' && /^@|@\{/.test(defaultValue);
  return defaultValue === undefined || isTemplate ? [] : [defaultValue];
}

function unknown({ parameters }: Workflow, given: JsonObject): ParameterProblem[] {
  const names = parameters.map(({ name }) => name);
  return Object.keys(given)
    .filter((name) => !names.some((known) => known.toLowerCase() === name.toLowerCase()))
    .map((parameter) => ({
      parameter,
      message: `The workflow has no parameter '${parameter}'.`,
      advice: names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has no parameters.',
    }));
}

function valueOf(
  parameter: ParameterDefinition,
  given: JsonObject,
  appSettings: { readonly [name: string]: string },
): { readonly value: Json } | ParameterProblem {
  const { name, type, defaultValue, pointer } = parameter;
  const key = keyAnyCase(given, name);
  if (key === undefined && defaultValue === undefined)
    return {
      parameter: name,
      pointer,
      message: `The parameter '${name}' has no value.`,
      advice: `Give one with --param ${name}=…, or a defaultValue.`,
    };
  try {
    const value =
      key === undefined ? evaluate(defaultValue ?? null, contextScope({ appSettings })) : (given[key] ?? null);
    return check(parameter, value) ?? { value };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return {
      parameter: name,
      pointer,
      message: `The default of parameter '${name}' (${type}) cannot be evaluated: ${error.message}`,
    };
  }
}

function check({ name, type, allowedValues, pointer }: ParameterDefinition, value: Json): ParameterProblem | undefined {
  if (!fits(type, value))
    return {
      parameter: name,
      pointer,
      message: `The parameter '${name}' must be of type ${type}, and its value is of type ${typeName(value)}.`,
    };
  if (!allowedValues || allowedValues.some((allowed) => equal(allowed, value))) return undefined;
  const allowed = allowedValues.map(stringifyJson).join(', ');
  return {
    parameter: name,
    pointer,
    message: `The parameter '${name}' has a value that is not allowed.`,
    advice: `Allowed are: ${allowed}.`,
  };
}

function fits(type: ParameterType, value: Json): boolean {
  switch (type) {
    case 'string':
    case 'securestring':
      return typeof value === 'string';
    case 'int':
      return typeName(value) === 'Integer';
    case 'float':
      return isNumber(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'array':
      return isArray(value);
    case 'object':
    case 'secureobject':
      return isObject(value);
  }
}

function isProblem(value: { readonly value: Json } | ParameterProblem): value is ParameterProblem {
  return 'parameter' in value;
}
