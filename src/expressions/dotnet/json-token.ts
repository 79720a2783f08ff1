import type { JsonNumber } from '../../json.js';
import type { Container } from './json-place.js';

export type JsonTokenType =
  | 'StartObject'
  | 'StartArray'
  | 'StartConstructor'
  | 'PropertyName'
  | 'Comment'
  | 'Integer'
  | 'Float'
  | 'String'
  | 'Boolean'
  | 'Null'
  | 'Undefined'
  | 'EndObject'
  | 'EndArray'
  | 'EndConstructor';

export type JsonTokenValue = string | boolean | JsonNumber | null;

/** JSON text that cannot be read, in Newtonsoft's words. */
export class JsonReadError extends Error {
  override readonly name = 'JsonReadError';
}

const WHITE = /[\s\u0085]/;
/** The words that are values, by their first character, with what they are called in an error. */
export const LITERALS: Readonly<
  Record<string, readonly [text: string, type: JsonTokenType, value: JsonTokenValue, error: string]>
> = {
  t: ['true', 'Boolean', true, 'boolean'],
  f: ['false', 'Boolean', false, 'boolean'],
  N: ['NaN', 'Float', Number.NaN, 'NaN'],
  I: ['Infinity', 'Float', Infinity, 'Infinity'],
  u: ['undefined', 'Undefined', null, 'undefined'],
};
/** What an end token ends. */
export const END_OF: Readonly<Record<string, Container>> = {
  EndObject: 'Object',
  EndArray: 'Array',
  EndConstructor: 'Constructor',
};

/** What a name without quotes may hold. */
export const IDENTIFIER = /[\p{L}\p{Nd}_$]/u;

/** `Char.IsWhiteSpace`. */
export function isWhite(character: string): boolean {
  return WHITE.test(character) && character !== '\ufeff';
}
