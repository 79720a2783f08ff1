// Answers of a connector without its service: made from what its swagger says about them.
import { isJsonType } from '../content.js';
import { isObject, own, parseJson, stringifyJson, type Json, type JsonObject } from '../json.js';
import { generator } from '../run/index.js';
import { resolve, typeFault, type Answer, type Arguments, type Operation } from '../swagger/index.js';
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
  const content = contentOf(operation, answer, seedOf(operation, given, seed));
  if (!content) return { status, headers: {}, body: new Uint8Array() };
  return { status, headers: { 'Content-Type': content.type }, body: content.bytes };
}

/**
 * What an operation calls back with that was subscribed with these arguments: the notification that its document describes,
 * else what it answers, else an empty object.
 */
export function madeNotification(operation: Operation, given: Arguments, seed: string): MadeAnswer {
  const { notification = {} } = operation;
  const from = notificationFrom(operation);
  if (from === 'response') return { ...madeAnswer(operation, given, seed), status: 200 };
  const seeded = `${seedOf(operation, given, seed)} notification`;
  const { type, bytes } = (from === 'notification' && notified(operation, notification, seeded)) || encoded({}, json);
  return { status: 200, headers: { 'Content-Type': type, ...headersOf(operation, notification, seeded) }, body: bytes };
}

/** What an operation's notification is made from. */
export function notificationFrom(operation: Operation): 'notification' | 'response' | 'nothing' {
  const { notification = {} } = operation;
  if (examplesIn(notification).length > 0) return 'notification';
  const schema = own(notification, 'schema') ?? null;
  if (isObject(schema)) return isTelling(operation, schema) ? 'notification' : 'nothing';
  return contentOf(operation, successOf(operation), '') ? 'response' : 'nothing';
}

/** Whether something can be made of a schema: one that another operation gives (`x-ms-dynamic-schema`) tells nothing. */
function isTelling({ document }: Operation, schema: JsonObject): boolean {
  const made = sampleOf(document, schema, 'value', generator(''));
  return !isObject(made) || Object.keys(made).length > 0;
}

function notified({ document }: Operation, notification: JsonObject, seed: string) {
  const example = chosen(examplesIn(notification));
  if (example) return encoded(example.value, example.type);
  return encoded(sampleOf(document, objectAt(notification, 'schema'), 'value', generator(seed)), json);
}

function headersOf({ document }: Operation, notification: JsonObject, seed: string): MadeAnswer['headers'] {
  const random = generator(`${seed} headers`);
  const described = Object.entries(objectAt(notification, 'headers'));
  return Object.fromEntries(
    described.map(([name, schema]) => {
      const value = sampleOf(document, isObject(schema) ? schema : {}, name, random);
      return [name, typeof value === 'string' ? value : stringifyJson(value)];
    }),
  );
}

const json = 'application/json';

function seedOf({ id }: Operation, given: Arguments, seed: string): string {
  return `${seed} ${id} ${textOf(given)}`;
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

function contentOf(operation: Operation, answer: Answer | undefined, seed: string) {
  if (!answer) return undefined;
  const { document, produces } = operation;
  const { schema } = answer;
  const example = exampleOf(operation, answer.status);
  if (example) return encoded(asMeant(example, resolve(document, schema)), example.type);
  if (!schema) return undefined;
  const resolved = resolve(document, schema);
  const type = produces.find(isJsonType) ?? produces[0] ?? json;
  const file = own(resolved, 'type') === 'file' || own(resolved, 'format') === 'binary';
  if (file) return encoded('example', isJsonType(type) ? 'application/octet-stream' : type);
  return encoded(withoutNextLink(operation, sampleOf(document, schema, 'value', generator(seed))), type);
}

/** Only a text may be sent as another type than JSON. */
function encoded(value: Json, wanted: string): { type: string; bytes: Uint8Array } {
  const type = typeof value === 'string' || isJsonType(wanted) ? wanted : 'application/json';
  const text = typeof value === 'string' && !isJsonType(type) ? value : stringifyJson(value);
  return { type, bytes: new TextEncoder().encode(text) };
}

interface Example {
  readonly type: string;
  readonly value: Json;
}

/** Published examples of JSON are often written as text. */
function asMeant({ type, value }: Example, schema: JsonObject): Json {
  if (typeof value !== 'string' || !isJsonType(type) || own(schema, 'type') === 'string') return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}

/** The example of a response, the JSON one where there are several; else that of a whole call (`x-ms-examples`). */
function exampleOf(operation: Operation, status: string): Example | undefined {
  const { source, document } = operation;
  const response = resolve(document, own(objectAt(source, 'responses'), status));
  const written = chosen(examplesIn(response));
  if (written) return written;
  const calls = Object.values(objectAt(source, 'x-ms-examples')).flatMap((each) => (isObject(each) ? [each] : []));
  const bodies = calls.flatMap((each) => own(objectAt(objectAt(each, 'responses'), status), 'body') ?? []);
  // Their authors take them from the service, which does not always keep to the schema.
  const value = bodies.find((each) => typeFault(operation, Number(status), each) === undefined);
  return value === undefined ? undefined : { type: 'application/json', value };
}

/** The examples of an answer or a notification by their media types. */
function examplesIn(described: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(objectAt(described, 'examples')).filter(([type]) => type.includes('/'));
}

/** The JSON one where there are several. */
function chosen(examples: readonly (readonly [string, Json])[]): Example | undefined {
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
