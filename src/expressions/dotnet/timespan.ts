import { TICKS_PER_DAY, TICKS_PER_SECOND } from './datetime.js';

// TimeSpan: a length of time in ticks of 100 ns, and the texts for it.

interface SpanFields {
  readonly sign: string;
  readonly days: bigint;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  /** Ticks below the second. */
  readonly fraction: number;
}

function fieldsOf(ticks: bigint): SpanFields {
  const length = ticks < 0n ? -ticks : ticks;
  const seconds = Number((length % TICKS_PER_DAY) / TICKS_PER_SECOND);
  return {
    sign: ticks < 0n ? '-' : '',
    days: length / TICKS_PER_DAY,
    hours: Math.floor(seconds / 3600),
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
    fraction: Number(length % TICKS_PER_SECOND),
  };
}

/** The constant format: `1268.00:00:00`, `-01:00:00`, with seven digits below the second if there are any. */
export function formatTimeSpan(ticks: bigint): string {
  const { sign, days, hours, minutes, seconds, fraction } = fieldsOf(ticks);
  const clock = [hours, minutes, seconds].map(twoDigits).join(':');
  const below = fraction === 0 ? '' : `.${sevenDigits(fraction)}`;
  return `${sign}${days === 0n ? '' : `${days}.`}${clock}${below}`;
}

/** The general formats `g` and `G`: `1:2:03:04.5` and `1:02:03:04.5000000`. */
export function formatGeneral(ticks: bigint, form: 'short' | 'long'): string {
  const { sign, days, hours, minutes, seconds, fraction } = fieldsOf(ticks);
  const tail = `${twoDigits(minutes)}:${twoDigits(seconds)}`;
  if (form === 'long') return `${sign}${days}:${twoDigits(hours)}:${tail}.${sevenDigits(fraction)}`;
  return `${sign}${days === 0n ? '' : `${days}:`}${hours}:${tail}${shortFraction(fraction)}`;
}

/** ISO 8601, as `XmlConvert` writes it: `P1DT2H3M4.5S`, `PT0S`. */
export function formatDuration(ticks: bigint): string {
  const { sign, days, hours, minutes, seconds, fraction } = fieldsOf(ticks);
  const shownSeconds = seconds === 0 && fraction === 0 ? '' : `${seconds}${shortFraction(fraction)}S`;
  const time = `${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}${shownSeconds}`;
  const date = days === 0n ? '' : `${days}D`;
  if (date === '' && time === '') return 'PT0S';
  return `${sign}P${date}${time === '' ? '' : `T${time}`}`;
}

const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;

/** Reads ISO 8601 as `XmlConvert` does: a year has 365 days, a month 30. Undefined if the text is no duration. */
export function parseDuration(text: string): bigint | undefined {
  const match = DURATION.exec(text.trim());
  if (!match) return undefined;
  const [, sign, years, months, days, mark, hours, minutes, seconds, fraction = ''] = match;
  const hasTime = [hours, minutes, seconds].some((part) => part !== undefined);
  const hasDate = [years, months, days].some((part) => part !== undefined);
  if (mark === undefined ? !hasDate : !hasTime) return undefined;
  const whole = count(years) * 365n + count(months) * 30n + count(days);
  const below = BigInt(fraction.slice(0, 7).padEnd(7, '0'));
  const clock = ((count(hours) * 60n + count(minutes)) * 60n + count(seconds)) * TICKS_PER_SECOND + below;
  const ticks = whole * TICKS_PER_DAY + clock;
  return ticks === BigInt.asIntN(64, ticks) ? (sign === undefined ? ticks : -ticks) : undefined;
}

function count(text: string | undefined): bigint {
  return BigInt(text ?? '0');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function sevenDigits(value: number): string {
  return String(value).padStart(7, '0');
}

function shortFraction(fraction: number): string {
  return fraction === 0 ? '' : `.${sevenDigits(fraction).replace(/0+$/, '')}`;
}
