// From what a flow reads to a schema of the answer it expects.
import { isArray, own, type Json, type JsonObject } from '../../json.js';
import { fold, item, json, type Step } from './origin.js';

/** What is known of one place below the one that is described. */
export interface Known {
  readonly path: readonly Step[];
  readonly schema?: JsonObject;
  readonly decisive?: boolean;
}

/** The schema of a value of which this is known; a text where nothing is. */
export function schemaOf(known: readonly Known[]): JsonObject {
  const here = known.flatMap(({ path, schema }) => (path.length === 0 && schema ? [schema] : []));
  const whole = here.find((each) => own(each, 'properties') !== undefined || own(each, 'items') !== undefined);
  if (whole) return whole; // of a Parse JSON action
  const elements = below(known, item);
  if (elements.length > 0 || here.some((each) => own(each, 'type') === 'array'))
    return { type: 'array', items: elements.length > 0 ? schemaOf(elements) : {} };
  const names = namesIn(known);
  if (names.length > 0)
    return {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, schemaOf(below(known, name))])),
    };
  const said = below(known, json);
  if (said.length > 0) return { type: 'string', contentSchema: schemaOf(said) };
  const choices = choicesIn(known);
  return choices.length > 0 ? { enum: [...new Set(choices)] } : { type: 'string', ...here[0] };
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
