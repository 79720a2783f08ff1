// Generates src/expressions/dotnet/culture-data.ts: what CLDR knows of each culture, in .NET's terms.
// Run with `npx tsx scripts/cultures.ts`; `--check` compares instead of writing.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { at, cldrPackage, emit, entriesAt, readJson, textAt } from './cldr.js';
import {
  datePattern,
  fractionDigits,
  groupSizes,
  KNOWN,
  numberPattern,
  timePattern,
  withFullYear,
} from './icu-patterns.js';

/** ICU 72, with which the oracle of .NET's answers was computed, has the data of CLDR 42. */
const VERSION = '42.0.0';
const core = cldrPackage('cldr-core', VERSION);
const numbersFolder = path.join(cldrPackage('cldr-numbers-full', VERSION), 'main');
const datesFolder = path.join(cldrPackage('cldr-dates-full', VERSION), 'main');

const supplemental = (name: string): unknown => at(readJson(core, 'supplemental', `${name}.json`), 'supplemental');

/** The latest editions of the calendar packages that the registry has near CLDR 42; their names have not changed since. */
const CALENDARS = [
  { calendar: 'buddhist', package: 'cldr-cal-buddhist-full', version: '39.0.0', key: 'buddhist', locales: ['th'] },
  {
    calendar: 'persian',
    package: 'cldr-cal-persian-full',
    version: '40.0.0',
    key: 'persian',
    locales: ['fa', 'fa-AF', 'ps', 'uz-Arab', 'ckb-IR', 'mzn', 'lrc'],
  },
  {
    calendar: 'umalqura',
    package: 'cldr-cal-islamic-full',
    version: '48.2.0',
    key: 'islamic-umalqura',
    locales: ['ar-SA'],
  },
] as const;

type Fields = Record<string, unknown>;

function currencyOfRegions(): Record<string, string> {
  const regions = entriesAt(supplemental('currencyData'), 'currencyData', 'region');
  const found = regions.map(([region, list]) => [region, currentOf(list)] as const);
  return Object.fromEntries(found.filter(([, code]) => code !== ''));
}

/** The currency of a region that is in use, legal tender and the latest to be introduced. */
function currentOf(list: unknown): string {
  if (!Array.isArray(list)) return '';
  const current = list.flatMap((item: unknown) =>
    entriesAt(item).filter(([, use]) => at(use, '_to') === undefined && at(use, '_tender') !== 'false'),
  );
  const started = current.map(([code, use]) => ({ code, from: textAt(use, '_from') }));
  return started.toSorted((a, b) => a.from.localeCompare(b.from)).at(-1)?.code ?? '';
}

/** Where an own currency is used beside the dollar, or beside its own successor, ICU prefers the former. */
const PREFERRED = { CU: 'CUP', HT: 'HTG', PA: 'PAB' };

const currencies = { ...currencyOfRegions(), ...PREFERRED };
const currencyCodes = new Set(Object.values(currencies));

function currencyDigits(): Record<string, number> {
  const fractions = entriesAt(supplemental('currencyData'), 'currencyData', 'fractions');
  const used = fractions.filter(([code]) => currencyCodes.has(code) && textAt(fractions, code) !== '2');
  return Object.fromEntries(
    used.map(([code, value]) => [code, Number(textAt(value, '_digits'))]).filter(([, n]) => n !== 2),
  );
}

/** Where the service was seen to differ from CLDR 42: `formatNumber(17.35, 'C2', 'is-is')` is documented as `17,35 kr`. */
const SYMBOLS: Readonly<Record<string, Record<string, string>>> = { is: { ISK: 'kr' } };

function numberFields(locale: string): Fields {
  const numbers = at(readJson(numbersFolder, locale, 'numbers.json'), 'main', locale, 'numbers');
  const system = textAt(numbers, 'defaultNumberingSystem');
  const symbol = (name: string): string => textAt(numbers, `symbols-numberSystem-${system}`, name);
  const pattern = (kind: string): string => textAt(numbers, `${kind}Formats-numberSystem-${system}`, 'standard');
  const [decimal, money, percent] = [pattern('decimal'), pattern('currency'), pattern('percent')];
  return {
    point: symbol('decimal'),
    group: symbol('group'),
    minus: symbol('minusSign'),
    plus: symbol('plusSign'),
    infinity: symbol('infinity'),
    nan: symbol('nan'),
    percent: symbol('percentSign'),
    perMille: symbol('perMille'),
    moneyPoint: symbol('currencyDecimal') || symbol('decimal'),
    moneyGroup: symbol('currencyGroup') || symbol('group'),
    sizes: groupSizes(decimal),
    moneySizes: groupSizes(money),
    decimals: fractionDigits(decimal),
    negative: numberPattern(decimal, true, KNOWN.negative, '-n'),
    moneyPositive: numberPattern(money, false, KNOWN.moneyPositive, '$n'),
    moneyNegative: numberPattern(money, true, KNOWN.moneyNegative, '($n)'),
    percentPositive: numberPattern(percent, false, KNOWN.percentPositive, 'n $'),
    percentNegative: numberPattern(percent, true, KNOWN.percentNegative, '-n $'),
    ...currencyFields(locale),
  };
}

