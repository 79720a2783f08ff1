import { calendarFields } from './calendars.js';
import { type DateCulture, type DatePatterns, INVARIANT_DATES } from './date-culture.js';
import { type DateFields, type DateTime, dayOfWeek } from './datetime.js';

/** Writes a time as `ToString(format, culture)` does; undefined where .NET throws FormatException. */
export function formatDateTime(time: DateTime, format: string, culture: DateCulture): string | undefined {
  if (format.length > 1) return formatCustom(time, format, culture);
  const standard = standardPattern(format || 'G', culture);
  return standard && formatCustom(time, standard.pattern, standard.culture);
}

/** The custom format that a standard one stands for, and the culture it is written in; undefined if there is no such format. */
export function standardPattern(
  letter: string,
  culture: DateCulture,
): { pattern: string; culture: DateCulture } | undefined {
  const fixed = FIXED[letter];
  if (fixed !== undefined) return { pattern: fixed, culture: INVARIANT_DATES };
  const pattern = culturePattern(letter, culture.patterns);
  return pattern === undefined ? undefined : { pattern, culture };
}

/** The formats that are the same in every culture. */
const FIXED: Readonly<Record<string, string>> = {
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  r: "ddd', 'dd MMM yyyy HH':'mm':'ss 'GMT'",
  R: "ddd', 'dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
};

function culturePattern(letter: string, { d, D, t, T, M, Y }: DatePatterns): string | undefined {
  switch (letter) {
    case 'd':
      return d;
    case 'D':
      return D;
    case 't':
      return t;
    case 'T':
      return T;
    case 'f':
      return `${D} ${t}`;
    case 'F':
    case 'U': // in UTC, in which every value is that has a zone
      return `${D} ${T}`;
    case 'g':
      return `${d} ${t}`;
    case 'G':
      return `${d} ${T}`;
    case 'm':
    case 'M':
      return M;
    case 'y':
    case 'Y':
      return Y;
    default:
      return undefined;
  }
}

/** A run of one letter that asks for a part, or text. */
export type DateMark = { readonly letter: string; readonly count: number } | { readonly text: string };

const LETTERS = 'dfFghHKmMstyz:/';

/** The marks of a custom format; undefined if it is malformed. */
export function readDatePattern(format: string): DateMark[] | undefined {
  const marks: DateMark[] = [];
  let at = 0;
  while (at < format.length) {
    const read = readMark(format, at);
    if (!read) return undefined;
    marks.push(read.mark);
    at = read.end;
  }
  return marks;
}

function readMark(format: string, at: number): { mark: DateMark; end: number } | undefined {
  const character = format.charAt(at);
  if (character === "'" || character === '"') return readQuoted(format, at);
  if (character === '\\') {
    return at + 1 < format.length ? { mark: { text: format.charAt(at + 1) }, end: at + 2 } : undefined;
  }
  if (character === '%') {
    // A percent sign only keeps a single letter from being read as a standard format.
    const next = format.charAt(at + 1);
    return next === '' || next === '%' ? undefined : readMark(format, at + 1);
  }
  if (!LETTERS.includes(character)) return { mark: { text: character }, end: at + 1 };
  let end = at + 1;
  // Separators and K stand alone, all other letters in runs.
  while (!':/K'.includes(character) && format[end] === character) end++;
  const count = end - at;
  return 'fF'.includes(character) && count > 7 ? undefined : { mark: { letter: character, count }, end };
}

function readQuoted(format: string, at: number): { mark: DateMark; end: number } | undefined {
  let text = '';
  for (let end = at + 1; end < format.length; end++) {
    if (format[end] === format[at]) return { mark: { text }, end: end + 1 };
    if (format[end] === '\\') end++;
    text += format.charAt(end);
  }
  return undefined;
}

function formatCustom(time: DateTime, format: string, culture: DateCulture): string | undefined {
  const marks = readDatePattern(format);
  if (!marks) return undefined;
  const fields = calendarFields(time, culture.calendar);
  if (!fields) return undefined;
  let result = '';
  const names = monthsFor(format, culture);
  for (const mark of marks) {
    if ('text' in mark) result += mark.text;
    else if (mark.letter === 'F') result = appendTrimmed(result, fractionText(fields, mark.count).replace(/0+$/, ''));
    else result += part(mark.letter, mark.count, fields, time, names);
  }
  return result;
}

const genitive = new WeakMap<DateCulture, DateCulture>();

/** Beside a day of the month, before or after it, months have their genitive names; .NET looks at quoted text too. */
function monthsFor(format: string, culture: DateCulture): DateCulture {
  if (culture.months === culture.genitiveMonths || !/(?<!d)d{1,2}(?!d)/.test(format)) return culture;
  let names = genitive.get(culture);
  if (!names) {
    names = { ...culture, months: culture.genitiveMonths, shortMonths: culture.shortGenitiveMonths };
    genitive.set(culture, names);
  }
  return names;
}

/** A fraction of which nothing is left takes the point before it along. */
function appendTrimmed(result: string, fraction: string): string {
  return fraction === '' && result.endsWith('.') ? result.slice(0, -1) : result + fraction;
}

function part(letter: string, count: number, fields: DateFields, time: DateTime, culture: DateCulture): string {
  switch (letter) {
    case 'd':
      return count < 3
        ? padded(fields.day, count)
        : nameAt(count === 3 ? culture.shortDays : culture.days, dayOfWeek(time));
    case 'M':
      return count < 3
        ? padded(fields.month, count)
        : nameAt(count === 3 ? culture.shortMonths : culture.months, fields.month - 1);
    case 'y':
      return count < 3 ? padded(fields.year % 100, count) : padded(fields.year, count);
    case 'h':
      return padded(fields.hour % 12 || 12, Math.min(count, 2));
    case 'H':
      return padded(fields.hour, Math.min(count, 2));
    case 'm':
      return padded(fields.minute, Math.min(count, 2));
    case 's':
      return padded(fields.second, Math.min(count, 2));
    case 'f':
      return fractionText(fields, count);
    case 't':
      return (fields.hour < 12 ? culture.am : culture.pm).slice(0, count === 1 ? 1 : undefined);
    case 'g':
      return culture.era;
    case 'K':
      return time.kind === 'utc' ? 'Z' : time.kind === 'offset' ? '+00:00' : '';
    case 'z':
      // Whatever has an offset is in UTC by now, and the service's own zone is UTC.
      return ['+0', '+00'][count - 1] ?? '+00:00';
    case ':':
      return culture.timeSeparator;
    default:
      return culture.dateSeparator;
  }
}

function fractionText({ fraction }: DateFields, count: number): string {
  return padded(fraction, 7).slice(0, count);
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function nameAt(names: readonly string[], index: number): string {
  return names[index] ?? '';
}
