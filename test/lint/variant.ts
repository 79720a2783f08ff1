// The connector of base.yaml with some of its parts changed: what the tables of cases are made of.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isArray, isObject, type Json } from '../../src/json.js';
import type { ConnectorFiles } from '../../src/lint/index.js';
import { plainPng } from './png.js';

/** Pointers and the values to stand there; null takes away. `properties:`, `against:` and `against-properties:` before one mean other files. */
export type Changes = { readonly [place: string]: Json };

export function yamlFile(name: string): Json {
  return parse(readFileSync(new URL(name, import.meta.url), 'utf8'), { merge: true, maxAliasCount: -1 }) as Json;
}

interface Base {
  readonly definition: Open;
  readonly properties: Open;
  readonly readme: string;
  readonly script: string;
}

const base = yamlFile('base.yaml') as unknown as Base;
const icon = plainPng(230, 230, '#3c1d6e');

/** The files with some changes. */
export function variant(changes: Changes): ConnectorFiles {
  const definition = changed(base.definition, '', changes);
  if (typeof changes['operations'] === 'number') fillUp(definition, changes['operations']);
  const text = definitionText(changes);
  return {
    definition,
    ...(text !== undefined && { definitionText: text }),
    properties: changed(base.properties, 'properties:', changes),
    against: changed(base.definition, 'against:', changes),
    againstProperties: changed(base.properties, 'against-properties:', changes),
    readme: replaced(base.readme, changes['readme-']),
    script: replaced(base.script, changes['script-']),
    icon: changes['icon'] === undefined ? icon : iconOf(changes['icon']),
  };
}

function changed(original: Open, prefix: string, changes: Changes): Open {
  const copy = structuredClone(original);
  for (const [place, value] of Object.entries(changes)) {
    if (place.startsWith(`${prefix}/`)) set(copy, place.slice(prefix.length), value);
  }
  return copy;
}

function definitionText({ text, bytes }: Changes): string | undefined {
  if (typeof bytes === 'number') return JSON.stringify('x'.repeat(bytes - 2));
  return typeof text === 'string' ? text : undefined;
}

/** A text with one piece replaced by another, which may be so many characters. */
function replaced(text: string, change: Json | undefined): string {
  if (!isArray(change)) return text;
  const [piece = '', other = ''] = change;
  const filling = isObject(other) ? 'x'.repeat(Number(other['repeat'])) : other;
  if (!text.includes(piece as string)) throw new Error(`There is no ${piece as string}.`);
  return text.replace(piece as string, () => filling as string);
}

/** A picture of one colour, cut off or with bytes after it where it has so many; a text is no picture. */
function iconOf(change: Json): Uint8Array {
  if (!isObject(change)) return Buffer.from(change as string);
  const { size, color, opacity, bytes } = change as unknown as {
    size: [number, number];
    color: string;
    opacity?: number;
    bytes?: number;
  };
  const picture = plainPng(...size, color, opacity);
  return bytes === undefined
    ? picture
    : Buffer.concat([picture, Buffer.alloc(Math.max(0, bytes - picture.length))], bytes);
}

/** Operations, as many as there shall be in all. */
function fillUp(definition: Open, most: number): void {
  const paths = at(definition, ['paths']) as Open;
  const there = Object.values(paths).flatMap((path) =>
    Object.keys(path as Open).filter((name) => !name.startsWith('x-')),
  );
  for (let count = there.length; count < most; count++) {
    paths[`/more/${count}`] = {
      get: { ...(at(definition, ['paths', '/shops', 'get']) as Open), operationId: `More${count}` },
    };
  }
}

type Open = { [name: string]: Json };

function at(value: Json, parts: readonly string[]): Json {
  return parts.reduce<Json>((inner, part) => (inner as Open)[part] ?? null, value);
}

function partsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function set(root: Open, pointer: string, value: Json): void {
  const parts = partsOf(pointer);
  const last = parts.pop() ?? '';
  let holder = root;
  for (const part of parts) holder = (holder[part] ??= {}) as Open;
  if (value !== null) holder[last] = expand(root, value);
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}

/** `$copy` stands for what is elsewhere in the definition, changed by what is beside it. */
function expand(root: Open, value: Json): Json {
  if (isArray(value)) return value.map((item) => expand(root, item));
  if (!isObject(value)) return value;
  const { $copy, nested, wide, ...rest } = value;
  if (typeof nested === 'number') return deep(nested);
  if (typeof wide === 'number')
    return {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: wide }, (_, name) => [`p${name}`, { type: 'string' }])),
    };
  if (typeof $copy !== 'string')
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, expand(root, item)]));
  const copy = structuredClone(at(root, partsOf($copy))) as Open;
  for (const [name, item] of Object.entries(rest)) set(copy, `/${name}`, expand(root, item));
  return copy;
}

function deep(levels: number): Json {
  return levels === 0 ? { type: 'string' } : { type: 'object', properties: { a: deep(levels - 1) } };
}
