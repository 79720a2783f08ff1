// An answer that holds what a flow reads of it.
import { isObject, own, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { generator } from '../../run/index.js';
import { sampleOf } from '../sample.js';

/** Makes outputs of which a flow reads what the schema says, but for their status; the same seed gives the same. */
export function answerToReads(outputs: JsonObject, name: string, seed: string): JsonObject {
  const random = generator(`${seed} ${name}`);
  const parts = own(outputs, 'properties') ?? {};
  const made = Object.entries(isObject(parts) ? parts : {}).map(([part, schema]): [string, Json] => [
    part,
    isObject(schema) ? sampleOf({}, schema, name, random, Infinity) : null,
  ]);
  const { headers = {}, statusCode: _, ...others } = Object.fromEntries(made);
  return { headers: isObject(headers) ? textsOf(headers) : {}, ...others };
}

function textsOf(headers: JsonObject): JsonObject {
  const text = (value: Json) => (typeof value === 'string' ? value : stringifyJson(value));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, text(value)]));
}
