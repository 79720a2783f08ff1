// Mocks and recordings as files have them: what is wrong in one is shown at its place, before anything runs.
import { diagnoseAll, readText, type Diagnostic, type Source } from '../formats/index.js';
import { parseJson, type Json } from '../json.js';
import { child } from '../pointer.js';
import { faultsOfMocks, type MockFault, type Mocks } from '../mocks/index.js';
import { keepText, shownPath, type Texts } from './files.js';
import type { Unprepared } from './options.js';

/** Mocks with the places of those that stand in files. */
export interface KnownMocks {
  readonly mocks: Mocks;
  readonly written: WrittenMocks;
}

/** Mocks that have been read with their places, or what is wrong with them. */
export type ReadMocks = KnownMocks | Unprepared;

/** Where mocks stand, by their keys. */
export type WrittenMocks = ReadonlyMap<string, WrittenMock>;

/** No mocks at all. */
export const noMocks: KnownMocks = { mocks: {}, written: new Map() };

/** Recordings, or other mocks, under those written by hand, which come first whichever execution of an action they are for. */
export function mocksOver(hand: KnownMocks, recorded: KnownMocks): KnownMocks {
  const names = new Set(Object.keys(hand.mocks).map((name) => name.toLowerCase()));
  const kept = Object.entries(recorded.mocks).filter(
    ([key]) => !names.has((key.split('/').at(-1) ?? '').toLowerCase()),
  );
  return {
    mocks: { ...Object.fromEntries(kept), ...hand.mocks },
    written: new Map([...recorded.written, ...hand.written]),
  };
}

/** Where a mock stands: a JSON pointer into a file. */
export interface WrittenMock {
  readonly what: 'mock' | 'recording';
  readonly file: string;
  readonly text: string;
  readonly pointer: string;
}

/** The mocks in the text of a YAML or JSON file. */
export function mocksIn(path: string, text: string): ReadMocks {
  const texts: Texts = new Map();
  const file = shownPath(path);
  const checked = checkedContent({ file, text, texts }, 'InvalidMock', faultsOfMocks);
  if (!('content' in checked)) return { ...checked, texts };
  const mocks = checked.content as unknown as Mocks;
  const places = Object.keys(mocks).map((key) => [key, { what: 'mock', file, text, pointer: child('', key) }] as const);
  return { mocks, written: new Map(places) };
}

/** The places in a text that has been read before. */
export function placeIn({ file, text }: Pick<Written, 'file' | 'text'>): Pick<Source, 'file' | 'locate'> {
  const read = readText(file, withoutMark(text));
  return { file, locate: read.ok ? read.locate : () => undefined };
}

interface Written {
  readonly file: string;
  readonly text: string;
  /** Takes the text where diagnostics point into it. */
  readonly texts: Texts;
}

/** What a text holds, if nothing is wrong with it; faults have the given code. */
export function checkedContent(
  { file, text, texts }: Written,
  code: string,
  faultsOf: (content: Json) => readonly MockFault[],
): { readonly content: Json } | { readonly diagnostics: readonly Diagnostic[] } {
  const plain = jsonIn(text); // recordings may be long, and reading a text for its places takes its time
  if (plain !== undefined && faultsOf(plain).length === 0) return { content: plain };
  keepText(texts, file, text);
  const read = readText(file, withoutMark(text));
  if (!read.ok) return { diagnostics: read.diagnostics };
  const problems = faultsOf(read.value).map((fault) => ({ severity: 'error', code, ...fault }) as const);
  return problems.length === 0 ? { content: read.value } : { diagnostics: diagnoseAll({ ...read, file }, problems) };
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

function jsonIn(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
