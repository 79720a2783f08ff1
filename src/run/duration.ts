import { isNumber, primitive, type Json } from '../json.js';

/** The milliseconds of an ISO 8601 duration of days and below (`PT7.5S`, `P1DT2H`); undefined where it is none. */
export function milliseconds(duration: Json | undefined): number | undefined {
  if (typeof duration !== 'string') return undefined;
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(duration);
  if (!match || /^P$|T$/i.test(duration)) return undefined;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** The last instant that the notation has: a Retry-After of ages must not carry the run beyond it. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

/** An instant some milliseconds later, ISO 8601 with seven digits. */
export function later(at: string, after: number): string {
  const [whole = at, ticks = ''] = at.replace('Z', '').split('.');
  const fraction = ticks.padEnd(7, '0').slice(0, 7);
  const moved = new Date(Math.min(Date.parse(`${whole}.${fraction.slice(0, 3)}Z`) + Math.ceil(after), endOfTime));
  return moved.toISOString().replace('Z', `${fraction.slice(3)}Z`);
}

/** A count that may have been written as a number or as text. */
export function count(value: Json | undefined): number | undefined {
  const number =
    typeof value === 'string' ? Number(value) : value !== undefined && isNumber(value) ? Number(primitive(value)) : NaN;
  return Number.isInteger(number) ? number : undefined;
}
