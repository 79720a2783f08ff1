// An answer that holds what a flow reads of it.
import { isObject, own, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { generator } from '../../run/index.js';
import { sampleOf } from '../sample.js';

/** The parts of outputs that a flow reads, made up; the same seed gives the same. */
export interface ReadAnswer {
  readonly headers: { readonly [name: string]: string };
  readonly body?: Json;
}

/** Makes outputs of which a flow reads what the schema says. */
export function answerToReads(outputs: JsonObject, name: string, seed: string): ReadAnswer {
  const random = generator(`${seed} ${name}`);
  const parts = own(outputs, 'properties') ?? {};
  const made = (part: string): Json | undefined => {
    const schema = isObject(parts) ? own(parts, part) : undefined;
    return schema !== undefined && isObject(schema) ? sampleOf({}, schema, name, random) : undefined;
  };
  const [headers, body] = [made('headers') ?? {}, made('body')];
  return { headers: isObject(headers) ? textsOf(headers) : {}, ...(body !== undefined && { body }) };
}

function textsOf(headers: JsonObject): ReadAnswer['headers'] {
  const text = (value: Json) => (typeof value === 'string' ? value : stringifyJson(value));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, text(value)]));
}
