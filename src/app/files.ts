import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Diagnostic } from '../formats/index.js';

/** The texts that diagnostics point into, by the file names they show; secrets in them are covered. */
export type Texts = Map<string, string>;

/** Reads a text file, or says in the user's words why it cannot be read. */
export async function readTextFile(path: string, texts: Texts): Promise<{ file: string; text: string } | Diagnostic> {
  const file = shownPath(path);
  try {
    const bytes = await readFile(path);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    texts.set(file, withoutSecrets(text));
    return { file, text };
  } catch (error) {
    return { severity: 'error', file, ...fault(error as NodeJS.ErrnoException) };
  }
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
      return { code: 'NotAFile', message: 'This is a folder.', advice: 'Name a workflow file in it.' };
    case 'EACCES':
    case 'EPERM':
      return { code: 'NotReadable', message: 'You are not allowed to read this file.' };
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return { code: 'NotText', message: 'This is not a text file in UTF-8.', advice: 'Save it as UTF-8.' };
    default:
      return { code: 'NotReadable', message: `The file cannot be read: ${error.message}` };
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
