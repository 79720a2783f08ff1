import { type CalendarDay, calendarFields, gregorianDay } from './calendars.js';
import type { CalendarName, DateCulture } from './date-culture.js';
import { addTicks, type DateTime, dateTimeOf, dayOfWeek, TICKS_PER_SECOND } from './datetime.js';

// From the parts that were read of a date to a time: which number is what, and what stands for the parts that are missing.

/** What was read; undefined is not written. */
export interface DateParts {
  year?: number | undefined;
  /** 1 to 12. */
  month?: number | undefined;
  day?: number | undefined;
  hour?: number | undefined;
  minute?: number | undefined;
  second?: number | undefined;
  /** Ticks below the second; rounding may make it a whole one. */
  fraction?: number | undefined;
  half?: 'am' | 'pm' | undefined;
  weekday?: number | undefined;
  /** `utc`, or the minutes east of it. */
  zone?: 'utc' | number | undefined;
  /** Whether it was written as ISO 8601 has it. */
  iso?: boolean;
}

/** Two digits are the years 1950 to 2049, as .NET has it. */
export function fullYear(year: number): number {
  return year > 99 ? year : year < 50 ? 2000 + year : 1900 + year;
}

/** Ticks of the digits after a decimal point. */
export function fractionTicks(digits: string): number {
  return Math.round(Number(`0.${digits || '0'}`) * Number(TICKS_PER_SECOND));
}

/** The instant, in ISO 8601, that stands for a date that is missing. */
export type Now = () => string;

/** The time that the parts are; undefined if there is none. */
export function assemble(parts: DateParts, now: Now, calendar: CalendarName = 'gregorian'): DateTime | undefined {
  const hour = hourOf(parts.hour ?? 0, parts.half);
  if (hour === undefined) return undefined;
  const { minute = 0, second = 0, fraction = 0, weekday, zone } = parts;
  const date = dateOf(parts, now, calendar);
  const start = date && dateTimeOf({ ...date, hour, minute, second, fraction: 0 });
  if (!start || (weekday !== undefined && dayOfWeek(start) !== weekday)) return undefined;
  return inZone({ ...start, ticks: start.ticks + BigInt(fraction) }, zone);
}

/** A date without anything is today; without a year it is this year's; other missing parts are the first. */
function dateOf({ year, month, day }: DateParts, now: Now, calendar: CalendarName): CalendarDay | undefined {
  if (year !== undefined) return gregorianDay({ year, month: month ?? 1, day: day ?? 1 }, calendar);
  const [thisYear = 1, thisMonth = 1, today = 1] = now().split(/[-T]/).map(Number);
  if (month === undefined && day === undefined) return { year: thisYear, month: thisMonth, day: today };
  const noon = dateTimeOf({
    year: thisYear,
    month: thisMonth,
    day: today,
    hour: 12,
    minute: 0,
    second: 0,
    fraction: 0,
  });
  const current = noon && calendarFields(noon, calendar);
  return current && gregorianDay({ year: current.year, month: month ?? 1, day: day ?? 1 }, calendar);
}

function hourOf(hour: number, half: 'am' | 'pm' | undefined): number | undefined {
  if (half === undefined) return hour;
  if (half === 'am') return hour > 12 ? undefined : hour % 12;
  return hour > 23 ? undefined : hour < 12 ? hour + 12 : hour;
}

function inZone(time: DateTime, zone: DateParts['zone']): DateTime | undefined {
  if (zone === undefined) return time;
  if (zone === 'utc') return { ...time, kind: 'utc' };
  return addTicks({ ...time, kind: 'offset' }, BigInt(-zone * 60) * TICKS_PER_SECOND);
}

const OFFSET = /^([+-])(?:(\d{1,2})(?::(\d{1,2}))?|(\d{1,2})(\d{2}))(?!\d)/;

/** Reads an offset: `+2`, `+02`, `+02:30`, `+0230`; undefined if there is none at the place. */
export function readOffset(text: string): { minutes: number; length: number } | undefined {
  const [all, sign, hours, minutes, hoursOfRun, minutesOfRun] = OFFSET.exec(text) ?? [];
  if (all === undefined) return undefined;
  const below = Number(minutes ?? minutesOfRun ?? 0);
  const total = Number(hours ?? hoursOfRun) * 60 + below;
  return below > 59 ? undefined : { minutes: sign === '-' ? -total : total, length: all.length };
}

/** The order in which a pattern has years (`y`), months (`M`) and days (`d`). */
function orderOf(pattern: string): string {
  const parts = pattern.replace(/'[^']*'?|\\./g, '').match(/y+|M+|d+/g) ?? [];
  const letters = parts.filter((part) => !/^d{3,}$/.test(part)).map((part) => part.charAt(0));
  return [...new Set(letters)].join('');
}

/** The year, month and day of two or three parts of a date in the order as written. */
export function dateOfParts(kinds: string, values: readonly number[], culture: DateCulture): DateParts {
  const month = values[kinds.indexOf('M')];
  const year = values[kinds.indexOf('Y')];
  const [first = 0, second = 0, third = 0] = values.filter((_, index) => kinds[index] === 'N');
  const order = orderOf(culture.patterns.d);
  switch (kinds.split('').toSorted().join('')) {
    case 'NN':
      return orderOf(culture.patterns.M) === 'dM' ? { day: first, month: second } : { month: first, day: second };
    case 'MN':
      return monthAndNumber(kinds, month, first, culture);
    case 'NY':
      return { year, month: first, day: 1 };
    case 'MY':
      return { year, month, day: 1 };
    case 'NNY':
      return { year, ...monthAndDay(kinds, order, first, second) };
    case 'MNY':
      return { year, month, day: first };
    case 'MNN':
      return aroundMonth(order, month, first, second);
    default:
      return inOrder(order, [first, second, third]);
  }
}

/** `March 18` is a day or a year, as the culture's patterns for a month and a day, and for a month and a year, have it. */
function monthAndNumber(
  kinds: string,
  month: number | undefined,
  number: number,
  { patterns }: DateCulture,
): DateParts {
  const [dayFirst, yearFirst] = [orderOf(patterns.M) === 'dM', orderOf(patterns.Y) === 'yM'];
  const isYear = kinds === 'MN' ? dayFirst && !yearFirst : !dayFirst && yearFirst;
  return isYear ? { year: fullYear(number), month, day: 1 } : { month, day: number };
}

/** Beside a year of three digits or more. */
function monthAndDay(kinds: string, order: string, first: number, second: number): DateParts {
  const monthFirst = kinds.startsWith('Y') ? order !== 'ydM' : order === 'Mdy' || order === 'yMd';
  return monthFirst ? { month: first, day: second } : { month: second, day: first };
}

/** Two numbers around a month's name: the culture's order first, and the other if that is no day. */
function aroundMonth(order: string, month: number | undefined, first: number, second: number): DateParts {
  const yearFirst = order.startsWith('y');
  const [year, day] = yearFirst ? [first, second] : [second, first];
  return day >= 1 && day <= 31 ? { year: fullYear(year), month, day } : { year: fullYear(day), month, day: year };
}

function inOrder(order: string, numbers: readonly number[]): DateParts {
  const at = (letter: string): number => numbers[(order.length === 3 ? order : 'Mdy').indexOf(letter)] ?? 0;
  return { year: fullYear(at('y')), month: at('M'), day: at('d') };
}
