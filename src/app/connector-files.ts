// The files of a connector on disk: which there are, read as far as they can be.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { noConnectorFile, noSwaggerIn, openApi3, swaggerAt } from '../connectors/index.js';
import { positionIn, readText, type Diagnostic, type Locate } from '../formats/index.js';
import { isObject, own, type Json } from '../json.js';
import { jsonFault, type FileKind } from '../lint/index.js';
import { readBytes, readTextFile, shownPath, type Texts } from './files.js';

/** A text with the name that it is shown by. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

/** A file of JSON, with the places of its parts. */
export type ValueFile = TextFile & {
  readonly value: Json;
  readonly locate: Locate;
  readonly warnings: readonly Diagnostic[];
};

/** A file, or why it cannot be read. */
export type Read<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads the definition of a connector; a folder stands for the definition in it. */
export async function readDefinition(path: string, texts: Texts): Promise<Read<ValueFile & { readonly path: string }>> {
  const definition = await swaggerAt(path);
  if (definition === undefined) return { ok: false, diagnostics: [await noDefinition(path)] };
  if (!existsSync(definition)) return { ok: false, diagnostics: [await noSuchFile(definition)] };
  const read = await readValue(definition, texts);
  if (!read.ok) return read;
  const fault = notSwagger(read);
  return fault ? { ok: false, diagnostics: [fault] } : { ...read, path: definition };
}

/** Reads a file of JSON. What the loader of connectors refuses is no value: findings would tell of what was guessed. */
export async function readValue(path: string, texts: Texts): Promise<Read<ValueFile>> {
  const read = await readTextOf(path, texts);
  if (!read.ok) return read;
  const broken = notJson(read);
  if (broken) return { ok: false, diagnostics: [broken] };
  const result = readText(read.file, read.text);
  return result.ok ? { ...read, ...result } : result;
}

/** YAML is read, and told of by a rule. */
function notJson({ file, text }: TextFile): Diagnostic | undefined {
  const fault = /^\s*[{[]/.test(text) ? jsonFault(text) : undefined;
  if (!fault) return undefined;
  const { message, advice, offset } = fault;
  const [start, end] = [positionIn(text, offset), positionIn(text, offset + 1)];
  return { severity: 'error', code: 'InvalidJson', message, advice, file, range: { start, end } };
}

/** Reads a text. */
export async function readTextOf(path: string, texts: Texts): Promise<Read<TextFile>> {
  const read = await readTextFile(path, texts);
  if (!('text' in read)) return { ok: false, diagnostics: [notOfAConnector(read)] };
  return { ok: true, file: read.file, text: read.text.replace(/^\uFEFF/, '') };
}

/** Reads a picture. */
export async function readPicture(path: string): Promise<Read<{ readonly file: string; readonly bytes: Uint8Array }>> {
  const read = await readBytes(path);
  return 'bytes' in read ? { ok: true, ...read } : { ok: false, diagnostics: [notOfAConnector(read)] };
}

/** What is said of files that cannot be read has workflows in mind. */
function notOfAConnector(fault: Diagnostic): Diagnostic {
  if (fault.code === 'NotAFile') return { ...fault, advice: 'A file of this name is a part of a connector.' };
  return { ...fault, message: fault.message.replace('not a workflow', "not a connector's file") };
}

async function noDefinition(path: string): Promise<Diagnostic> {
  const { message, advice = '' } = await noSwaggerIn(path);
  return { severity: 'error', file: shownPath(path), code: 'InvalidConnector', message, advice };
}

/** In the words of the other commands that take a connector. */
async function noSuchFile(path: string): Promise<Diagnostic> {
  const file = shownPath(path);
  return { severity: 'error', file, code: 'FileNotFound', ...(await noConnectorFile(path, file, expected)) };
}

/** Why a value cannot be linted at all; with any part of a swagger in it, the rules tell what is wrong. */
function notSwagger({ file, text, value, locate }: ValueFile): Diagnostic | undefined {
  const fault = (message: string, advice: string, pointer = ''): Diagnostic => {
    const range = locate(pointer, 'key');
    return { severity: 'error', code: 'NotSwagger', message, advice, file, ...(range && { range }) };
  };
  if (text.trim() === '') return fault('The file is empty.', expected);
  if (!isObject(value)) return fault("This is no connector's definition: it must hold a JSON object.", expected);
  if (own(value, 'openapi') !== undefined) return fault(openApi3.message, openApi3.advice, '/openapi');
  if (own(value, 'swagger') !== undefined || own(value, 'paths') !== undefined) return undefined;
  return fault("This is no connector's definition: it has neither 'swagger' nor 'paths'.", expected);
}

const expected = 'Name the apiDefinition.swagger.json of a connector.';

type Beside = Exclude<FileKind, 'definition'>;

/** The usual names of the files beside a definition. */
export const usualNames: { readonly [kind in Beside]: string } = {
  properties: 'apiProperties.json',
  readme: 'readme.md',
  icon: 'icon.png',
  script: 'script.csx',
};

/** The paths of the files that there are. */
export type Package = { readonly [kind in Beside]?: string };

/**
 * The files of a connector by their usual names, in any case. A folder is a package where it has apiProperties.json: that
 * of the definition, or `connector` in it. Elsewhere a README.md is about something else.
 */
export function packageOf(definition: string): Package {
  const folder = dirname(definition);
  const found = [folder, join(folder, 'connector')].map(filesIn).find(({ properties }) => properties !== undefined);
  return found ?? {};
}

function filesIn(folder: string): Package {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const entries = Object.entries(usualNames).flatMap(([kind, usual]) => {
    const name = names.find((each) => each.toLowerCase() === usual.toLowerCase());
    return name === undefined ? [] : [[kind, join(folder, name)] as const];
  });
  return Object.fromEntries(entries);
}
