// Options of the public API, checked before anything happens: JavaScript checks none, and one that is misspelt would be
// ignored.
import { nearest } from './nearest.js';

/** What an option takes, in words, and whether a value is that. */
export interface OptionKind {
  readonly what: string;
  readonly is: (value: unknown) => boolean;
}

/** A kind for each option there is. */
export type OptionKinds<Options> = { readonly [name in keyof Required<Options>]: OptionKind };

/** The kinds that most options are of. */
export const FLAG: OptionKind = { what: 'true or false', is: (value) => typeof value === 'boolean' };
export const TEXT: OptionKind = { what: 'a text', is: (value) => typeof value === 'string' && value !== '' };
export const RECORD: OptionKind = { what: 'an object', is: isRecord };
export const PORT: OptionKind = {
  what: 'a number from 0 to 65535',
  is: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65535,
};

/** A number that is not below zero; `such` is an example with its unit. */
export function numberSuch(such: string): OptionKind {
  return {
    what: `a number from 0 on, such as ${such}`,
    is: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  };
}

/** A function; `which` says what it is called for. */
export function callback(which: string): OptionKind {
  return { what: `a function ${which}`, is: (value) => typeof value === 'function' };
}

/**
 * The given options, without those that are undefined; throws a TypeError for one that is unknown or of the wrong kind.
 * `where` names the function in the message, which shows texts only where they cannot be an access key.
 */
export function checkedOptions<Options extends object>(
  where: string,
  given: Options,
  kinds: OptionKinds<Options>,
): Options {
  if (!isRecord(given)) throw new TypeError(`${where} takes an object of options, not ${shown(given)}.`);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) check(where, name, value, kinds);
  return Object.fromEntries(entries) as Options;
}

function check(where: string, name: string, value: unknown, kinds: Readonly<Record<string, OptionKind>>): void {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) throw new TypeError(`${where} has no option '${name}'. ${advice(name, Object.keys(kinds))}`);
  if (!kind.is(value)) throw new TypeError(`${where}: '${name}' takes ${kind.what}, not ${shown(value)}.`);
}

function advice(name: string, names: readonly string[]): string {
  const [near] = nearest(name, names);
  return near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean '${near}'?`;
}

/** Whether a value is an object with names, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as messages show it: a long text may be a connection string or a token. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 20 ? 'this text' : `'${value}'`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'such an object' : String(value);
}
