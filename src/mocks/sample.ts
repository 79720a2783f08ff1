// A value that fits a schema: what its author gives as an example where there is one, else something made up.
import { isArray, isNumber, isObject, kindOf, own, stringifyJson, type Json, type JsonObject } from '../json.js';
import { uuid } from '../run/index.js';
import { itemsOf, propertiesOf, resolve } from '../swagger/index.js';

/** Numbers in [0, 1): the same ones give the same value. */
export type Random = () => number;

/**
 * A value for a schema of the document; `name` shows in texts that are made up. Deeper than `deepest` only what is
 * required is made: documents describe trees that never end.
 */
export function sampleOf(document: JsonObject, schema: JsonObject, name: string, random: Random, deepest = 5): Json {
  return sample({ document, random, open: [], deepest }, schema, name);
}

interface Making {
  readonly document: JsonObject;
  readonly random: Random;
  /** The schemas around this one: a circle ends where it comes round. */
  readonly open: readonly JsonObject[];
  readonly deepest: number;
}

function sample(making: Making, given: JsonObject, name: string): Json {
  const schema = resolve(making.document, given);
  const said = own(schema, 'example') ?? own(schema, 'x-example') ?? own(schema, 'default');
  if (said !== undefined && fits(said, schema)) return said;
  const choices = choicesOf(schema);
  if (choices.length > 0) return pick(choices, making.random);
  const base = baseOf(making, schema);
  if (base) return sample({ ...making, open: [...making.open, schema] }, base, name);
  const inner = { ...making, open: [...making.open, schema] };
  switch (typeOf(making.document, schema)) {
    case 'object':
      return objectOf(inner, schema);
    case 'array':
      return arrayOf(inner, schema, name);
    case 'integer':
      return Math.round(numberFor(schema, making.random));
    case 'number':
      return withFraction(Math.round(numberFor(schema, making.random)), schema);
    case 'boolean':
      return making.random() < 0.5;
    default:
      return textOf(inner, schema, name);
  }
}

/** The values that a schema lists, also only with their names for people. */
function choicesOf(schema: JsonObject): readonly Json[] {
  const listed = own(schema, 'enum') ?? null;
  if (isArray(listed) && listed.length > 0) return listed;
  const named = own(schema, 'x-ms-enum-values') ?? null;
  return (isArray(named) ? named : []).flatMap((each) => (isObject(each) ? [own(each, 'value') ?? null] : []));
}

/** What a schema without a type of its own is based on, where that is no object; of alternatives the first that is something. */
function baseOf({ document, open }: Making, schema: JsonObject): JsonObject | undefined {
  if (own(schema, 'type') !== undefined || propertiesOf(document, schema).size > 0) return undefined;
  const bases = ['allOf', 'anyOf', 'oneOf'].map((name) => own(schema, name)).find(isArray) ?? [];
  const resolved = bases.map((each) => resolve(document, each));
  return resolved.find((each) => own(each, 'type') !== 'null' && !open.includes(each));
}

/** A half, so that it is seen to be a number and no integer, where the schema leaves room for one. */
function withFraction(value: number, schema: JsonObject): number {
  const half = value + 0.5;
  const whole = ['int32', 'int64'].includes(own(schema, 'format') as string) || own(schema, 'multipleOf') !== undefined;
  return whole || half > (numberAt(schema, 'maximum') ?? Infinity) ? value : half;
}

/** Published examples and defaults are not always of the type (38 defaults of the published connectors are not). */
function fits(value: Json, schema: JsonObject): boolean {
  const type = own(schema, 'type');
  if (type === 'object') return isObject(value);
  if (type === 'array') return isArray(value);
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'integer') return kindOf(value) === 'Integer';
  if (type === 'number') return isNumber(value);
  return type !== 'string' || typeof value === 'string';
}

function typeOf(document: JsonObject, schema: JsonObject): string {
  const type = own(schema, 'type');
  if (typeof type === 'string') return type;
  // JSON Schema's lists of types are published, too.
  if (isArray(type))
    return type.find((each): each is string => typeof each === 'string' && each !== 'null') ?? 'object';
  if (own(schema, 'items') !== undefined) return 'array';
  // Where the document is silent anything may come: an object, which an expression can look into.
  return propertiesOf(document, schema).size > 0 || own(schema, 'format') === undefined ? 'object' : 'string';
}

