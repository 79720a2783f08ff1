// Whether the text of a definition is JSON: as the loader of connectors reads it, and to the letter.
import { syntaxFault, type SyntaxFault } from '../json-syntax.js';

/** Why a text is not JSON, the loader's leniencies granted, in its words; undefined where it is. */
export function jsonFault(text: string): SyntaxFault | undefined {
  return isJson(text) ? undefined : syntaxFault(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where and why a text that the loader and the platform read is not JSON to the letter; undefined where it is. */
export function leniency(text: string): { readonly at: number; readonly message: string } | undefined {
  if (isJson(text)) return undefined;
  // Texts are matched as a whole, so that what looks like a slip inside one is none.
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])|\u00A0/g)) {
    if (found === ',') return { at: index, message: 'a comma stands before a closing bracket.' };
    if (found === '\u00A0') return { at: index, message: 'a no-break space stands where a plain one must.' };
    const control = found.search(/[\u0000-\u001F]/); // oxlint-disable-line no-control-regex -- JSON forbids these
    if (control >= 0) return { at: index + control, message: 'a text has a raw control character, such as a tab.' };
  }
  return undefined;
}
