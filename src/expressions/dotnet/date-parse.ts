import { trim } from './casing.js';
import { addTicks, type DateFields, type DateTime, dateTimeOf, TICKS_PER_SECOND } from './datetime.js';

// What `DateTime.Parse` takes in the invariant culture and en-US, with RoundtripKind: ISO 8601 and its looser relatives, and
// American dates. Names of months and days, and other cultures, are not here yet.

const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?(?:\s*([AaPp])\.?[Mm]?\.?)?`;
const ZONE = String.raw`\s*(Z|GMT|[+-]\d{1,2}(?::?\d{2})?)?`;
const REST = String.raw`(?:(?:[Tt]|\s+)${TIME}${ZONE})?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2})${REST})?$`, 'i');
const MONTH_FIRST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${REST}$`, 'i');

/** No time is written longer; the patterns below are not meant for more. */
const LONGEST = 100;

/** Reads a time; undefined if the text is none. */
export function parseDateTime(text: string): DateTime | undefined {
  const trimmed = trim(text);
  if (trimmed.length > LONGEST) return undefined;
  const [, year = '', , month = '', day, ...rest] = YEAR_FIRST.exec(trimmed) ?? [];
  if (year) return assemble(Number(year), Number(month), Number(day ?? 1), rest);
  const [, first = '', , second = '', last = '', ...time] = MONTH_FIRST.exec(trimmed) ?? [];
  return first ? assemble(fullYear(last), Number(first), Number(second), time) : undefined;
}

/** Whether a text has words in it that only the complete parser will know. */
export function hasNames(text: string): boolean {
  return /\p{L}{3,}/u.test(text.replace(/gmt|utc/gi, ''));
}

/** Two digits are the years 1950 to 2049, as .NET has it. */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 50 ? 2000 + year : 1900 + year;
}

function assemble(
  year: number,
  month: number,
  day: number,
  time: readonly (string | undefined)[],
): DateTime | undefined {
  const [hour = '0', minute = '0', second = '0', fraction = '', half, zone] = time;
  const ticks = Math.round(Number(`0.${fraction || '0'}`) * Number(TICKS_PER_SECOND));
  const hours = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
  if (hours === undefined) return undefined;
  const fields: DateFields = {
    year,
    month,
    day,
    hour: hours,
    minute: Number(minute),
    second: Number(second),
    fraction: 0,
  };
  const start = dateTimeOf(fields);
  return start && inZone({ ...start, ticks: start.ticks + BigInt(ticks) }, zone);
}

function hourOfHalf(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function inZone(time: DateTime, zone: string | undefined): DateTime | undefined {
  if (zone === undefined) return time;
  if (!/^[+-]/.test(zone)) return { ...time, kind: 'utc' };
  const [, sign = '', hours = '', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = BigInt(Number(hours) * 60 + Number(minutes)) * 60n * TICKS_PER_SECOND;
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  return addTicks({ ...time, kind: 'offset' }, sign === '-' ? offset : -offset);
}