function objectOf(making: Making, schema: JsonObject): Json {
  const deep = making.open.length > making.deepest;
  const entries = [...propertiesOf(making.document, schema).values()].flatMap((property): [string, Json][] => {
    const resolved = resolve(making.document, property.schema);
    if (making.open.includes(resolved))
      return property.required ? [[property.name, own(resolved, 'type') === 'array' ? [] : {}]] : [];
    return deep && !property.required ? [] : [[property.name, sample(making, property.schema, property.name)]];
  });
  return entries.length > 0 || deep ? Object.fromEntries(entries) : anyEntry(making, schema);
}

/** An object that is a map has one entry. */
function anyEntry(making: Making, schema: JsonObject): Json {
  const values = own(schema, 'additionalProperties') ?? null;
  if (!isObject(values) || making.open.includes(resolve(making.document, values))) return {};
  return { key: sample(making, values, 'value') };
}

function arrayOf(making: Making, schema: JsonObject, name: string): Json {
  const items = itemsOf(making.document, schema);
  if (!items || making.open.includes(resolve(making.document, items))) return [];
  const [least, most] = [numberAt(schema, 'minItems') ?? 0, numberAt(schema, 'maxItems') ?? Infinity];
  const count = Math.min(Math.max(least, making.open.length > 3 ? 1 : 2), most, 50);
  return Array.from({ length: count }, () => sample(making, items, name));
}

function numberFor(schema: JsonObject, random: Random): number {
  const maximum = numberAt(schema, 'maximum');
  const least = numberAt(schema, 'minimum') ?? (maximum !== undefined && maximum < 1 ? maximum - 99 : 1);
  const most = maximum ?? least + 99;
  const exclusive = own(schema, 'exclusiveMinimum') === true ? 1 : 0;
  const step = numberAt(schema, 'multipleOf') ?? 0;
  const value = least + exclusive + random() * Math.max(0, most - 1 - least - exclusive);
  return step > 0 ? Math.ceil(value / step) * step : value;
}

const byFormat: { readonly [format: string]: (random: Random) => string } = {
  'date-time': (random) => instant(random).toISOString().replace('.000Z', 'Z'),
  'date-no-tz': (random) => instant(random).toISOString().slice(0, 19),
  date: (random) => instant(random).toISOString().slice(0, 10),
  uuid,
  guid: uuid,
  time: (random) => instant(random).toISOString().slice(11).replace('.000Z', 'Z'),
  hostname: () => 'host.example.com',
  ipv4: (random) => `192.0.2.${Math.floor(random() * 255)}`,
  email: (random) => `someone${Math.floor(random() * 100)}@example.com`,
  uri: (random) => `https://example.com/${Math.floor(random() * 1000)}`,
  byte: () => 'ZXhhbXBsZQ==',
};

/** A day of 2025, whatever day it is. */
function instant(random: Random): Date {
  return new Date(Date.UTC(2025, 0, 1) + Math.floor(random() * 365 * 24 * 60) * 60_000);
}

/** A text, or what stands in it: as JSON, or as base64. */
function textOf(making: Making, schema: JsonObject, name: string): string {
  const content = own(schema, 'contentSchema') ?? null;
  if (!isObject(content)) return textFor(schema, name, making.random);
  const value = sample(making, content, name);
  if (own(schema, 'contentEncoding') !== 'base64') return stringifyJson(value);
  return Buffer.from(typeof value === 'string' ? value : stringifyJson(value)).toString('base64');
}

function textFor(schema: JsonObject, name: string, random: Random): string {
  const format = own(schema, 'format');
  const make = typeof format === 'string' && Object.hasOwn(byFormat, format) ? byFormat[format] : undefined;
  if (make) return make(random);
  const text = `${name} ${Math.floor(random() * 1000)}`;
  const [least, most] = [numberAt(schema, 'minLength') ?? 0, numberAt(schema, 'maxLength') ?? 1000];
  return text.padEnd(Math.min(least, 10_000), 'x').slice(0, Math.max(most, 0));
}

function numberAt(schema: JsonObject, name: string): number | undefined {
  const value = own(schema, name);
  return typeof value === 'number' ? value : undefined;
}

function pick(choices: readonly Json[], random: Random): Json {
  return choices[Math.floor(random() * choices.length)] ?? null;
}
