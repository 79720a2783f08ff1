// Small documents to read operations from.
import type { JsonObject } from '../../src/json.js';
import { operationsOf, type Operation } from '../../src/swagger/index.js';

/** The one operation of a document with this path item, method POST. */
export function operation(source: JsonObject, rest: { path?: string; document?: JsonObject } = {}): Operation {
  const { path = '/things', document = {} } = rest;
  const [only] = operationsOf({ consumes: ['application/json'], ...document, paths: { [path]: { post: source } } });
  if (!only) throw new Error('The document has no operation.');
  return only;
}

export const query = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  type: 'string',
  ...more,
});
export const path = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'path',
  type: 'string',
  ...more,
});
export const header = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'header',
  type: 'string',
  ...more,
});
export const field = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'formData',
  type: 'string',
  ...more,
});

/** A body parameter with an object schema. */
export function body(properties: JsonObject, more: JsonObject = {}, schema: JsonObject = {}): JsonObject {
  return { name: 'body', in: 'body', schema: { type: 'object', properties, ...schema }, ...more };
}

export const NOTHING = { path: {}, query: {}, header: {}, formData: {} };
