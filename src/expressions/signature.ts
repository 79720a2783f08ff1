import { isNumber, kindOf, type Json } from '../json.js';

/** What a parameter takes: the words of a signature. A union is written with `|`. */
export type ParameterType = 'any' | 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';

export interface Parameter {
  readonly name: string;
  readonly types: readonly ParameterType[];
  readonly optional: boolean;
}

/** A signature read: `substring(text: string, startIndex: integer, length?: integer): string`. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** The parameter written `...values: any`, which takes all further arguments. */
  readonly rest: Parameter | undefined;
  readonly returns: readonly ParameterType[];
  readonly fewest: number;
  readonly most: number;
}

const SIGNATURE = /^(\w+)\((.*)\): ([\w|]+)$/;
const PARAMETER = /^(\.\.\.)?(\w+)(\?)?: ([\w|]+)$/;

/** Reads a signature of the function tables; a row that is not one is a mistake in this program. */
export function parseSignature(text: string): Signature {
  const [, name = '', list = '', returns = ''] = SIGNATURE.exec(text) ?? fail(text);
  const all = list === '' ? [] : list.split(', ').map((part) => parseParameter(part, text));
  const rest = all.find((parameter) => parameter.rest);
  const parameters = all.filter((parameter) => !parameter.rest);
  const required = parameters.filter((parameter) => !parameter.optional).length;
  return {
    name,
    parameters,
    rest,
    returns: parseTypes(returns, text),
    fewest: required + (rest && !rest.optional ? 1 : 0),
    most: rest ? Infinity : parameters.length,
  };
}

/** The parameter that takes the argument at an index. */
export function parameterAt(signature: Signature, index: number): Parameter | undefined {
  return signature.parameters[index] ?? signature.rest;
}

function parseParameter(text: string, signature: string): Parameter & { rest: boolean } {
  const [, dots, name = '', mark, types = ''] = PARAMETER.exec(text) ?? fail(signature);
  return { name, types: parseTypes(types, signature), optional: mark === '?', rest: dots === '...' };
}

const TYPES = [
  'any',
  'string',
  'integer',
  'number',
  'boolean',
  'array',
  'object',
  'null',
] as const satisfies ParameterType[];

function parseTypes(text: string, signature: string): ParameterType[] {
  return text.split('|').map((word) => TYPES.find((type) => type === word) ?? fail(signature));
}

function fail(signature: string): never {
  throw new TypeError(`not a signature: ${signature}`);
}

/** A test of one argument; undefined where every value will do. */
type Check = (value: Json) => boolean;

const CHECKS: Readonly<Record<Exclude<ParameterType, 'any'>, Check>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  // Indexes, counts and intervals: a wider integer is no count of anything.
  integer: (value) => typeof value === 'number' && Number.isSafeInteger(value),
  number: isNumber,
  array: (value) => Array.isArray(value),
  object: (value) => kindOf(value) === 'Object',
  null: (value) => value === null,
};

/** The test that an argument for a parameter must pass. */
export function checkOf(parameter: Parameter): Check | undefined {
  const checks: Check[] = [];
  for (const type of parameter.types) {
    if (type === 'any') return undefined;
    checks.push(CHECKS[type]);
  }
  const [only] = checks;
  return checks.length === 1 ? only : (value) => checks.some((check) => check(value));
}

/** Whether a value of the one type is always good for the other, so that no test is needed. */
export function covers(parameter: Parameter, given: readonly ParameterType[]): boolean {
  return given.every((type) => type !== 'any' && covered(type, parameter.types));
}

function covered(type: ParameterType, by: readonly ParameterType[]): boolean {
  // An `integer` that a function gives may be wide, so only a `number` parameter is sure to take it.
  return type === 'integer' ? by.includes('number') : by.includes(type);
}
