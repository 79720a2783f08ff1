import { type DateTime, fieldsOf, TICKS_PER_SECOND } from './datetime.js';
import { WINDOWS_ZONES } from './zone-data.js';

// Time zones by their Windows or IANA names. The rules are those of the time zone data in Node.

let windows: Map<string, string> | undefined;

/** Windows names in any case, and also without their punctuation, which the service's documentation advises. */
function windowsZone(name: string): string | undefined {
  windows ??= new Map(
    WINDOWS_ZONES.flatMap(([id, zone]) => [
      [keyOf(id).replace(/[.()]/g, ''), zone],
      [keyOf(id), zone],
    ]),
  );
  return windows.get(keyOf(name));
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

const IANA = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/;

/** The IANA zone of a name; undefined if there is no such zone. */
export function findZone(name: string): string | undefined {
  const zone = windowsZone(name) ?? (IANA.test(name) ? name : undefined);
  return zone !== undefined && clockOf(zone) ? zone : undefined;
}

/** Whether a zone is UTC itself, in which times are written with a Z. */
export function isUtc(zone: string): boolean {
  return /^(?:utc|etc\/(?:utc|uct|universal|zulu))$/i.test(zone);
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** More than there are; names made up while running would fill the memory. */
const CLOCKS_KEPT = 1000;

function clockOf(zone: string): Intl.DateTimeFormat | null {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = createClock(zone);
    if (clocks.size < CLOCKS_KEPT) clocks.set(zone, clock);
  }
  return clock;
}

function createClock(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = 'numeric';
  const parts = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', era: 'short', ...parts });
  } catch {
    return null;
  }
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const TICKS_PER_MILLISECOND = 10_000n;
const MAX_TICKS = 3_155_378_975_999_999_999n;

/** Milliseconds since 1970 of a time, in UTC or as a clock on the wall shows it. */
function epochOf(time: DateTime): number {
  const { year, month, day, hour, minute, second } = fieldsOf(time);
  return utcMilliseconds(year, month, day, hour, minute, second);
}

function utcMilliseconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second);
}

/** How far a zone is east of UTC at an instant, in whole minutes of milliseconds, as .NET has it. */
function offsetAt(instant: number, zone: string): number {
  const parts = clockOf(zone)?.formatToParts(instant) ?? [];
  const numbers = new Map(parts.map(({ type, value }) => [type, value]));
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    ['month', 'day', 'hour', 'minute', 'second'] as const
  ).map((name) => Number(numbers.get(name)));
  const year = Number(numbers.get('year'));
  const wall = utcMilliseconds(numbers.get('era')?.startsWith('B') ? 1 - year : year, month, day, hour, minute, second);
  return Math.trunc((wall - instant) / MINUTE) * MINUTE;
}

/** What a clock in the zone shows at a time that is in UTC, within the years 1 to 9999. */
export function localOf(time: DateTime, zone: string): DateTime {
  const ticks = time.ticks + BigInt(offsetAt(epochOf(time), zone)) * TICKS_PER_MILLISECOND;
  return { ticks: clamped(ticks), kind: isUtc(zone) ? 'utc' : 'unspecified' };
}

/**
 * The time in UTC at which a clock in the zone shows a time. Where it does so twice the second time, which is standard time,
 * is meant; where it never does, since the clock was put forward, undefined.
 */
export function utcOf(time: DateTime, zone: string): DateTime | undefined {
  const wall = epochOf(time);
  const around = [wall - DAY, wall + DAY].map((instant) => offsetAt(instant, zone));
  const valid = around.filter((offset) => offsetAt(wall - offset, zone) === offset);
  if (valid.length === 0) return undefined;
  const ticks = time.ticks - (BigInt(Math.min(...valid)) / 1000n) * TICKS_PER_SECOND;
  return { ticks: clamped(ticks), kind: 'utc' };
}

function clamped(ticks: bigint): bigint {
  return ticks < 0n ? 0n : ticks > MAX_TICKS ? MAX_TICKS : ticks;
}
