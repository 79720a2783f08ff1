import type { DateCulture } from './date-culture.js';
import { INVARIANT_DATES } from './date-culture.js';

// The words and marks that a culture may write a date with. .NET knows the invariant culture's names in every culture.

/** What a piece of text means where a part of a date may begin. */
export type Word =
  | { readonly type: 'month' | 'weekday' | 'half'; readonly value: number }
  | { readonly type: 'utc' | 'era' | 'ignored' };

/** What a piece of text means right after a number or a name. */
export type Separator = 'date' | 'dateOrOffset' | 'time' | 'mark' | 'am' | 'pm' | Suffix;

/** A character that says what the number before it is. */
export type Suffix = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

interface Entry<Meaning> {
  readonly text: string;
  readonly meaning: Meaning;
}

export interface Tokens {
  /** Longer texts first. */
  readonly words: readonly Entry<Word>[];
  readonly separators: readonly Entry<Separator>[];
}

const cache = new WeakMap<DateCulture, Tokens>();

export function tokensOf(culture: DateCulture): Tokens {
  let tokens = cache.get(culture);
  if (!tokens) cache.set(culture, (tokens = { words: wordsOf(culture), separators: separatorsOf(culture) }));
  return tokens;
}

/** The first entry that stands at a place, in any case; what begins with a letter does not end within a word. */
export function matchToken<Meaning>(
  text: string,
  at: number,
  entries: readonly Entry<Meaning>[],
): Entry<Meaning> | undefined {
  const letter = /\p{L}/u.test(text.charAt(at));
  return entries.find((entry) => {
    const end = at + entry.text.length;
    if (letter && /\p{L}/u.test(text.charAt(end))) return false;
    return text.slice(at, end).toLowerCase() === entry.text;
  });
}

function ordered<Meaning>(pairs: readonly (readonly [string, Meaning])[]): Entry<Meaning>[] {
  const seen = new Map<string, Meaning>();
  for (const [text, meaning] of pairs) {
    const key = text.trim().toLowerCase();
    if (key !== '' && !seen.has(key)) seen.set(key, meaning);
  }
  const entries = [...seen].map(([text, meaning]) => ({ text, meaning }));
  return entries.toSorted((a, b) => b.text.length - a.text.length);
}

function wordsOf(culture: DateCulture): Entry<Word>[] {
  const { words, postfixes } = patternWords(culture);
  const months = [culture.months, culture.shortMonths, culture.genitiveMonths];
  return ordered<Word>([
    [',', { type: 'ignored' }],
    ['.', { type: 'ignored' }],
    ...halves(culture),
    ...words.map((word) => [word, { type: 'ignored' }] as const),
    ...postfixes.flatMap((postfix) =>
      named(
        'month',
        culture.months.map((name) => name + postfix),
      ),
    ),
    ...months.flatMap((names) => named('month', names)),
    ...[culture.days, culture.shortDays].flatMap((names) => named('weekday', names)),
    // The name of a day in parentheses, as it stands in Japanese dates.
    ...named(
      'weekday',
      culture.shortDays.map((name) => `(${name})`),
    ),
    [culture.era, { type: 'era' }],
    ...halves(INVARIANT_DATES),
    ...[INVARIANT_DATES.months, INVARIANT_DATES.shortMonths].flatMap((names) => named('month', names)),
    ...[INVARIANT_DATES.days, INVARIANT_DATES.shortDays].flatMap((names) => named('weekday', names)),
    ['AD', { type: 'era' }],
    ['GMT', { type: 'utc' }],
    ['Z', { type: 'utc' }],
  ]);
}

function named(type: 'month' | 'weekday', names: readonly string[]): [string, Word][] {
  return names.map((name, value) => [name, { type, value }]);
}

function halves({ am, pm }: DateCulture): [string, Word][] {
  return [
    [am, { type: 'half', value: 0 }],
    [pm, { type: 'half', value: 1 }],
  ];
}

function separatorsOf(culture: DateCulture): Entry<Separator>[] {
  return ordered<Separator>([
    [culture.timeSeparator, 'time'],
    [culture.am, 'am'],
    [culture.pm, 'pm'],
    ...SUFFIXES,
    ['-', 'dateOrOffset'],
    [endsWithSeparator(culture) ? '' : culture.dateSeparator, 'date'],
    [INVARIANT_DATES.am, 'am'],
    [INVARIANT_DATES.pm, 'pm'],
    ['T', 'mark'],
    ['/', 'date'],
    [':', 'time'],
  ]);
}

/** Whether dates end with the dot that also separates their parts, as in Serbian: then it separates nothing. */
function endsWithSeparator({ dateSeparator, patterns: { d, D, d2, D2 } }: DateCulture): boolean {
  const bare = [d, D, ...d2, ...D2].map((pattern) => pattern.replace(/'[^']*'?/g, ''));
  return dateSeparator.trim() === '.' && bare.some((pattern) => /[yMd]\s*\.[^yMd]*$/.test(pattern));
}

const SUFFIXES: readonly (readonly [string, Suffix])[] = [
  ['年', 'year'],
  ['년', 'year'],
  ['月', 'month'],
  ['월', 'month'],
  ['日', 'day'],
  ['일', 'day'],
  ['時', 'hour'],
  ['时', 'hour'],
  ['시', 'hour'],
  ['分', 'minute'],
  ['분', 'minute'],
  ['秒', 'second'],
  ['초', 'second'],
];

/** The quoted words of a culture's patterns: `de` in Spanish dates; right after a month's name they belong to that. */
function patternWords({ patterns }: DateCulture): { words: string[]; postfixes: string[] } {
  const { d, D, M, Y, T, t, d2, D2 } = patterns;
  const [words, postfixes] = [new Set<string>(), new Set<string>()];
  for (const pattern of [D, ...D2, d, ...d2, Y, M, T, t]) {
    for (const [, month, quoted = ''] of pattern.matchAll(/(MMMM)?'([^']*)'?/g)) {
      const [first = '', ...rest] = quoted.replace(month === undefined ? /^[^\p{L}]+/u : '', '').split(/\s+/);
      if (month === undefined || !/^\p{L}/u.test(first)) words.add(first);
      else postfixes.add(first);
      for (const word of rest) words.add(word);
    }
  }
  // A dot after a word may be left out.
  const bare = [...words].filter((word) => word.endsWith('.')).map((word) => word.slice(0, -1));
  return { words: [...words, ...bare], postfixes: [...postfixes] };
}
