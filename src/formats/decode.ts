// Bytes to text: exports of the platforms come in UTF-8 and UTF-16, with and without a byte order mark.
import type { Diagnostic } from './source.js';

/** Why bytes are no text, in the user's words. */
export type NotText = Pick<Diagnostic, 'code' | 'message' | 'advice'>;

/** The text of a file without its byte order mark, or why it has none. */
export function decode(bytes: Uint8Array): { readonly text: string } | NotText {
  const encoding = encodingOf(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    const what = binary.find(({ begins }) => begins.every((byte, at) => bytes[at] === byte))?.what;
    if (what) return { code: 'NotAWorkflow', message: `This is ${what}, not a workflow.` };
    const name = encoding.toUpperCase();
    return { code: 'NotText', message: `This is not a text file in ${name}.`, advice: 'Save it as UTF-8.' };
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return unmarked(bytes.subarray(0, 64));
}

/** Definitions begin with ASCII: in UTF-16 every other byte of that is zero. */
function unmarked(start: Uint8Array): Encoding {
  const zeros = (parity: number) => start.filter((byte, at) => at % 2 === parity && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  const most = start.length * 0.4;
  if (odd > most && even === 0) return 'utf-16le';
  return even > most && odd === 0 ? 'utf-16be' : 'utf-8';
}

/** What people take for a workflow file by mistake, by its first bytes. */
const binary = [
  { begins: [0x1f, 0x8b], what: 'a gzip archive' },
  { begins: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive' },
  { begins: [0x52, 0x61, 0x72, 0x21], what: 'a RAR archive' },
  { begins: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { begins: [0x89, 0x50, 0x4e, 0x47], what: 'a picture' },
  { begins: [0xff, 0xd8, 0xff], what: 'a picture' },
] as const;
