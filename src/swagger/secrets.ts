// Which values the document marks as secret. Swagger has one mark that certification accepts: `format: password`
// (the connector schema lists it among the formats; an unknown `x-ms-…` extension is refused).
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import type { Arguments } from './arguments.js';
import { resolve, textOf } from './document.js';
import { responseOf, type Operation } from './operation.js';
import { itemsOf, propertiesOf } from './schema.js';
import { child } from '../pointer.js';

/** JSON pointers (`/accessToken/token`) to the secrets in a response body, as far as the document says. */
export function secretsInResponse(operation: Operation, status: number, body: Json): string[] {
  const schema = responseOf(operation, status)?.schema;
  return schema ? secretsIn(operation.document, schema, body) : [];
}

/** JSON pointers (`/key`) to the secrets in the body of a notification, as far as the document says. */
export function secretsInNotification({ notification = {}, document }: Operation, body: Json): string[] {
  const schema = own(notification, 'schema') ?? null;
  return isObject(schema) ? secretsIn(document, schema, body) : [];
}

/** JSON pointers (`/body/token`, `/query/key`) to the secrets among the arguments of a call. */
export function secretsInArguments(operation: Operation, given: Arguments): string[] {
  const { body, document, parameters } = operation;
  const inBody = body ? secretsIn(document, body.schema, given.body ?? null) : [];
  const others = parameters
    .filter(({ in: location, name }) => Object.hasOwn(given[location], name))
    .filter((parameter) => isSecret(parameter.schema))
    .map((parameter) => `/${parameter.in}${child('', parameter.name)}`);
  return [...others, ...inBody.map((at) => `/body${at}`)];
}

/** Walks a value beside its schema, so circular definitions end where the value does. */
function secretsIn(document: JsonObject, schema: JsonObject, value: Json): string[] {
  if (value === null) return [];
  if (isSecret(resolve(document, schema))) return [''];
  if (isArray(value)) {
    const items = itemsOf(document, schema);
    return items ? value.flatMap((item, at) => below(String(at), secretsIn(document, items, item))) : [];
  }
  if (!isObject(value)) return [];
  return [...propertiesOf(document, schema).values()].flatMap((property) =>
    below(property.name, secretsIn(document, property.schema, own(value, property.name) ?? null)),
  );
}

function isSecret(schema: JsonObject): boolean {
  return textOf(schema, 'format')?.toLowerCase() === 'password';
}

function below(name: string, pointers: readonly string[]): string[] {
  return pointers.map((rest) => child('', name) + rest);
}
