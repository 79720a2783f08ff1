// The values of --with: what the shell gives is text, and the operation's swagger says what it stands for.
import type { InputType } from '../connectors/index.js';
import { envelopeOf, isJsonType } from '../content.js';
import { isArray, isObject, kindOf, type Json, type JsonObject } from '../json.js';
import { fileBytes, jsonOrText, pairs } from './inputs.js';
import { UsageError } from './io.js';

/** The inputs that `--with name=value` gives, each of its type; nothing in them is an expression. */
export async function withValues(given: readonly string[], typeOf: (name: string) => InputType): Promise<JsonObject> {
  const values = pairs(given, '--with').map(async ([name, text]): Promise<[string, Json]> => {
    const value = await valueOf(name, text, typeOf(name));
    return [literal(name), escaped(value)];
  });
  return Object.fromEntries(await Promise.all(values));
}

/** `@path` is what a file holds, `@@…` a text that begins with `@`. */
async function valueOf(name: string, text: string, type: InputType): Promise<Json> {
  if (text.startsWith('@@')) return typed(name, text.slice(1), type);
  return text.startsWith('@') ? ofFile(name, text.slice(1), type) : typed(name, text, type);
}

async function ofFile(name: string, path: string, type: InputType): Promise<Json> {
  const hint = `For a text that begins with @, write --with ${name}=@@….`;
  const bytes = await fileBytes(path, `--with ${name}`, hint);
  if (type === 'base64') return Buffer.from(bytes).toString('base64');
  const { default: types } = await import('mime-types'); // its table is large, and few calls send a file
  const contentType = types.lookup(path) || 'application/octet-stream';
  if (type === 'file' || (type === 'any' && !isText(contentType))) return envelopeOf(contentType, bytes);
  const text = new TextDecoder().decode(bytes); // without a byte order mark
  return type === 'any' && !isJsonType(contentType) ? text : typed(name, text, type);
}

function isText(contentType: string): boolean {
  return isJsonType(contentType) || /^text\/|[/+]xml$/.test(contentType);
}

/** A text stays as it is, but for one in quotes, as JSON has them; anything else is JSON of its kind. */
function typed(name: string, text: string, type: InputType): Json {
  if (type === 'any') return jsonOrText(text);
  if (type === 'text' || type === 'base64' || type === 'file') {
    const value = /^".*"$/s.test(text) ? jsonOrText(text) : text;
    return typeof value === 'string' ? value : text;
  }
  const value = jsonOrText(text);
  if (fits[type](value)) return value;
  throw new UsageError(
    `--with ${name}: '${text}' is not ${described[type]}. Write it as --with ${name}=${examples[type]}.`,
  );
}

type JsonType = Exclude<InputType, 'any' | 'text' | 'base64' | 'file'>;

const fits: { readonly [type in JsonType]: (value: Json) => boolean } = {
  'whole number': (value) => kindOf(value) === 'Integer',
  number: (value) => /^(?:Integer|Float|Decimal)$/.test(kindOf(value)),
  'true or false': (value) => typeof value === 'boolean',
  list: isArray,
  object: isObject,
};

const described: { readonly [type in JsonType]: string } = {
  'whole number': 'a whole number',
  number: 'a number',
  'true or false': 'true or false',
  list: 'a list in JSON',
  object: 'an object in JSON',
};

const examples: { readonly [type in JsonType]: string } = {
  'whole number': '5',
  number: '1.5',
  'true or false': 'true',
  list: `'["a", "b"]'`,
  object: `'{"name": "a"}'`,
};

/** A value as a definition writes it, where `@` begins an expression. */
function escaped(value: Json): Json {
  if (typeof value === 'string') return literal(value);
  if (isArray(value)) return value.map(escaped);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [literal(name), escaped(each)]));
}

function literal(text: string): string {
  return text.startsWith('@') ? `@${text}` : text.replaceAll('@{', '@@{');
}
