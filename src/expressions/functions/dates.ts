import { integer, type Json } from '../../json.js';
import { cultureOf } from '../culture.js';
import { EN_US_DATES } from '../dotnet/date-culture.js';
import { formatDateTime } from '../dotnet/date-format.js';
import { parseExact } from '../dotnet/date-exact.js';
import { parseDateTime } from '../dotnet/date-parse.js';
import {
  addMonths,
  addTicks,
  type DateTime,
  dayOfWeek,
  dayOfYear,
  fieldsOf,
  startOf,
  TICKS_PER_DAY,
  TICKS_PER_SECOND,
} from '../dotnet/datetime.js';
import { formatTimeSpan } from '../dotnet/timespan.js';
import { findZone, isUtc, localOf, utcOf } from '../dotnet/zones.js';
import { ExpressionError } from '../error.js';
import { functionError, type FunctionRow, scoped, type Wording } from '../function.js';
import type { Scope } from '../scope.js';

type Format = string | null | undefined;

/** Reads a time as en-US writes it. The day of the run stands for a date that is missing. */
function readTime(name: string, text: string, scope: Scope): DateTime {
  return parseDateTime(text, EN_US_DATES, () => scope.now()) ?? fail(notATime(name, text));
}

function notATime(name: string, text: string): ExpressionError {
  return new ExpressionError(
    'InvalidArgument',
    `In function '${name}', the value provided for date time string '${text}' was not valid. ` +
      `The datetime string must match ISO 8601 format.`,
  );
}

function fail(error: ExpressionError): never {
  throw error;
}

function write(name: string, time: DateTime, format: Format, locale?: string | null): string {
  const text = formatDateTime(time, format ?? 'o', cultureOf(name, locale, 'en-US').dates);
  if (text !== undefined) return text;
  throw functionError(name, `was provided the date time format '${format}', which is not valid.`, linkOf(name));
}

/** The anchors on the documentation page that the service names are in lower case for the older functions. */
function linkOf(name: string): string {
  return OLDER.has(name) ? name.toLowerCase() : name.charAt(0).toUpperCase() + name.slice(1);
}

const OLDER = new Set([
  'addDays',
  'addHours',
  'addMinutes',
  'addSeconds',
  'dayOfMonth',
  'dayOfWeek',
  'dayOfYear',
  'formatDateTime',
  'parseDateTime',
  'startOfDay',
  'startOfHour',
  'startOfMonth',
  'ticks',
  'utcNow',
]);

/** Moves a time by a number of units; a function that goes back in time has a factor of -1. */
function move(name: string, time: DateTime, interval: number, unit: string): DateTime {
  const key = unit.toLowerCase().replace(/s$/, '');
  const months = MONTHS.get(key);
  const ticks = TICKS.get(key);
  if (months === undefined && ticks === undefined)
    throw new ExpressionError('InvalidArgument', `The time unit '${unit}' is not valid.`, {
      advice: `The units are ${UNITS}.`,
    });
  const moved =
    months === undefined ? addTicks(time, BigInt(interval) * (ticks ?? 0n)) : addMonths(time, interval * months);
  if (moved) return moved;
  throw functionError(name, 'cannot be evaluated: the result is not within the years 1 to 9999.', linkOf(name));
}

const UNITS = "'Second', 'Minute', 'Hour', 'Day', 'Week', 'Month' and 'Year'";
const MONTHS = new Map([
  ['month', 1],
  ['year', 12],
]);
const TICKS = new Map([
  ['second', TICKS_PER_SECOND],
  ['minute', 60n * TICKS_PER_SECOND],
  ['hour', 3600n * TICKS_PER_SECOND],
  ['day', TICKS_PER_DAY],
  ['week', 7n * TICKS_PER_DAY],
]);

const A_TIME = 'to be a string that contains the time';

