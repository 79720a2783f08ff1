// From what a flow reads to a schema of the answer it expects.
import { isArray, own, type Json, type JsonObject } from '../../json.js';
import { fold, item, json, type Step } from './origin.js';

/** What is known of one place below the one that is described. */
export interface Known {
  readonly path: readonly Step[];
  readonly schema?: JsonObject;
  readonly decisive?: boolean;
}

/** The schema of outputs of which this is known. Of a body that is only handed on whole nothing is. */
export function outputsSchema(known: readonly Known[]): JsonObject {
  return objectOf(known, anything);
}

const anything: JsonObject = {};
const text: JsonObject = { type: 'string' };

function objectOf(known: readonly Known[], unknown: JsonObject): JsonObject {
  const properties = namesIn(known).map((name) => [name, schemaOf(below(known, name), unknown)]);
  return { type: 'object', properties: Object.fromEntries(properties) as JsonObject };
}

/** The schema of a value of which this is known; `unknown` where nothing is. */
function schemaOf(known: readonly Known[], unknown = text): JsonObject {
  const here = known.flatMap(({ path, schema }) => (path.length === 0 && schema ? [schema] : []));
  const whole = here.find((each) => own(each, 'properties') !== undefined || own(each, 'items') !== undefined);
  if (whole) return whole; // of a Parse JSON action
  const elements = below(known, item);
  if (elements.length > 0 || here.some((each) => own(each, 'type') === 'array'))
    return { type: 'array', items: elements.length > 0 ? schemaOf(elements) : anything };
  if (namesIn(known).length > 0) return objectOf(known, text);
  const said = below(known, json);
  if (said.length > 0) return { type: 'string', contentSchema: schemaOf(said) };
  const choices = choicesIn(known);
  if (choices.length > 0) return { enum: [...new Set(choices)] };
  return here[0] ? { ...text, ...here[0] } : unknown;
}

/** The properties that are read, each once, as they were first spelled: a selection does not mind the case. */
function namesIn(known: readonly Known[]): readonly string[] {
  const names = known.flatMap(({ path: [first] }) => (typeof first === 'string' ? [first] : []));
  return [...new Map(names.toReversed().map((name) => [fold(name), name])).values()].toReversed();
}

function below(known: readonly Known[], step: Step): readonly Known[] {
  const same = (each: Step | undefined) =>
    typeof each === 'string' && typeof step === 'string' ? fold(each) === fold(step) : each === step;
  return known.filter(({ path }) => same(path[0])).map((each) => ({ ...each, path: each.path.slice(1) }));
}

/** The values that a flow looks for; where a loop waits for some, only these. */
function choicesIn(known: readonly Known[]): readonly Json[] {
  const here = known.filter(({ path }) => path.length === 0);
  const decisive = here.filter((each) => each.decisive);
  return (decisive.length > 0 ? decisive : here).flatMap(({ schema = {} }) => {
    const listed = own(schema, 'enum') ?? null;
    return isArray(listed) ? listed : [];
  });
}
