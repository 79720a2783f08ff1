/**
 * A point in time as .NET's DateTime has it: ticks of 100 ns since the start of year 1, and what was known of the zone.
 * `utc` was written with a Z, `offset` with an offset (and is in UTC since then), `unspecified` with neither.
 */
export interface DateTime {
  readonly ticks: bigint;
  readonly kind: 'utc' | 'offset' | 'unspecified';
}

/** The parts of a date and time, as they are written. */
export interface DateFields {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Ticks below the second, 0 to 9,999,999. */
  readonly fraction: number;
}

export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_DAY = 864_000_000_000n;
const TICKS_PER_MILLISECOND = 10_000n;
/** Milliseconds from the start of year 1 to the start of 1970. */
const UNIX_EPOCH = 62_135_596_800_000;
/** 9999-12-31T23:59:59.9999999. */
const MAX_TICKS = 3_155_378_975_999_999_999n;

/** A DateTime of its parts; undefined if there is no such day or time. */
export function dateTimeOf(fields: DateFields, kind: DateTime['kind'] = 'unspecified'): DateTime | undefined {
  const { year, month, day, hour, minute, second, fraction } = fields;
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return { ticks: BigInt(date.getTime() + UNIX_EPOCH) * TICKS_PER_MILLISECOND + BigInt(fraction), kind };
}

export function fieldsOf(time: DateTime): DateFields {
  const date = utcDate(time);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(time.ticks % TICKS_PER_SECOND),
  };
}

/** Sunday is 0. */
export function dayOfWeek(time: DateTime): number {
  return utcDate(time).getUTCDay();
}

/** The first of January is 1. */
export function dayOfYear(time: DateTime): number {
  const start = dateTimeOf({ year: fieldsOf(time).year, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: 0 });
  return Number((time.ticks - (start?.ticks ?? 0n)) / TICKS_PER_DAY) + 1;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Later by so many ticks; undefined outside the years 1 to 9999. */
export function addTicks(time: DateTime, ticks: bigint): DateTime | undefined {
  const sum = time.ticks + ticks;
  return sum < 0n || sum > MAX_TICKS ? undefined : { ...time, ticks: sum };
}

/** Later by so many months; a day that the month does not have becomes its last. */
export function addMonths(time: DateTime, months: number): DateTime | undefined {
  const fields = fieldsOf(time);
  const count = fields.year * 12 + fields.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return dateTimeOf({ ...fields, year, month, day: Math.min(fields.day, daysInMonth(year, month)) }, time.kind);
}

/** The start of the day, hour or month that a time is in. */
export function startOf(unit: 'hour' | 'day' | 'month', time: DateTime): DateTime {
  const fields = fieldsOf(time);
  const start = {
    ...fields,
    day: unit === 'month' ? 1 : fields.day,
    hour: unit === 'hour' ? fields.hour : 0,
    minute: 0,
    second: 0,
    fraction: 0,
  };
  return dateTimeOf(start, time.kind) ?? time;
}

function utcDate(time: DateTime): Date {
  return new Date(Number(time.ticks / TICKS_PER_MILLISECOND) - UNIX_EPOCH);
}
