import { isObject, type Json } from '../json.js';
import { armTemplate } from './arm.js';
import { decode } from './decode.js';
import { sourceOf, type Document, type Format, type Found } from './document.js';
import { codeView, resource } from './logic-apps.js';
import { mistakenFor, mistakenText, type Mistaken } from './not-a-workflow.js';
import { readPackage } from './package.js';
import { flow } from './power-automate.js';
import type { Diagnostic, ReadOptions, ReadResult } from './source.js';
import { standard } from './standard.js';
import { readText } from './yaml.js';
import { isZip } from './zip.js';

/** The kinds of file, the first that takes a content counts. */
const formats: readonly Format[] = [standard, codeView, armTemplate, resource, flow];

/** Reads the workflows of a file; what kind it is follows from its content. Never throws. */
export function read(file: string, content: Uint8Array | string, options: ReadOptions = {}): ReadResult {
  if (typeof content === 'string') return readWorkflow(file, content.replace(/^\uFEFF/, ''), options);
  if (isZip(content)) return readPackage(file, content, readEntry);
  return readEntry(file, content, options);
}

/** A file that is no package itself: packages inside packages are nobody's export. */
function readEntry(file: string, content: Uint8Array, options: ReadOptions): ReadResult {
  const decoded = decode(content);
  if ('text' in decoded) return readWorkflow(file, decoded.text, options);
  return refused([{ severity: 'error', file, ...decoded }]);
}

function refused(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string> = new Map()): ReadResult {
  return { ok: false, diagnostics, texts };
}

function readWorkflow(file: string, text: string, options: ReadOptions): ReadResult {
  const { beside = () => undefined, given = () => undefined, folder } = options;
  const texts = new Map([[file, text]]);
  const result = readText(file, text);
  if (!result.ok || typeof result.value === 'string') {
    const mistaken = mistakenText(text);
    if (mistaken) return refused([notAWorkflow(file, mistaken)], texts);
  }
  if (!result.ok) return refused(result.diagnostics, texts);
  const { value, locate, warnings } = result;
  const map = isObject(value) ? value : {};
  const document = { file, text, value: map, locate, beside, given, texts, name: nameOf(file, folder) };
  const found = foundIn(document) ?? mistakenFor(map) ?? [bare(value)];
  if ('what' in found) return refused([notAWorkflow(file, found)], texts);
  const [first, ...others] = found.map((each) => sourceOf(document, each, warnings));
  return first ? { ok: true, sources: [first, ...others], diagnostics: [], texts } : refused(warnings, texts);
}

function notAWorkflow(file: string, { what, advice }: Mistaken): Diagnostic {
  return { severity: 'error', code: 'NotAWorkflow', message: `This is ${what}, not a workflow.`, advice, file };
}

/** The definitions in the content of a file that is more than a definition. */
function foundIn(document: Document): readonly Found[] | undefined {
  for (const format of formats) {
    const found = format(document);
    if (found) return found;
  }
  return undefined;
}

/** A definition without anything around it. The designers write `parameters` into theirs, if only an empty one. */
function bare(definition: Json): Found {
  const designed = isObject(definition) && '$schema' in definition && !('parameters' in definition);
  const parameters = { file: '', locate: () => undefined, declared: [], mayBeMore: designed };
  return { kind: 'workflow definition', definition, pointer: '', parameters };
}

/** `workflows/my-flow.yaml` is my-flow; `my-flow/workflow.json`, as Logic Apps Standard has it, too. */
function nameOf(file: string, folder?: string): string {
  const [last = '', above = folder] = file.split(/[\\/!]/).toReversed();
  const name = last.replace(/(?<=.)\.(ya?ml|json)$/i, '');
  return (name.toLowerCase() === 'workflow' ? above : undefined) || name || 'workflow';
}
