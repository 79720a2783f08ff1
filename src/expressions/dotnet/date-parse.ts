import {
  assemble,
  dateOfParts,
  type DateParts,
  fractionTicks,
  fullYear,
  type Now,
  readOffset,
} from './date-assemble.js';
import type { DateCulture } from './date-culture.js';
import { matchToken, type Separator, type Suffix, tokensOf, type Word } from './date-tokens.js';
import type { DateTime } from './datetime.js';

// `DateTime.Parse` with RoundtripKind: numbers and names in nearly any order, as the culture writes them. What follows a part
// decides what it is: a number before a colon is an hour, one before a slash belongs to the date.

/** No time is written longer. */
const LONGEST = 200;

/** What comes after a part: nothing, white space (or anything that is no separator), or a separator. */
type After = Separator | 'end' | 'space';

/** Reads a time as the culture writes it; undefined if the text is none.  */
export function parseDateTime(text: string, culture: DateCulture, now: Now): DateTime | undefined {
  const common = culture.calendar === 'gregorian' ? COMMON.exec(text) : null;
  if (common) return readCommon(common);
  const parts = text.length > LONGEST ? undefined : new Reader(text, culture).read();
  // ISO 8601 is in the Gregorian calendar, whatever the culture has.
  return parts && assemble(parts, now, parts.iso ? 'gregorian' : culture.calendar);
}

/** ISO 8601 in full, which is what nearly every time is; it means the same in every culture. */
const COMMON = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:(Z)|([+-]\d\d:\d\d))?)?$/;

const NEVER: Now = () => '';

function readCommon(match: RegExpExecArray): DateTime | undefined {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const [fraction = '', utc, offset] = match.slice(7);
  const zone = utc ? 'utc' : offset && readOffset(offset)?.minutes;
  if (zone === undefined && offset) return undefined;
  const parts = { year, month, day, hour, minute, second, fraction: fractionTicks(fraction) };
  return assemble(zone === '' ? parts : { ...parts, zone }, NEVER);
}

const TIME_AFTER_MARK = /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?\s*(?:(Z)|([+-][\d:]+))?\s*$/i;

class Reader {
  readonly #text: string;
  readonly #culture: DateCulture;
  readonly #parts: DateParts = {};
  #at = 0;
  /** The parts of a date so far: N for a number, M for a month's name, Y for a year. */
  #kinds = '';
  #values: number[] = [];
  /** Whether a separator waits for a further part of the date. */
  #open = false;
  /** The numbers of a time so far. */
  #clock: number[] = [];
  #hasDate = false;
  #hasTime = false;
  #done = false;

  constructor(text: string, culture: DateCulture) {
    this.#text = text.replace(/\0+$/, '');
    this.#culture = culture;
  }

