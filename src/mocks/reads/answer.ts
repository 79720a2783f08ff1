// An answer that holds what a flow reads of it.
import { isArray, isObject, own, stringifyJson, type Json, type JsonObject } from '../../json.js';
import { generator } from '../../run/index.js';
import { sampleOf } from '../sample.js';
import { isSuccess } from './schema.js';

/** The status that a flow looks for in an answer, of several one of success. */
export function statusToRead(outputs: JsonObject): number {
  const schema = objectAt(objectAt(outputs, 'properties'), 'statusCode');
  const choices = own(schema, 'enum') ?? null;
  const statuses = (isArray(choices) ? choices : []).filter((each) => Number(each) >= 100 && Number(each) < 600);
  return Number(statuses.find(isSuccess) ?? statuses[0] ?? 200);
}

/** Makes outputs of which a flow reads what the schema says, but for their status; the same seed gives the same. */
export function answerToReads(outputs: JsonObject, name: string, seed: string): JsonObject {
  const random = generator(`${seed} ${name}`);
  const { statusCode: _, ...parts } = objectAt(outputs, 'properties');
  const made = Object.entries(parts).map(([part, schema]): [string, Json] => [
    part,
    isObject(schema) ? sampleOf({}, schema, name, random, Infinity) : null,
  ]);
  const { headers = {}, ...others } = Object.fromEntries(made);
  return { headers: isObject(headers) ? textsOf(headers) : {}, ...others };
}

function textsOf(headers: JsonObject): JsonObject {
  const text = (value: Json) => (typeof value === 'string' ? value : stringifyJson(value));
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, text(value)]));
}

function objectAt(owner: JsonObject, name: string): JsonObject {
  const value = own(owner, name);
  return isObject(value) ? value : {};
}
