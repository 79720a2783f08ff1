import { LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Json } from '../json.js';
import { withoutExtras } from './json-extras.js';
import type { Diagnostic, Locate, Range } from './source.js';
import { offsetsOf, type Located } from './yaml-locate.js';
import { syntaxFaults } from './yaml-syntax.js';
import { convert } from './yaml-value.js';

/** A YAML or JSON text as a value, with the places of its parts. */
export type ReadText =
  | { readonly ok: true; readonly value: Json; readonly locate: Locate; readonly warnings: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

type Place = (offsets: readonly [number, number]) => Range;

/** Reads YAML 1.2, of which JSON is a part, and JSON with comments. Never throws. */
export function readText(file: string, written: string): ReadText {
  const text = withoutExtras(written);
  const json = /\.json$/i.test(file) || /^\s*[{[]/.test(text);
  const counter = new LineCounter();
  const place: Place = ([start, end]) => ({ start: position(counter, start), end: position(counter, end) });
  const document = parse(text, counter);
  if ('message' in document) {
    return { ok: false, diagnostics: [{ severity: 'error', code: 'InvalidYaml', message: document.message, file }] };
  }
  const syntax = syntaxFaults(document, text, json);
  if (syntax.length > 0) {
    return { ok: false, diagnostics: syntax.map((fault) => diagnostic({ severity: 'error', ...fault }, file, place)) };
  }
  return converted(document, json, file, text, place, counter);
}

/** The library has no limit of its own for nesting, and runs out of stack. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed | { message: string } {
  try {
    return parseDocument(text, {
      lineCounter,
      intAsBigInt: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return { message: 'The file nests too deeply to be read.' };
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

function converted(
  document: Document.Parsed,
  json: boolean,
  file: string,
  text: string,
  place: Place,
  counter: LineCounter,
): ReadText {
  const root = document.contents as Node | null;
  const { value, faults, targets } = convert(root, json, (offset) => position(counter, offset).line);
  const diagnostics = faults.map((fault) => diagnostic(fault, file, place));
  if (diagnostics.some(({ severity }) => severity === 'error')) return { ok: false, diagnostics };
  const located: Located = { text, root, targets };
  const locate: Locate = (pointer, at, span) => {
    const offsets = offsetsOf(located, pointer, at, span);
    return offsets && place(offsets);
  };
  return { ok: true, value, locate, warnings: diagnostics };
}

function position(counter: LineCounter, offset: number): Range['start'] {
  const { line, col } = counter.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

interface AtOffsets {
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
  readonly offsets: readonly [number, number];
}

function diagnostic({ offsets, ...rest }: AtOffsets, file: string, place: Place): Diagnostic {
  return { ...rest, file, range: place(offsets) };
}