function adder(unit: string): FunctionRow {
  const name = `add${unit}`;
  const interval = unit.toLowerCase();
  return scoped(
    `${name}(timestamp: string, ${interval}: integer, format?: string|null): string`,
    (scope: Scope, text: string, count: number, format?: Format) =>
      write(name, move(name, readTime(name, text, scope), count, unit), format),
    {
      expects:
        `expects a timestamp as the first parameter, the number of ${interval} to add as the second parameter, and an ` +
        'optional format string as the third parameter',
      link: linkOf(name),
      must: [A_TIME],
    },
  );
}

function shifter(name: string, sign: 1 | -1): FunctionRow {
  return scoped(
    `${name}(timestamp: string, interval: integer, unit: string, format?: string|null): string`,
    (scope: Scope, text: string, interval: number, unit: string, format?: Format) =>
      write(name, move(name, readTime(name, text, scope), sign * interval, unit), format),
    {
      expects:
        'expects a timestamp as the first parameter, an interval as the second parameter, a time unit as the third ' +
        'parameter, and an optional format string as the fourth parameter',
      link: linkOf(name),
      must: [A_TIME],
    },
  );
}

function fromNow(name: string, sign: 1 | -1): FunctionRow {
  return scoped(
    `${name}(interval: integer, unit: string, format?: string|null): string`,
    (scope: Scope, interval: number, unit: string, format?: Format) =>
      write(name, move(name, readTime(name, scope.now(), scope), sign * interval, unit), format),
    {
      expects:
        'expects an interval as the first parameter, a time unit as the second parameter, and an optional format string ' +
        'as the third parameter',
      link: linkOf(name),
    },
  );
}

function reader(name: string, read: (time: DateTime) => Json): FunctionRow {
  const call = (scope: Scope, text: string): Json => read(readTime(name, text, scope));
  return scoped(`${name}(timestamp: string): integer`, call, {
    expects: 'expects a single parameter that is a timestamp',
    link: linkOf(name),
    must: [A_TIME],
  });
}

function starter(unit: 'Day' | 'Hour' | 'Month'): FunctionRow {
  const name = `startOf${unit}`;
  const part = unit === 'Day' ? 'day' : unit === 'Hour' ? 'hour' : 'month';
  return scoped(
    `${name}(timestamp: string, format?: string|null): string`,
    (scope: Scope, text: string, format?: Format) => write(name, startOf(part, readTime(name, text, scope)), format),
    {
      expects: 'expects a timestamp as the first parameter and an optional format string as the second parameter',
      link: linkOf(name),
      must: [A_TIME],
    },
  );
}

function dateDifference(scope: Scope, start: string, end: string): string {
  const [from, to] = [start, end].map((text) => readTime('dateDifference', text, scope).ticks);
  return formatTimeSpan((to ?? 0n) - (from ?? 0n));
}

function parse(scope: Scope, text: string, locale?: string | null, format?: Format): string {
  const culture = cultureOf('parseDateTime', locale, 'en-US').dates;
  const now = (): string => scope.now();
  const time = format ? parseExact(text, format, culture, now) : parseDateTime(text, culture, now);
  return write('parseDateTime', time ?? fail(notATime('parseDateTime', text)), 'o');
}

function zoneOf(name: string, id: string): string {
  const zone = findZone(id);
  if (zone !== undefined) return zone;
  throw new ExpressionError(
    'InvalidArgument',
    `In function '${name}', the value provided for the time zone id '${id}' was not valid.`,
    { advice: "A zone is named as Windows does ('Pacific Standard Time') or as IANA does ('America/Los_Angeles')." },
  );
}

/** A time in UTC, read as one of the zone; one that says it is in UTC already is of no other zone (measured in Power Automate). */
function fromZone(name: string, time: DateTime, id: string): DateTime {
  const zone = zoneOf(name, id);
  if (isUtc(zone)) return { ...time, kind: 'utc' };
  if (time.kind !== 'unspecified') {
    throw functionError(
      name,
      `cannot be evaluated: the timestamp is in UTC, not in the time zone '${id}'.`,
      linkOf(name),
    );
  }
  const utc = utcOf(time, zone);
  if (utc) return utc;
  throw functionError(
    name,
    `cannot be evaluated: there is no such time in the time zone '${id}', because the clock is put forward over it.`,
    linkOf(name),
  );
}