/** A symbol for each currency in use somewhere; where there is none it is the code. */
function currencyFields(locale: string): Fields {
  const list = at(readJson(numbersFolder, locale, 'currencies.json'), 'main', locale, 'numbers', 'currencies');
  const codes = [...currencyCodes].toSorted();
  const symbols = codes.map((code) => [`$${code}`, textAt(list, code, 'symbol') || code] as const);
  const own = Object.entries(SYMBOLS[locale] ?? {}).map(([code, symbol]) => [`$${code}`, symbol] as const);
  return Object.fromEntries([...symbols, ...own]);
}

/** The calendar that a culture of the regions where another than the Gregorian is usual has. */
function otherCalendar(locale: string): Fields {
  for (const { calendar, package: name, version, key, locales } of CALENDARS) {
    if (!locales.some((known) => known === locale)) continue;
    const main = path.join(cldrPackage(name, version), 'main');
    const names = at(readJson(main, locale, `ca-${key}.json`), 'main', locale, 'dates', 'calendars', key);
    const months = calendar === 'buddhist' ? {} : monthFields(names);
    const { t: _t, T: _T, ...patterns } = patternFields(names);
    // .NET has names of its own for these two eras.
    const eras = { buddhist: 'พ.ศ.', umalqura: 'بعد الهجرة', persian: textAt(names, 'eras', 'eraAbbr', '0') };
    return { other: { calendar, ...months, era: eras[calendar], ...patterns } };
  }
  return {};
}

function monthFields(calendar: unknown): Fields {
  const names = (form: string, width: string): unknown[] =>
    entriesAt(calendar, 'months', form, width).map(([, name]) => name);
  return {
    months: names('stand-alone', 'wide'),
    shortMonths: names('stand-alone', 'abbreviated'),
    genitiveMonths: names('format', 'wide'),
    shortGenitiveMonths: names('format', 'abbreviated'),
  };
}

function dateFields(locale: string): Fields {
  const calendars = at(readJson(datesFolder, locale, 'ca-gregorian.json'), 'main', locale, 'dates', 'calendars');
  const gregorian = at(calendars, 'gregorian');
  const names = (...where: string[]): unknown[] => entriesAt(gregorian, ...where).map(([, name]) => name);
  const periods = (name: string): string => textAt(gregorian, 'dayPeriods', 'format', 'wide', name);
  return {
    ...monthFields(gregorian),
    days: names('days', 'stand-alone', 'wide'),
    shortDays: names('days', 'stand-alone', 'abbreviated'),
    am: periods('am'),
    pm: periods('pm'),
    era: textAt(gregorian, 'eras', 'eraAbbr', '1'),
    ...patternFields(gregorian),
    ...otherCalendar(locale),
  };
}

function patternFields(calendar: unknown): Fields {
  const date = (width: string): string => datePattern(valueOf(at(calendar, 'dateFormats', width)));
  const time = (width: string): string => timePattern(valueOf(at(calendar, 'timeFormats', width)));
  // Other calendars than the Gregorian have a `yyyy` in the names of these.
  const available = at(calendar, 'dateTimeFormats', 'availableFormats');
  const skeleton = (name: string): string =>
    datePattern(valueOf(at(available, name.replace('y', 'yyyy')) ?? at(available, name)));
  return {
    d: withFullYear(date('short')),
    D: date('full'),
    T: time('medium'),
    t: time('short'),
    M: skeleton('MMMMd'),
    Y: skeleton('yMMMM'),
    // The further patterns that reading a date by `d` or `D` tries.
    d2: [date('short'), date('medium'), skeleton('yMd')],
    D2: [date('long')],
  };
}

function valueOf(pattern: unknown): string {
  return typeof pattern === 'string' ? pattern : textAt(pattern, '_value');
}

const parents = at(supplemental('parentLocales'), 'parentLocales', 'parentLocale');

/** `und` is the root of all; a script other than a language's usual one has no other parent. */
function parentOf(locale: string): string {
  if (locale === 'und') return '';
  const explicit = textAt(parents, locale);
  if (explicit) return explicit === 'root' ? 'und' : explicit;
  const cut = locale.lastIndexOf('-');
  return cut < 0 ? 'und' : locale.slice(0, cut);
}

/** Only what differs from the parent, whose name is kept where cutting the locale's own would not give it. */
function difference(locale: string, all: ReadonlyMap<string, Fields>): Fields {
  const parent = parentOf(locale);
  const inherited = all.get(parent) ?? {};
  const own = Object.entries(all.get(locale) ?? {}).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(inherited[name]),
  );
  const cut = locale.includes('-') ? locale.slice(0, locale.lastIndexOf('-')) : 'und';
  return { ...(parent === cut ? {} : { parent }), ...Object.fromEntries(own) };
}

function build(): string {
  const locales = readdirSync(numbersFolder).toSorted();
  const all = new Map(locales.map((locale) => [locale, { ...numberFields(locale), ...dateFields(locale) }]));
  const cultures = Object.fromEntries(locales.map((locale) => [locale, difference(locale, all)]));
  const json = JSON.stringify({ currencies, digits: currencyDigits(), cultures });
  console.log(`${locales.length} cultures, ${json.length} characters of JSON`);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  return brotliCompressSync(Buffer.from(json), options).toString('base64');
}

const text = `// Generated by scripts/cultures.ts from Unicode's CLDR ${VERSION}. Do not edit.

/** JSON, compressed by brotli, in base64. */
export const CULTURE_DATA =
  '${build()}';
`;
emit(new URL('../src/expressions/dotnet/culture-data.ts', import.meta.url), text);
