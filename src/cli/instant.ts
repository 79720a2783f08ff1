import { UsageError } from './io.js';

const units: { readonly [unit: string]: number } = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** An instant as it is typed: how long ago (`30m`, `2h`, `3d`, `1w`), or a date with or without a time, local without a zone. */
export function instantOf(text: string, option: string, now: number): string {
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?) ?([smhdw])$/.exec(text.trim()) ?? [];
  const at = count === undefined ? dateOf(text.trim()) : now - Number(count) * (units[unit] ?? 0);
  if (!isInstant(at))
    throw new UsageError(
      `${option} takes a date (2026-01-31, 2026-01-31T08:00) or an age (30m, 2h, 3d), not '${text}'.`,
    );
  return new Date(at).toISOString().replace('Z', '0000Z');
}

/** A date alone is the beginning of that day here, as a date with a time is; JavaScript would take it for UTC. */
function dateOf(text: string): number {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return Number.NaN;
  return Date.parse(text.length === 10 ? `${text}T00:00` : text);
}

function isInstant(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}

/** An instant for people, in their time zone: `2026-01-31 08:00:05`. */
export function localTime(instant: string): string {
  const at = new Date(instant);
  const [date, time] = [
    [at.getFullYear(), at.getMonth() + 1, at.getDate()],
    [at.getHours(), at.getMinutes(), at.getSeconds()],
  ].map((parts) => parts.map((part) => String(part).padStart(2, '0')));
  return `${date?.join('-')} ${time?.join(':')}`;
}
