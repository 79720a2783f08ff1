import { readFile } from 'node:fs/promises';
import { parseJson, type Json } from '../json.js';
import { systemFault } from '../system-fault.js';
import { UsageError } from './io.js';

/** `name=value` pairs of a repeated option, the values as text; a name twice is refused. */
export function pairs(given: readonly string[], option: string): readonly (readonly [string, string])[] {
  const found = given.map((pair): readonly [string, string] => {
    const at = pair.indexOf('=');
    if (at < 1) throw new UsageError(`${option} takes name=value, and '${pair}' has no '='.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  const names = found.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new UsageError(`${option} gives '${twice}' twice. Leave one of them out.`);
  return found;
}

/** Collects the values of an option that may be repeated. */
export const repeat = (value: string, before: readonly string[]) => [...before, value];

/** A value as it is meant: JSON where it reads as JSON, else text. */
export function jsonOrText(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** JSON given on the command line, or `@file`. */
export async function jsonArgument(text: string, option: string): Promise<Json> {
  const content = text.startsWith('@') ? await fileText(text.slice(1), option) : text;
  try {
    return parseJson(content.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(
      `${option} is not JSON: ${(error as Error).message}\nText is given in quotes: '"text"'. A file is given as @file.json.`,
    );
  }
}

/** The text of a file. */
export async function fileText(path: string, option: string): Promise<string> {
  return Buffer.from(await fileBytes(path, option)).toString();
}

/** What a file holds; `hint` says what else may have been meant. */
export async function fileBytes(path: string, option: string, hint = ''): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(
      `${option}: the file '${path}' cannot be read: ${systemFault(error as NodeJS.ErrnoException)}.${hint && ` ${hint}`}`,
    );
  }
}
