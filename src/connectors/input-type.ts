// What an input of an operation holds, in words that people read: how a value on the command line is to be taken.
import type { JsonObject } from '../json.js';
import { byName, findOperation, resolve, type Operation, type Place } from '../swagger/index.js';

/** A type of inputs; `file` is bytes, `base64` bytes as a text, `any` what the swagger leaves open. */
export type InputType =
  'text' | 'whole number' | 'number' | 'true or false' | 'list' | 'object' | 'file' | 'base64' | 'any';

/** The type of an input by its name below `with:`; `any` where there is no such input. */
export function inputType(operations: readonly Operation[], id: string, name: string): InputType {
  const operation = findOperation(operations, id);
  return operation ? typeAt(operation, byName.place(operation, name)) : 'any';
}

function typeAt({ body, document }: Operation, place: Place): InputType {
  const schema = resolve(document, schemaOf(place) ?? (place.kind === 'body' ? body?.schema : undefined));
  const { type, format } = schema;
  if (type === 'file' || (type === 'string' && format === 'binary')) return 'file';
  if (type === 'string' && format === 'byte') return 'base64';
  // A list outside the body may be a text with separators.
  if (type === 'array' && place.kind === 'parameter') return 'any';
  return types[typeof type === 'string' ? type : ''] ?? ('properties' in schema ? 'object' : 'any');
}

function schemaOf(place: Place): JsonObject | undefined {
  if (place.kind === 'parameter') return place.parameter.schema;
  return place.kind === 'property' ? place.schema : undefined;
}

const types: { readonly [type: string]: InputType } = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  array: 'list',
  object: 'object',
};
