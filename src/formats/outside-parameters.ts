// Parameters that are declared outside the definition: in parameters.json of Logic Apps Standard, or beside the definition.
import { isObject, own, stringifyJson, type Json, type JsonObject } from '../json.js';
import { child } from '../pointer.js';
import { didYouMean, parameterTypes, type ParameterDefinition, type Problem } from '../workflow/index.js';
import { objectAt } from './fields.js';

/** What a map of parameters says to a definition. */
export interface Outside {
  readonly declared: readonly ParameterDefinition[];
  /** Values of parameters that the definition declares itself. */
  readonly values: JsonObject;
  readonly problems: readonly Problem[];
}

/**
 * The parameters in a map `{ name: { type, value } }` that a definition names. The map may be for a whole project, and what
 * only others need may be missing here.
 */
export function outsideParameters(map: JsonObject, pointer: string, definition: JsonObject): Outside {
  const text = stringifyJson(definition).toLowerCase();
  const problems: Problem[] = [];
  const used = Object.entries(map)
    .filter(([name]) => text.includes(`'${name.toLowerCase().replaceAll("'", "''")}'`))
    .flatMap(([name, body]) => parameterOf(name, body, child(pointer, name), problems) ?? []);
  const inside = new Set(Object.keys(objectAt(definition, 'parameters')).map((name) => name.toLowerCase()));
  const isInside = ({ name }: ParameterDefinition) => inside.has(name.toLowerCase());
  const values = used.filter(isInside).map(({ name, defaultValue = null }) => [name, defaultValue] as const);
  return { declared: used.filter((each) => !isInside(each)), values: Object.fromEntries(values), problems };
}

/** A value may be a template over app settings, as a default may. */
function parameterOf(name: string, body: Json, pointer: string, problems: Problem[]): ParameterDefinition | undefined {
  const report = (message: string, advice: string): undefined => {
    problems.push({ severity: 'error', code: 'InvalidParameter', message, advice, pointer, at: 'key' });
  };
  const example = `Write: "${name}": { "type": "String", "value": … }`;
  if (!isObject(body)) return report(`The parameter '${name}' must be an object with 'type' and 'value'.`, example);
  const [written, value] = [own(body, 'type'), own(body, 'value')];
  const given = typeof written === 'string' ? written : '';
  const type = parameterTypes.find((known) => known === given.toLowerCase());
  if (!type) {
    const advice = didYouMean(given, parameterTypes) ?? `Types are ${parameterTypes.join(', ')}.`;
    return report(given ? `There is no parameter type '${given}'.` : `The parameter '${name}' has no 'type'.`, advice);
  }
  if (value === undefined || value === null) return report(`The parameter '${name}' has no value.`, example);
  return { name, type, defaultValue: value, pointer: child(pointer, 'value') };
}
