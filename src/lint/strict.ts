import { syntaxFault } from '../swagger/index.js';

/** Where and why a text is not JSON to the letter; undefined where it is. */
export function strictFault(text: string): { readonly at: number; readonly message: string } | undefined {
  if (isJson(text)) return undefined;
  const broken = syntaxFault(text);
  const faults = [leniency(text), ...(broken ? [{ at: broken.offset, message: broken.message }] : [])];
  const [first] = faults.filter((fault) => fault !== undefined).toSorted((a, b) => a.at - b.at);
  return first;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The first thing that the platform reads and the standard does not: `syntaxFault` lets these pass. */
function leniency(text: string): { readonly at: number; readonly message: string } | undefined {
  // Texts are matched as a whole, so that what looks like a slip inside one is none.
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])|\u00A0/g)) {
    if (found === ',') return { at: index, message: 'a comma stands before a closing bracket.' };
    if (found === '\u00A0') return { at: index, message: 'a no-break space stands where a plain one must.' };
    const control = found.search(/[\u0000-\u001F]/); // oxlint-disable-line no-control-regex -- JSON forbids these
    if (control >= 0) return { at: index + control, message: 'a text has a raw control character, such as a tab.' };
  }
  return undefined;
}
