import type { CalendarName } from './date-culture.js';
import { type DateFields, type DateTime, dateTimeOf, fieldsOf, TICKS_PER_DAY } from './datetime.js';

// The calendars that are some culture's default instead of the Gregorian: Thailand's, Iran's and Saudi Arabia's.

/** A day by its numbers in some calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const BUDDHIST_YEARS = 543;

/** The ticks at which .NET's table of the Umm al-Qura calendar begins and ends: 1900-04-30 and 2077-11-16. */
const UMALQURA = { first: 599_266_080_000_000_000n, last: 655_539_263_999_999_999n };

/** The parts of a time in a calendar; undefined where the calendar does not reach. */
export function calendarFields(time: DateTime, calendar: CalendarName): DateFields | undefined {
  const fields = fieldsOf(time);
  if (calendar === 'gregorian') return fields;
  if (calendar === 'buddhist') return { ...fields, year: fields.year + BUDDHIST_YEARS };
  if (calendar === 'umalqura' && (time.ticks < UMALQURA.first || time.ticks > UMALQURA.last)) return undefined;
  const day = dayIn(time, calendar);
  return day.year < 1 ? undefined : { ...fields, ...day };
}

/** The Gregorian day of a day in a calendar; undefined if there is no such day. */
export function gregorianDay(day: CalendarDay, calendar: CalendarName): CalendarDay | undefined {
  if (calendar === 'gregorian') return day;
  if (calendar === 'buddhist') return { ...day, year: day.year - BUDDHIST_YEARS };
  // Solar years are as long as ours, lunar ones 3 % shorter; from there the day is found by halving.
  const year = calendar === 'persian' ? day.year + 621 : Math.floor(day.year * 0.970225 + 621.5);
  const start = dateTimeOf({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: 0 });
  return start && search(start, day, calendar);
}

const FAR = 800;

function search(start: DateTime, wanted: CalendarDay, calendar: 'persian' | 'umalqura'): CalendarDay | undefined {
  let [low, high] = [-FAR, FAR];
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const time = { ...start, ticks: start.ticks + BigInt(middle) * TICKS_PER_DAY };
    const order = orderOf(dayIn(time, calendar)) - orderOf(wanted);
    if (order === 0) return fieldsOf(time);
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function orderOf({ year, month, day }: CalendarDay): number {
  return (year * 100 + month) * 100 + day;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function dayIn(time: DateTime, calendar: 'persian' | 'umalqura'): CalendarDay {
  const name = calendar === 'persian' ? 'persian' : 'islamic-umalqura';
  let clock = clocks.get(name);
  if (!clock) {
    const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    clock = new Intl.DateTimeFormat(`en-u-ca-${name}-nu-latn`, { timeZone: 'UTC', ...parts });
    clocks.set(name, clock);
  }
  const { year, month, day } = fieldsOf(time);
  const date = new Date(0);
  const parts = clock.formatToParts(date.setUTCFullYear(year, month - 1, day));
  const part = (type: string): number => Number(parts.find((item) => item.type === type)?.value ?? 0);
  return { year: part('year'), month: part('month'), day: part('day') };
}