const TIME_FIRST = 'expects a timestamp as the first parameter, ';
const FORMAT_LAST = 'and an optional format string as the';

function zoned(signature: string, call: (scope: Scope, ...args: never[]) => Json, wording: Wording): FunctionRow {
  return scoped(signature, call, { ...wording, must: [A_TIME] });
}

/**
 * Dates and times. What comes out keeps the kind of what went in: with Z, without a zone, or with an offset, which becomes
 * UTC and is written `+00:00` (measured in Power Automate).
 */
export const dates: readonly FunctionRow[] = [
  adder('Days'),
  adder('Hours'),
  adder('Minutes'),
  adder('Seconds'),
  shifter('addToTime', 1),
  zoned(
    'convertFromUtc(timestamp: string, zone: string, format?: string|null): string',
    (scope: Scope, text: string, zone: string, format?: Format) => {
      const time = readTime('convertFromUtc', text, scope);
      return write('convertFromUtc', localOf(time, zoneOf('convertFromUtc', zone)), format);
    },
    {
      expects: `${TIME_FIRST}a target time zone as the second parameter, ${FORMAT_LAST} third parameter`,
      link: 'ConvertFromUtc',
    },
  ),
  zoned(
    'convertTimeZone(timestamp: string, from: string, to: string, format?: string|null): string',
    (scope: Scope, text: string, from: string, to: string, format?: Format) => {
      const time = fromZone('convertTimeZone', readTime('convertTimeZone', text, scope), from);
      return write('convertTimeZone', localOf(time, zoneOf('convertTimeZone', to)), format);
    },
    {
      expects: `${TIME_FIRST}a source time zone as the second parameter, a target time zone as the third parameter, ${FORMAT_LAST} fourth parameter`,
      link: 'ConvertTimeZone',
    },
  ),
  zoned(
    'convertToUtc(timestamp: string, zone: string, format?: string|null): string',
    (scope: Scope, text: string, zone: string, format?: Format) =>
      write('convertToUtc', fromZone('convertToUtc', readTime('convertToUtc', text, scope), zone), format),
    {
      expects: `${TIME_FIRST}a source time zone as the second parameter, ${FORMAT_LAST} third parameter`,
      link: 'ConvertToUtc',
    },
  ),
  scoped('dateDifference(start: string, end: string): string', dateDifference, {
    expects: 'expects a timestamp as the first parameter and timestamp as the second parameter',
    link: false,
  }),
  reader('dayOfMonth', (time) => fieldsOf(time).day),
  reader('dayOfWeek', dayOfWeek),
  reader('dayOfYear', dayOfYear),
  scoped(
    'formatDateTime(timestamp: string, format?: string|null, locale?: string|null): string',
    (scope: Scope, text: string, format?: Format, locale?: string | null) =>
      write('formatDateTime', readTime('formatDateTime', text, scope), format, locale),
    {
      expects:
        'expects a timestamp as the first parameter, an optional format string as the second parameter and an optional ' +
        'locale as the third parameter',
      link: 'formatdatetime',
    },
  ),
  fromNow('getFutureTime', 1),
  fromNow('getPastTime', -1),
  scoped('parseDateTime(timestamp: string, locale?: string|null, format?: string|null): string', parse, {
    expects:
      'expects a timestamp as the first parameter, an optional locale string as the second parameter, and an optional ' +
      'format string as the third parameter',
    link: 'parsedatetime',
  }),
  starter('Day'),
  starter('Hour'),
  starter('Month'),
  shifter('subtractFromTime', -1),
  reader('ticks', (time) => integer(time.ticks)),
  scoped(
    'utcNow(format?: string|null): string',
    (scope: Scope, format?: Format) =>
      write('utcNow', { ...readTime('utcNow', scope.now(), scope), kind: 'utc' }, format),
    {
      expects: 'can be invoked with no parameters or with an optional format parameter',
      link: 'utcnow',
    },
  ),
];
