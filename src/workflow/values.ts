// Checks of single values: a duration, a number in a range, one word of several. A template is never judged.
import type { Json } from '../json.js';
import { didYouMean, fold } from './names.js';
import { described, isTemplate, type Field } from './reading.js';
import type { Report } from './report.js';

/** An XML duration, as .NET's XmlConvert reads it; a time zone's worth of freedom less. */
const duration = /^-?P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+(?:\.\d+)?S)?)?$/;

/** Checks an ISO 8601 duration. */
export function checkTimeout(found: Field, report: Report): void {
  if (isTemplate(found.value)) return;
  if (typeof found.value === 'string' && duration.test(found.value)) return;
  report.error({
    code: 'InvalidProperty',
    message: `'${found.key}' must be an ISO 8601 duration, and is ${shown(found.value)}.`,
    advice: 'Write PT30S for 30 seconds, PT5M for five minutes, PT1H for an hour, P1D for a day.',
    pointer: found.pointer,
  });
}

/** An ISO 8601 duration in seconds, a month as 30 days and a year as 365; undefined for what is none. */
export function secondsOf(text: string): number | undefined {
  const parts = duration.exec(text)?.slice(1, 8);
  if (!parts || text.startsWith('-')) return undefined;
  const units = [31_536_000, 2_592_000, 86_400, 0, 3_600, 60, 1]; // the fourth group is the whole time of day
  return parts.reduce((sum, part, at) => sum + (units[at] ? Number.parseFloat(part ?? '0') * units[at] : 0), 0);
}

/** Checks a whole number within bounds. */
export function checkInteger(found: Field, least: number, most: number, report: Report): void {
  const { value } = found;
  if (isTemplate(value)) return;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return;
  report.error({
    code: 'InvalidProperty',
    message: `'${found.key}' must be a whole number from ${least} to ${most}, and is ${shown(value)}.`,
    pointer: found.pointer,
  });
}

/** One of several words in any case, in its canonical spelling; another word is reported. */
export function oneOf<Word extends string>(found: Field, words: readonly Word[], report: Report): Word | undefined {
  const { value } = found;
  const word = typeof value === 'string' ? words.find((known) => fold(known) === fold(value)) : undefined;
  if (word !== undefined || isTemplate(value)) return word;
  report.error({
    code: 'InvalidProperty',
    message: `'${found.key}' must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, and is ${shown(value)}.`,
    advice: typeof value === 'string' ? didYouMean(value, words) : undefined,
    pointer: found.pointer,
  });
  return undefined;
}

/** A value in a message: short text in quotes, anything else by its kind. */
export function shown(value: Json): string {
  if (typeof value === 'string') return value.length > 40 ? `'${value.slice(0, 40)}…'` : `'${value}'`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : described(value);
}
