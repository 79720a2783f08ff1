import type { Dialect } from '../expressions/index.js';
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { field } from './reading.js';

/**
 * Which platform a definition was written for. Only Power Automate writes a connector's `apiId` into an action, the
 * parameter `$authentication`, or the designer's `operationMetadataId` (reference, section 9.1).
 */
export function dialectOf(definition: JsonObject): Dialect {
  const parameters = field(definition, '', 'parameters')?.value;
  const signedIn = isObject(parameters) && own(parameters, '$authentication') !== undefined;
  const marked = ['triggers', 'actions'].some((name) => bearsMark(field(definition, '', name)?.value));
  return signedIn || marked ? 'power-automate' : 'logic-apps';
}

function bearsMark(value: Json | undefined): boolean {
  if (isArray(value)) return value.some(bearsMark);
  if (!isObject(value)) return false;
  return isMarked(value) || Object.values(value).some(bearsMark);
}

function isMarked(body: JsonObject): boolean {
  const host = inside(inside(body, 'inputs'), 'host');
  return inside(host, 'apiId') !== undefined || inside(inside(body, 'metadata'), 'operationMetadataId') !== undefined;
}

function inside(map: Json | undefined, name: string): Json | undefined {
  return isObject(map) ? own(map, name) : undefined;
}
