import { brotliDecompressSync } from 'node:zlib';
import { CULTURE_DATA } from './culture-data.js';
import { type CalendarName, type DateCulture, type DatePatterns, separatorOf } from './date-culture.js';
import type { NumberCulture } from './number-culture.js';

// The cultures of .NET, which takes them from ICU: what is not known of a culture comes from its parent, the currency from
// its region, and a name that is well-formed is a culture even if nobody has heard of it.

/** How one culture writes numbers and dates. */
export interface Culture {
  readonly numbers: NumberCulture;
  readonly dates: DateCulture;
}

type MonthNames = Pick<DateCulture, 'months' | 'shortMonths' | 'genitiveMonths' | 'shortGenitiveMonths'>;
type DateNames = MonthNames & Pick<DateCulture, 'days' | 'shortDays' | 'am' | 'pm' | 'era'>;

interface Fields extends DatePatterns, DateNames {
  readonly parent?: string;
  readonly point: string;
  readonly group: string;
  readonly minus: string;
  readonly plus: string;
  readonly infinity: string;
  readonly nan: string;
  readonly percent: string;
  readonly perMille: string;
  readonly moneyPoint: string;
  readonly moneyGroup: string;
  readonly sizes: readonly number[];
  readonly moneySizes: readonly number[];
  readonly decimals: number;
  readonly negative: string;
  readonly moneyPositive: string;
  readonly moneyNegative: string;
  readonly percentPositive: string;
  readonly percentNegative: string;
  /** What is other in the calendar that is usual in some region instead of the Gregorian. */
  readonly other?: OtherCalendar;
  /** The symbol of a currency. */
  readonly [symbol: `$${string}`]: string;
}

interface OtherCalendar extends Omit<DatePatterns, 't' | 'T'>, Partial<MonthNames> {
  readonly calendar: CalendarName;
  readonly era: string;
}

interface CultureData {
  readonly currencies: { readonly [region: string]: string };
  /** Only where they are not two. */
  readonly digits: { readonly [currency: string]: number };
  /** What differs from the parent. */
  readonly cultures: { readonly [name: string]: Partial<Fields> };
}

let loaded: CultureData | undefined;

/** Unpacked when the first culture is asked for that is neither en-US nor the invariant one. */
function data(): CultureData {
  // Written by the generator, which has the same fields
  loaded ??= JSON.parse(brotliDecompressSync(Buffer.from(CULTURE_DATA, 'base64')).toString('utf8')) as CultureData;
  return loaded;
}

/** Letters and digits in parts, of which the first is the language: what .NET and ICU ask of a name. */
const WELL_FORMED = /^(?=.{2,85}$)[a-z0-9]{1,11}(?:-[a-z0-9]+)*(?:_[a-z0-9]+(?:-[a-z0-9]+)*)?$/i;

/** The culture of a name in any case; undefined if .NET knows it to be none. */
export function loadCulture(name: string): Culture | undefined {
  if (!WELL_FORMED.test(name)) return undefined;
  const locale = localeOf(name);
  const fields = fieldsOf(dataNames(locale).find((candidate) => Object.hasOwn(data().cultures, candidate)) ?? 'en');
  return { numbers: numbersOf(fields, locale?.region), dates: datesOf(inCalendar(fields, locale?.maximize().region)) };
}

/** What stands after an underscore is a way to sort. */
function localeOf(name: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(name.split('_')[0] ?? '');
  } catch {
    return undefined;
  }
}

/** The names under which a locale may be known, the most telling first; the script is left out where it is the usual one. */
function dataNames(locale: Intl.Locale | undefined): string[] {
  if (!locale) return [];
  const { language, script = '', region = '' } = locale.maximize();
  const usual = new Intl.Locale(language).maximize().script === script;
  const names = [locale.baseName, `${language}-${script}-${region}`];
  return [...names, ...(usual ? [`${language}-${region}`] : []), `${language}-${script}`, ...(usual ? [language] : [])];
}

function fieldsOf(name: string): Fields {
  const own = data().cultures[name] ?? {};
  const parent = own.parent ?? (name.includes('-') ? name.slice(0, name.lastIndexOf('-')) : 'und');
  // The root, which has no parent, has every field
  return (parent === '' ? own : { ...fieldsOf(parent), ...own }) as Fields;
}

function numbersOf(fields: Fields, region: string | undefined): NumberCulture {
  const { currencies, digits } = data();
  // A culture of no region has no currency.
  const currency = region === undefined ? undefined : currencies[region];
  const base = { point: fields.point, group: fields.group, groupSizes: fields.sizes, decimals: fields.decimals };
  return {
    ...base,
    negative: fields.minus,
    positive: fields.plus,
    infinity: fields.infinity,
    nan: fields.nan,
    negativePattern: fields.negative,
    perMille: fields.perMille,
    currency: {
      symbol: currency === undefined ? '¤' : (fields[`$${currency}`] ?? currency),
      decimals: digits[currency ?? ''] ?? 2,
      point: fields.moneyPoint,
      group: fields.moneyGroup,
      groupSizes: fields.moneySizes,
      positive: fields.moneyPositive,
      negativePattern: fields.moneyNegative,
    },
    percent: {
      ...base,
      symbol: fields.percent,
      positive: fields.percentPositive,
      negativePattern: fields.percentNegative,
    },
  };
}

const CALENDARS: Readonly<Record<string, CalendarName>> = {
  AF: 'persian',
  IR: 'persian',
  SA: 'umalqura',
  TH: 'buddhist',
};

/** The calendar is the region's, as far as the culture has names for it; else, as everywhere, the Gregorian. */
function inCalendar(fields: Fields, region = ''): Fields & { calendar: CalendarName } {
  const { other } = fields;
  const usual = CALENDARS[region] ?? 'gregorian';
  return other?.calendar === usual ? { ...fields, ...other } : { ...fields, calendar: 'gregorian' };
}

function datesOf(fields: Fields & { readonly calendar: CalendarName }): DateCulture {
  const { calendar, d, D, t, T, M, Y, d2, D2 } = fields;
  return {
    months: fields.months,
    shortMonths: fields.shortMonths,
    genitiveMonths: fields.genitiveMonths,
    shortGenitiveMonths: fields.shortGenitiveMonths,
    days: fields.days,
    shortDays: fields.shortDays,
    am: fields.am,
    pm: fields.pm,
    era: fields.era,
    dateSeparator: separatorOf(d, 'dyM'),
    timeSeparator: separatorOf(T, 'Hhms'),
    calendar,
    patterns: { d, D, t, T, M, Y, d2, D2 },
  };
}
