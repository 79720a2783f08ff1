// From what a flow reads to a schema of the answer it expects.
import { isArray, own, type Json, type JsonObject } from '../../json.js';
import { sizeOf, type Count } from './counts.js';
import { described, isStructured } from './described.js';
import { byName } from './names.js';
import { fold } from '../../workflow/index.js';
import { base64, item, json, type Step } from './scope.js';

/** What is taken for granted of a value. */
export interface Claim {
  readonly schema?: JsonObject;
  /** A loop would not end without it, or no run begin. */
  readonly decisive?: boolean;
  /** Holds where nothing else is known. */
  readonly guessed?: boolean;
  /** Values with which the flow would go no further. */
  readonly excluded?: readonly Json[];
  /** The list has so many items. */
  readonly count?: Count;
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
  return objectOf(known.filter(isLikely), anything);
}

/** With the status of a failure the action would fail, so it is given only where the flow goes no further without. */
function isLikely({ path, schema = {}, decisive = false }: Known): boolean {
  const [first, ...others] = path;
  const choices = own(schema, 'enum') ?? null;
  if (typeof first !== 'string' || fold(first) !== 'statuscode' || others.length > 0 || !isArray(choices)) return true;
  return decisive || choices.some(isSuccess);
}

/** Whether a status, as a number or a text, is one of success. */
export function isSuccess(status: Json): boolean {
  return Number(status) >= 200 && Number(status) < 300;
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
  const size = sizeOf(countsIn(here));
  if (elements.length > 0) return { type: 'array', items: schemaOf(elements), ...size };
  const choices = choicesIn(here); // of contains
  return choices.length > 0 ? { type: 'array', items: { enum: choices }, ...size } : { ...list, ...size };
}

/** How many items must be there, else how many the list is first looked at for, but for none. */
function countsIn(here: readonly Known[]): readonly Count[] {
  const countsOf = (known: readonly Known[]) => known.flatMap(({ count }) => count ?? []);
  const enough = countsOf(here).filter(({ most }) => most === undefined);
  const needed = countsOf(here.filter(({ decisive }) => decisive));
  const first = countsOf(here).find(({ most = 0 }) => most > 0);
  return [...enough, ...(needed.length > 0 || !first ? needed : [first])];
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
  const separated = separatedOf(separatorsIn(here), claimed, name);
  if (separated) return separated;
  if (own(claimed, 'type') !== 'string' || Object.keys(claimed).length > 1) return claimed;
  if (here.some(({ alike }) => alike)) return { ...text, example: 'the same 1' };
  if (claims.length === 0 && here.some(({ guessed }) => guessed)) return listOf(here, []);
  return byName(name) ?? (claims.length > 0 ? text : unknown);
}

/** A text that can be split as the flow does it; not one of a format of its own, in which the separators are its parts. */
function separatedOf(separators: readonly string[], claimed: JsonObject, name: string): JsonObject | undefined {
  const { type, format = null, minLength = 0, ...others } = claimed;
  const isAddress = format === 'uri';
  const isPlain = type === 'string' && (format === null || isAddress) && Object.keys(others).length === 0;
  if (separators.length === 0 || !isPlain) return undefined;
  const part = (at: number) => (isAddress ? `example${at}` : `${name} ${at}`);
  const start = isAddress && separators[0] !== ':' ? `https://${part(1)}` : part(1);
  const example = separators.reduce((before, each, at) => `${before}${each}${part(at + 2)}`, start);
  return { ...text, example: example.padEnd(Number(minLength), 'x') };
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
