// A value that fits a schema: what its author gives as an example where there is one, else something made up.
import { isObject, own, type Json, type JsonObject } from '../json.js';
import { uuid } from '../run/index.js';
import { itemsOf, propertiesOf, resolve } from '../swagger/index.js';

/** Numbers in [0, 1): the same ones give the same value. */
export type Random = () => number;

// Deeper down only what is required is made: documents describe trees that never end.
const deepest = 5;

/** A value for a schema of the document; `name` shows in texts that are made up. */
export function sampleOf(document: JsonObject, schema: JsonObject, name: string, random: Random): Json {
  return sample({ document, random, open: [] }, schema, name);
}

interface Making {
  readonly document: JsonObject;
  readonly random: Random;
  /** The schemas around this one: a circle ends where it comes round. */
  readonly open: readonly JsonObject[];
}

function sample(making: Making, given: JsonObject, name: string): Json {
  const schema = resolve(making.document, given);
  const said = own(schema, 'example') ?? own(schema, 'x-example') ?? own(schema, 'default');
  if (said !== undefined && fits(said, schema)) return said;
  const choices = own(schema, 'enum');
  if (Array.isArray(choices) && choices.length > 0) return pick(choices as readonly Json[], making.random);
  const inner = { ...making, open: [...making.open, schema] };
  switch (typeOf(making.document, schema)) {
    case 'object':
      return objectOf(inner, schema);
    case 'array':
      return arrayOf(inner, schema, name);
    case 'integer':
      return Math.round(numberFor(schema, making.random));
    case 'number':
      return Math.round(numberFor(schema, making.random)) + 0.5;
    case 'boolean':
      return making.random() < 0.5;
    default:
      return textFor(schema, name, making.random);
  }
}

/** Published examples and defaults are not always of the type (38 defaults of the published connectors are not). */
function fits(value: Json, schema: JsonObject): boolean {
  const type = own(schema, 'type');
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'integer' || type === 'number') return typeof value === 'number';
  return type !== 'string' || typeof value === 'string';
}

function typeOf(document: JsonObject, schema: JsonObject): string {
  const type = own(schema, 'type');
  if (typeof type === 'string') return type;
  if (own(schema, 'items') !== undefined) return 'array';
  // Where the document is silent anything may come: an object, which an expression can look into.
  return propertiesOf(document, schema).size > 0 || own(schema, 'format') === undefined ? 'object' : 'string';
}

function objectOf(making: Making, schema: JsonObject): Json {
  const deep = making.open.length > deepest;
  const entries = [...propertiesOf(making.document, schema).values()].flatMap((property): [string, Json][] => {
    const circular = making.open.includes(resolve(making.document, property.schema));
    if (circular) return property.required ? [[property.name, {}]] : [];
    return deep && !property.required ? [] : [[property.name, sample(making, property.schema, property.name)]];
  });
  return Object.fromEntries(entries);
}

function arrayOf(making: Making, schema: JsonObject, name: string): Json {
  const items = itemsOf(making.document, schema);
  if (!items || making.open.includes(resolve(making.document, items))) return [];
  const [least, most] = [numberAt(schema, 'minItems') ?? 0, numberAt(schema, 'maxItems') ?? Infinity];
  const count = Math.min(Math.max(least, making.open.length > 3 ? 1 : 2), most, 10);
  return Array.from({ length: count }, () => sample(making, items, name));
}

function numberFor(schema: JsonObject, random: Random): number {
  const least = numberAt(schema, 'minimum') ?? 1;
  const most = numberAt(schema, 'maximum') ?? least + 99;
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
  email: (random) => `someone${Math.floor(random() * 100)}@example.com`,
  uri: (random) => `https://example.com/${Math.floor(random() * 1000)}`,
  byte: () => 'ZXhhbXBsZQ==',
};

/** A day of 2025, whatever day it is. */
function instant(random: Random): Date {
  return new Date(Date.UTC(2025, 0, 1) + Math.floor(random() * 365 * 24 * 60) * 60_000);
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