  /** The parts; undefined where the text is no time. */
  read(): DateParts | undefined {
    while (!this.#done) {
      this.#skipSpace();
      if (this.#at >= this.#text.length) break;
      if (!this.#part()) return undefined;
    }
    if (this.#clock.length > 0 || !this.#finishDate()) return undefined;
    return this.#hasDate || this.#hasTime ? this.#parts : undefined;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }

  /** One part and what follows it; false where it can be none. */
  #part(): boolean {
    const digits = /^\d+/.exec(this.#text.slice(this.#at, this.#at + 20))?.[0];
    if (digits !== undefined) return digits.length < 9 && this.#number(digits);
    const word = matchToken(this.#text, this.#at, tokensOf(this.#culture).words);
    if (word) {
      this.#at += word.text.length;
      return this.#word(word.meaning);
    }
    return this.#offset();
  }

  #word(word: Word): boolean {
    const { type } = word;
    if (type === 'month') {
      return !this.#kinds.includes('M') && this.#datePart('M', word.value + 1, this.#after());
    }
    if (type === 'weekday') return this.#once('weekday', word.value);
    if (type === 'half') return this.#once('half', word.value === 0 ? 'am' : 'pm');
    // What is left is read over, an era too.
    return type !== 'utc' || (!this.#open && this.#once('zone', 'utc'));
  }

  #once<Name extends keyof DateParts>(name: Name, value: DateParts[Name]): boolean {
    if (this.#parts[name] !== undefined) return false;
    this.#parts[name] = value;
    return true;
  }

  #offset(): boolean {
    if (this.#open) return false;
    const offset = readOffset(this.#text.slice(this.#at));
    if (!offset) return false;
    this.#at += offset.length;
    return this.#once('zone', offset.minutes);
  }

  /** What follows a part, after white space; a separator is taken. */
  #after(): After {
    this.#skipSpace();
    if (this.#at >= this.#text.length) return 'end';
    if (/\d/.test(this.#text.charAt(this.#at))) return 'space';
    const separator = matchToken(this.#text, this.#at, tokensOf(this.#culture).separators);
    if (!separator) return 'space';
    // What may be a separator or the sign of an offset is the latter where the date needs no more.
    const completes = this.#kinds.length === 2;
    if (separator.meaning === 'dateOrOffset' && completes) return 'space';
    this.#at += separator.text.length;
    return separator.meaning;
  }

  #number(digits: string): boolean {
    const value = Number(digits);
    this.#at += digits.length;
    if (this.#clock.length > 0) return this.#clockPart(value);
    if (digits.length > 2) return this.#year(value);
    const after = this.#after();
    if (isSuffix(after)) return this.#suffixed(value, after);
    if (after === 'time') {
      const inDate = this.#sameSeparators() && this.#kinds.startsWith('Y');
      return inDate ? this.#datePart('N', value, 'date') : this.#startClock(value);
    }
    if (after === 'am' || after === 'pm') return this.#once('half', after) && this.#hourAlone(value);
    return after === 'mark' ? this.#afterMark(value) : this.#datePart('N', value, after);
  }

  #year(value: number): boolean {
    if (this.#kinds.includes('Y')) return false;
    const after = this.#after();
    if (after === 'am' || after === 'pm') return this.#once('half', after) && this.#datePart('Y', value, 'space');
    if (after === 'time') return this.#sameSeparators() && this.#datePart('Y', value, 'date');
    if (after === 'mark') return false;
    return isSuffix(after) ? this.#suffixed(value, after) : this.#datePart('Y', value, after);
  }

  #sameSeparators(): boolean {
    return this.#culture.dateSeparator === this.#culture.timeSeparator;
  }

  /** A part of the date; with the third one, or the second at the end, the date is complete. */
  #datePart(kind: 'N' | 'M' | 'Y', value: number, after: After): boolean {
    if (this.#hasDate || isSuffix(after) || after === 'mark' || after === 'am' || after === 'pm') return false;
    if (after === 'time' && !this.#sameSeparators()) return false;
    const atEnd = this.#at >= this.#text.length;
    this.#kinds += kind;
    this.#values.push(value);
    this.#open = after === 'date' || after === 'dateOrOffset' || after === 'time';
    // Where dates end with the separator, as in Serbian, one more at the end does no harm.
    if (this.#open && this.#sameSeparators() && (atEnd || this.#kinds.length === 3)) this.#open = false;
    if (this.#kinds.length < 3) return true;
    return !this.#open && this.#finishDate();
  }

  /** Takes the parts of the date so far as all there are. */
  #finishDate(): boolean {
    if (this.#kinds === '') return true;
    if (this.#open || this.#kinds.length < 2) return false;
    Object.assign(this.#parts, dateOfParts(this.#kinds, this.#values, this.#culture));
    [this.#kinds, this.#values, this.#hasDate] = ['', [], true];
    return true;
  }

  /** A time may follow a day and a month without a year. */
  #startClock(hour: number): boolean {
    if (this.#hasTime) return false;
    // Where both separators are the same it takes the whole to tell a date from a time.
    if (this.#sameSeparators() && /^(?:\d{1,2}\D)?\d{3,}/.test(this.#text.slice(this.#at))) {
      return this.#datePart('N', hour, 'date');
    }
    if (this.#kinds !== '' && (this.#kinds.includes('Y') || !this.#finishDate())) return false;
    this.#clock = [hour];
    return true;
  }

  #hourAlone(hour: number): boolean {
    if (this.#open) return this.#datePart('N', hour, 'space');
    if (this.#hasTime || !this.#finishDate()) return false;
    this.#parts.hour = hour;
    this.#hasTime = true;
    return true;
  }

  #clockPart(value: number): boolean {
    this.#clock.push(value);
    if (this.#clock.length === 3) this.#fraction();
    const offset = /^\s*[+-]/.test(this.#text.slice(this.#at, this.#at + 20));
    if (offset) {
      this.#skipSpace();
      return this.#finishClock() && this.#offset();
    }
    const after = this.#after();
    if (after === 'time') {
      return this.#sameSeparators() && this.#at >= this.#text.length ? this.#finishClock() : this.#clock.length < 3;
    }
    if (after === 'am' || after === 'pm') return this.#once('half', after) && this.#finishClock();
    return (after === 'end' || after === 'space') && this.#finishClock();
  }

  /** A point without digits after it is none. */
  #fraction(): void {
    const digits = /^\.(\d*)/.exec(this.#text.slice(this.#at));
    if (
      !digits ||
      (digits[1] === '' && this.#at + 1 < this.#text.length && !/\p{L}/u.test(this.#text.charAt(this.#at + 1)))
    )
      return;
    this.#at += digits[0].length;
    this.#parts.fraction = fractionTicks(digits[1] ?? '');
  }

  #finishClock(): boolean {
    const [hour, minute, second] = this.#clock;
    Object.assign(this.#parts, { hour, minute, second });
    [this.#clock, this.#hasTime] = [[], true];
    return true;
  }

  /** A number with a word for what it is: `3月`. */
  #suffixed(value: number, suffix: Suffix): boolean {
    if (this.#kinds !== '' || !this.#once(suffix, suffix === 'year' ? fullYear(value) : value)) return false;
    if (suffix === 'year' || suffix === 'month' || suffix === 'day') this.#hasDate = true;
    else this.#hasTime = true;
    return true;
  }

  /** ISO 8601 after its T, which only a year and a month may stand before. */
  #afterMark(day: number): boolean {
    const [all, hour, minute, second, fraction = '', utc, offset] =
      TIME_AFTER_MARK.exec(this.#text.slice(this.#at)) ?? [];
    if (all === undefined || this.#kinds !== 'YN') return false;
    const zone = offset === undefined ? undefined : readOffset(offset);
    if (offset !== undefined && zone?.length !== offset.length) return false;
    const [year, month] = this.#values;
    Object.assign(this.#parts, { year, month, day, hour: Number(hour), minute: Number(minute) });
    Object.assign(this.#parts, { second: Number(second ?? 0), fraction: fractionTicks(fraction), iso: true });
    if (zone || utc) this.#parts.zone = zone ? zone.minutes : 'utc';
    [this.#kinds, this.#hasDate, this.#done] = ['', true, true];
    return true;
  }
}

function isSuffix(after: After): after is Suffix {
  return ['year', 'month', 'day', 'hour', 'minute', 'second'].includes(after);
}
