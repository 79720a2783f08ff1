import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { decode, type Beside, type Diagnostic, type Position, type Range } from '../formats/index.js';
import { systemFault } from '../system-fault.js';

/** The texts that diagnostics point into, by the file names they show; secrets in them are covered. */
export type Texts = Map<string, string>;

/** Takes a text for showing lines of it. */
export function keepText(texts: Texts, file: string, text: string): void {
  texts.set(file, withoutSecrets(text));
}

/** Covers a piece of the text of a file. */
export function coverText(texts: Texts, file: string, range: Range | undefined): void {
  const text = texts.get(file);
  if (text === undefined || !range) return;
  const [from, to] = [offsetIn(text, range.start), offsetIn(text, range.end)];
  texts.set(file, text.slice(0, from) + text.slice(from, to).replace(/[^\r\n]/g, '•') + text.slice(to));
}

function offsetIn(text: string, { line, column }: Position): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, column - 1);
}

/** Reads a text file, or says in the user's words why it cannot be read. */
export async function readTextFile(path: string, texts: Texts): Promise<{ file: string; text: string } | Diagnostic> {
  const content = await readBytes(path);
  if (!('bytes' in content)) return content;
  const { file, bytes } = content;
  const decoded = decode(bytes);
  if (!('text' in decoded)) return { severity: 'error', file, ...decoded };
  keepText(texts, file, decoded.text);
  return { file, text: decoded.text };
}

/** Reads a file as it is, or says in the user's words why it cannot be read. */
export async function readBytes(path: string): Promise<{ file: string; bytes: Uint8Array } | Diagnostic> {
  const file = shownPath(path);
  try {
    return { file, bytes: await readFile(path) };
  } catch (error) {
    return { severity: 'error', file, ...fault(error as NodeJS.ErrnoException) };
  }
}

/** The files around those in a folder; one that cannot be read is as good as none. */
export function besideIn(folder: string): Beside {
  return (path) => {
    try {
      return readFileSync(join(folder, path));
    } catch {
      return undefined;
    }
  };
}

function fault(error: NodeJS.ErrnoException): Pick<Diagnostic, 'code' | 'message' | 'advice'> {
  switch (error.code) {
    case 'ENOENT':
      return {
        code: 'FileNotFound',
        message: 'There is no such file.',
        advice: 'Check the path: it starts at the current folder.',
      };
    case 'EISDIR':
      return {
        code: 'NotAFile',
        message: 'This is a folder.',
        advice: 'Name a workflow file in it, or the folder of a Logic Apps project.',
      };
    case 'EACCES':
    case 'EPERM':
      return { code: 'NotReadable', message: 'You are not allowed to read this file.' };
    default:
      return { code: 'NotReadable', message: `The file cannot be read: ${systemFault(error)}.` };
  }
}

/**
 * A text for showing lines of, its keys and passwords covered by as many dots: a caret below must still fit. It works on the
 * text, since a file that is shown is one that may not be readable otherwise.
 */
function withoutSecrets(text: string): string {
  const dots = (_: string, before: string, secret: string) => before + '•'.repeat(secret.length);
  return text
    .replace(/(accesskey=)([^"'\s;]+)/gi, dots)
    .replace(
      /((?:accesskey|apikey|token|password|secret|credential)["']?[ \t]*:[ \t]*["']?)([^@"'\s{[][^"'\r\n,}]*)/gi,
      dots,
    );
}

/** A path as people see it: relative where that is shorter. */
export function shownPath(path: string): string {
  const from = relative(process.cwd(), path);
  return from !== '' && from.length < path.length ? from : path;
}
