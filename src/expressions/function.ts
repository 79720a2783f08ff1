import type { Json } from '../json.js';
import { ExpressionError } from './error.js';
import type { Scope } from './scope.js';
import { type Parameter, parameterAt, type ParameterType, parseSignature, type Signature } from './signature.js';

/** An expression compiled: evaluating it parses nothing. */
export type Evaluate = (scope: Scope) => Json;

/** Which names a function's first argument means, for checking them before a run. */
export type ReferenceKind = 'action' | 'loop' | 'scope' | 'parameter' | 'variable';

/**
 * How the service words the errors of one function, as far as the signature does not say it. All were measured in Power
 * Automate or are in Microsoft's documentation, typing errors included.
 */
export interface Wording {
  /** What a call with the wrong number of arguments is told first. Left out: "must have only one parameter." */
  readonly expects?: string;
  /** How the count is told. */
  readonly counted?: 'parameter(s)' | 'parameters' | 'none';
  /** The anchor of the usage link, where it is not the name; false: no link. */
  readonly link?: string | false;
  /** What each parameter must be ("to be a string", "its first parameter to be …"), where it is not the usual phrase. */
  readonly must?: readonly (string | undefined)[];
  /** A wrong type gives "The provided parameters for template language function '…' are not valid." */
  readonly plain?: boolean;
}

/** One function of the language: a row of the tables. */
export interface FunctionRow extends Wording {
  /** `substring(text: string, startIndex: integer, length?: integer): string` */
  readonly signature: string;
  readonly names?: ReferenceKind;
  readonly run:
    | { readonly kind: 'pure'; readonly call: (...args: Json[]) => Json }
    | { readonly kind: 'scoped'; readonly call: (scope: Scope, ...args: Json[]) => Json }
    | { readonly kind: 'lazy'; readonly build: (...args: Evaluate[]) => Evaluate };
}

/** A function of its arguments alone, which are what the signature says: the check before the call makes it true. */
export function pure(signature: string, call: (...args: never[]) => Json, wording: Wording = {}): FunctionRow {
  return { signature, run: { kind: 'pure', call: call as (...args: Json[]) => Json }, ...wording };
}

/** A function that also looks at the run. */
export function scoped(
  signature: string,
  call: (scope: Scope, ...args: never[]) => Json,
  wording: Wording & { readonly names?: ReferenceKind } = {},
): FunctionRow {
  return { signature, run: { kind: 'scoped', call: call as (scope: Scope, ...args: Json[]) => Json }, ...wording };
}

/** A function that decides which of its arguments to evaluate. */
export function lazy(signature: string, build: (...args: Evaluate[]) => Evaluate, wording: Wording = {}): FunctionRow {
  return { signature, run: { kind: 'lazy', build }, ...wording };
}

/** The name of a row's function, in its canonical spelling. */
export function nameOf(row: FunctionRow): string {
  return row.signature.slice(0, row.signature.indexOf('('));
}

const signatures = new WeakMap<FunctionRow, Signature>();

/** A row's signature, read the first time it is needed. */
export function signatureOf(row: FunctionRow): Signature {
  let signature = signatures.get(row);
  if (!signature) signatures.set(row, (signature = parseSignature(row.signature)));
  return signature;
}

/** The error of a call with too few or too many arguments; `name` as written in the expression. */
export function arityError(row: FunctionRow, name: string, count: number): ExpressionError {
  return new ExpressionError('Arity', `The template language function '${name}' ${arityText(row, count)}`, {
    advice: `It is ${row.signature}.`,
  });
}

function arityText(row: FunctionRow, count: number): string {
  if (row.expects === undefined) {
    return signatureOf(row).most === 0 ? 'must not have any parameters.' : 'must have only one parameter.';
  }
  const counted = row.counted ?? 'parameter(s)';
  const given = counted === 'none' ? 'no parameters' : `'${count}' ${counted}`;
  return `${row.expects}. The function was invoked with ${given}.${usage(row)}`;
}

/** The error of an argument of the wrong type. */
export function argumentError(row: FunctionRow, name: string, index: number, kind: string): ExpressionError {
  if (row.plain) return invalidParameters(name);
  return new ExpressionError(
    'ArgumentType',
    `The template language function '${name}' expects ${demand(row, index)}. The provided value is of type '${kind}'.${usage(row)}`,
    { advice: `It is ${row.signature}.` },
  );
}

/** "its second parameter to be an integer" */
function demand(row: FunctionRow, index: number): string {
  const signature = signatureOf(row);
  const parameter = parameterAt(signature, index);
  const must = row.must?.[index] ?? (parameter ? phrase(parameter) : 'to be valid');
  if (must.startsWith('its ')) return must;
  return signature.most === 1
    ? `its parameter ${must}`
    : `its ${ORDINALS[index] ?? `${index + 1}th`} parameter ${must}`;
}

/** The error of the functions that do not say which argument they did not like. */
export function invalidParameters(name: string): ExpressionError {
  return new ExpressionError(
    'ArgumentType',
    `The provided parameters for template language function '${name}' are not valid.`,
  );
}

/** The type error of a function that tells more types apart than its signature can. */
export function argumentKind(name: string, text: string, kind: string): ExpressionError {
  return new ExpressionError(
    'ArgumentType',
    `The template language function '${name}' ${text} The provided value is of type '${kind}'.${usageOf(name)}`,
  );
}

/** An error of a function about the value of an argument: "The template language function 'x' …". */
export function functionError(name: string, text: string, link: string | false = name): ExpressionError {
  return new ExpressionError('InvalidArgument', `The template language function '${name}' ${text}${usageOf(link)}`);
}

/** The error of the conversions. */
export function invalidParameter(name: string, why: string): ExpressionError {
  return functionError(name, `was invoked with a parameter that is not valid. ${why}`, false);
}

/** A function where the service has nothing for it to look at, measured for `appsetting` and `action`. */
export function notExpectedHere(name: string): ExpressionError {
  return new ExpressionError('NotFound', `The template function '${name}' is not expected at this location.`);
}

/** What the service does and dryflow does not, yet. */
export function notSupported(text: string): ExpressionError {
  return new ExpressionError('NotSupported', `${text} is not supported by dryflow yet.`);
}

function usage(row: FunctionRow): string {
  return usageOf(row.link ?? nameOf(row));
}

function usageOf(link: string | false): string {
  return link === false ? '' : ` Please see https://aka.ms/logicexpressions#${link} for usage details.`;
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];

const PHRASES: Readonly<Record<ParameterType, string>> = {
  any: 'to be a value',
  string: 'to be of type string',
  integer: 'to be an integer',
  number: 'to be an integer, a float or a decimal number',
  boolean: 'to be of type boolean',
  array: 'to be of type array',
  object: 'to be of type object',
  null: 'to be null',
};

const NOUNS: Readonly<Record<ParameterType, string>> = {
  any: 'a value',
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  null: 'null',
};

function phrase({ types }: Parameter): string {
  const shown = types.filter((type) => type !== 'null');
  const [only = 'any'] = shown;
  if (shown.length <= 1) return PHRASES[only];
  const nouns = shown.map((type) => NOUNS[type]);
  return `to be ${nouns.slice(0, -1).join(', ')} or ${nouns.at(-1)}`;
}
