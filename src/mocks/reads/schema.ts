// From what a flow reads to a schema of the answer it expects.
import { isArray, own, type Json, type JsonObject } from '../../json.js';
import { described, isStructured } from './described.js';
import { byName } from './names.js';
import { base64, fold, item, json, type Step } from './scope.js';

/** What is taken for granted of a value. */
export interface Claim {
  readonly schema?: JsonObject;
  /** A loop would not end without it, or no run begin. */
  readonly decisive?: boolean;
  /** Holds where nothing else is known. */
  readonly guessed?: boolean;
  /** Values with which the flow would go no further. */
  readonly excluded?: readonly Json[];
  /** The flow is ready for a value that is not there. */
  readonly absent?: boolean;
  /** It is compared with something that is read as well. */
  readonly alike?: boolean;
  /** It is a form with this field. */
  readonly field?: string;
  /** The text is split at these. */
  readonly separators?: readonly string[];
}

/** What is known of one place below the one that is described. */
export interface Known extends Claim {
  readonly path: readonly Step[];
}

/** The schema of outputs of which this is known. Of a body that is only handed on whole nothing is. */
export function outputsSchema(known: readonly Known[]): JsonObject {
  return objectOf(known, anything);
}

const anything: JsonObject = {};
const text: JsonObject = { type: 'string' };
const list: JsonObject = { type: 'array', items: anything };

function objectOf(known: readonly Known[], unknown: JsonObject): JsonObject {
  const properties = namesIn(known).map((name) => [name, schemaOf(below(known, name), name, unknown)]);
  return { type: 'object', properties: Object.fromEntries(properties) as JsonObject };
}

/** The schema of a value of which this is known; `unknown` where nothing is. */
function schemaOf(known: readonly Known[], name = '', unknown = text): JsonObject {
  const wholes = known.filter(({ path, schema }) => path.length === 0 && schema && isStructured(schema));
  if (wholes.length === 0) return schemaAsRead(known, name, unknown);
  const rest = known.filter((each) => !wholes.includes(each));
  const read = rest.length > 0 ? schemaOf(rest, name) : undefined;
  return wholes.reduceRight((inner, { schema = {} }) => described(schema, inner), read) ?? anything;
}

function schemaAsRead(known: readonly Known[], name: string, unknown: JsonObject): JsonObject {
  const here = known.filter(({ path }) => path.length === 0);
  const types = new Set(here.map(({ schema, guessed }) => (schema && !guessed ? own(schema, 'type') : undefined)));
  const fields = new Set(here.flatMap(({ field }) => field ?? []));
  if (fields.size > 0) return formOf([...fields]);
  const elements = below(known, item);
  if (elements.length > 0 || types.has('array')) return listOf(here, elements);
  if (namesIn(known).length > 0 || types.has('object')) return objectOf(known, text);
  const said = below(known, json);
  if (said.length > 0) return { ...text, contentSchema: schemaOf(said, '', anything) };
  const encoded = below(known, base64);
  if (encoded.length > 0) return encodedOf(schemaOf(encoded));
  const choices = choicesIn(here);
  return choices.length > 0 ? { enum: [...new Set(choices)] } : valueOf(here, name, unknown);
}

function listOf(here: readonly Known[], elements: readonly Known[]): JsonObject {
  if (here.some((each) => each.decisive && each.absent)) return { type: 'array', maxItems: 0 };
  if (elements.length > 0) return { type: 'array', items: schemaOf(elements) };
  const choices = choicesIn(here); // of contains
  return choices.length > 0 ? { type: 'array', items: { enum: choices } } : list;
}

/** A form as outputs have it (documented; reference, section 1.4). */
function formOf(fields: readonly string[]): JsonObject {
  const entries = fields.map((key) => ({ key, value: `${key} 1` }));
  const constants = { '$content-type': 'application/x-www-form-urlencoded', $formdata: entries };
  return { type: 'object', example: constants };
}

function encodedOf(inner: JsonObject): JsonObject {
  return inner === text ? { ...text, format: 'byte' } : { ...text, contentEncoding: 'base64', contentSchema: inner };
}

/** The schema of a value that nothing is read below: the more that is said of it the less is guessed. */
function valueOf(here: readonly Known[], name: string, unknown: JsonObject): JsonObject {
  const claims = here.flatMap(({ schema, guessed }) => (schema && !guessed && !own(schema, 'enum') ? [schema] : []));
  const claimed: JsonObject = Object.assign({}, text, ...claims.toReversed()) as JsonObject;
  if (own(claimed, 'type') !== 'string' || Object.keys(claimed).length > 1) return claimed;
  const separators = separatorsIn(here);
  if (separators.length > 0)
    return {
      ...text,
      example: separators.reduce((before, each, at) => `${before}${each}${name} ${at + 2}`, `${name} 1`),
    };
  if (here.some(({ alike }) => alike)) return { ...text, example: 'the same 1' };
  if (claims.length === 0 && here.some(({ guessed }) => guessed)) return list;
  return byName(name) ?? (claims.length > 0 ? text : unknown);
}

/** Each separator as often as the flow counts on it. */
function separatorsIn(here: readonly Known[]): readonly string[] {
  const all = here.flatMap(({ separators }) => (separators ? [separators] : []));
  const longest = new Map(all.toSorted((a, b) => a.length - b.length).map((each) => [each[0], each]));
  return [...longest.values()].flat();
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
function choicesIn(here: readonly Known[]): readonly Json[] {
  const choices = (of: readonly Known[]) =>
    of.flatMap(({ schema = {} }) => {
      const listed = own(schema, 'enum') ?? null;
      return isArray(listed) ? listed : [];
    });
  const needed = choices(here.filter((each) => each.decisive));
  const excluded = new Set(here.flatMap((each) => each.excluded ?? []));
  const all = needed.length > 0 ? needed : choices(here.filter((each) => !each.absent));
  return all.filter((each) => !excluded.has(each));
}
