// Answers of a connector without its service: made from what its swagger says about them.
import { isJsonType } from '../content.js';
import { isObject, own, stringifyJson, type Json, type JsonObject } from '../json.js';
import { generator } from '../run/index.js';
import { resolve, type Answer, type Arguments, type Operation } from '../swagger/index.js';
import { sampleOf } from './sample.js';

/** An answer over HTTP. */
export interface MadeAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Uint8Array;
}

/**
 * The answer of an operation to these arguments: its example where the document has one, else made by its schema. The same
 * seed and the same arguments give the same answer.
 */
export function madeAnswer(operation: Operation, given: Arguments, seed: string): MadeAnswer {
  const answer = successOf(operation);
  const status = answer === undefined || answer.status === 'default' ? 200 : Number(answer.status);
  const content = answer && contentOf(operation, answer, `${seed} ${operation.id} ${textOf(given)}`);
  if (!content) return { status, headers: {}, body: new Uint8Array() };
  return { status, headers: { 'Content-Type': content.type }, body: content.bytes };
}

function textOf({ path, query, header, formData, body = null }: Arguments): string {
  return stringifyJson([path, query, header, formData, body]);
}

/** The answer that makers expect: 200, 201, another success, else the default one. */
function successOf({ responses }: Operation): Answer | undefined {
  const success = responses.filter(({ status }) => /^2\d\d$/.test(status));
  const wanted = ['200', '201'].map((status) => success.find((each) => each.status === status)).find(Boolean);
  return wanted ?? success[0] ?? responses.find(({ status }) => status === 'default');
}

function contentOf(operation: Operation, answer: Answer, seed: string) {
  const { document, produces } = operation;
  const example = exampleOf(operation, answer.status);
  if (example) return encoded(example.value, example.type);
  const { schema } = answer;
  if (!schema) return undefined;
  const resolved = resolve(document, schema);
  const type = produces.find(isJsonType) ?? produces[0] ?? 'application/json';
  const file = own(resolved, 'type') === 'file' || own(resolved, 'format') === 'binary';
  if (file) return encoded('example', isJsonType(type) ? 'application/octet-stream' : type);
  return encoded(withoutNextLink(operation, sampleOf(document, schema, 'value', generator(seed))), type);
}

function encoded(value: Json, type: string): { type: string; bytes: Uint8Array } {
  const text = typeof value === 'string' && !isJsonType(type) ? value : stringifyJson(value);
  return { type, bytes: new TextEncoder().encode(text) };
}

/** The example of a response, the JSON one where there are several. */
function exampleOf({ source, document }: Operation, status: string): { type: string; value: Json } | undefined {
  const responses = own(source, 'responses') ?? null;
  const response = resolve(document, isObject(responses) ? own(responses, status) : undefined);
  const examples = Object.entries(objectAt(response, 'examples')).filter(([type]) => type.includes('/'));
  const [type, value] = examples.find(([each]) => isJsonType(each)) ?? examples[0] ?? [];
  return type === undefined || value === undefined ? undefined : { type, value };
}

/** A made-up link to a next page would lead nowhere. */
function withoutNextLink({ source }: Operation, value: Json): Json {
  const name = own(objectAt(source, 'x-ms-pageable'), 'nextLinkName');
  if (typeof name !== 'string' || !isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== name));
}

function objectAt(owner: JsonObject, name: string): JsonObject {
  const value = own(owner, name) ?? null;
  return isObject(value) ? value : {};
}

/** A connection to no service at all: every operation answers as its swagger says. */
export function standIn(seed: string) {
  return {
    target: 'no service',
    secrets: [],
    invoke: (operation: Operation, given: Arguments) => Promise.resolve(madeAnswer(operation, given, seed)),
  };
}
