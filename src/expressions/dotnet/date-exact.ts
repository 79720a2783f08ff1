import { assemble, type DateParts, fractionTicks, fullYear, type Now, readOffset } from './date-assemble.js';
import type { DateCulture } from './date-culture.js';
import { type DateMark, readDatePattern, standardPattern } from './date-format.js';
import type { DateTime } from './datetime.js';

// `DateTime.ParseExact` with RoundtripKind: the text must be what the format says, to the character.

/** Reads a time by a format; undefined if the text does not fit, or the format is none. */
export function parseExact(text: string, format: string, culture: DateCulture, now: Now): DateTime | undefined {
  const standard = format.length === 1 ? standardPattern(format, culture) : undefined;
  if (format.length === 1 && !standard) return undefined;
  const marks = readDatePattern(standard?.pattern ?? format);
  const parts = marks && new ExactReader(text, standard?.culture ?? culture).read(marks);
  // A format whose text has a Z or GMT of its own is in UTC.
  const utc = 'rRuU'.includes(format);
  const { calendar } = standard?.culture ?? culture;
  return parts && assemble(utc ? { ...parts, zone: 'utc' } : parts, now, calendar);
}

class ExactReader {
  readonly #text: string;
  readonly #culture: DateCulture;
  readonly #parts: DateParts = {};
  #at = 0;
  #twelve = false;

  constructor(text: string, culture: DateCulture) {
    this.#text = text;
    this.#culture = culture;
  }

  read(marks: readonly DateMark[]): DateParts | undefined {
    for (const [index, mark] of marks.entries()) {
      const next = marks[index + 1];
      const optional = next !== undefined && 'letter' in next && next.letter === 'F';
      const fits = 'text' in mark ? this.#literal(mark.text, optional) : this.#part(mark.letter, mark.count);
      if (!fits) return undefined;
    }
    return this.#at === this.#text.length && this.#checkHour() ? this.#parts : undefined;
  }

  /** An hour of twelve without a designator is before noon, one of 24 must agree with it. */
  #checkHour(): boolean {
    const { hour = 0, half } = this.#parts;
    if (this.#twelve) {
      if (hour > 12) return false;
      this.#parts.half = half ?? 'am';
    } else if (half !== undefined && hour >= 12 !== (half === 'pm')) return false;
    return true;
  }

  /** A point before an optional fraction is optional too. */
  #literal(text: string, optional: boolean): boolean {
    return this.#take(text) || (text === '.' && optional);
  }

  #take(text: string): boolean {
    const fits = this.#text.slice(this.#at, this.#at + text.length).toLowerCase() === text.toLowerCase();
    if (fits) this.#at += text.length;
    return fits;
  }

  #part(letter: string, count: number): boolean {
    switch (letter) {
      case 'y':
        return this.#digits('year', count === 1 ? 1 : count, count === 1 ? 2 : count, count < 3 ? fullYear : undefined);
      case 'M':
        return count < 3 ? this.#twoDigits('month', count) : this.#monthName(count);
      case 'd':
        return count < 3 ? this.#twoDigits('day', count) : this.#dayName(count);
      case 'h':
        this.#twelve = true;
        return this.#twoDigits('hour', count);
      case 'H':
        return this.#twoDigits('hour', count);
      case 'm':
        return this.#twoDigits('minute', count);
      case 's':
        return this.#twoDigits('second', count);
      case 'f':
        return this.#fraction(count, count);
      case 'F':
        return this.#fraction(0, count);
      case 't':
        return this.#half(count);
      case 'g':
        return this.#take(this.#culture.era);
      default:
        return this.#mark(letter);
    }
  }

  #mark(letter: string): boolean {
    if (letter === ':') return this.#take(':') || this.#take(this.#culture.timeSeparator);
    if (letter === '/') return this.#take('/') || this.#take(this.#culture.dateSeparator);
    if (letter === 'K' && this.#take('Z')) return this.#set('zone', 'utc');
    const offset = readOffset(this.#text.slice(this.#at));
    if (!offset) return letter === 'K';
    this.#at += offset.length;
    return this.#set('zone', offset.minutes);
  }

  #twoDigits(name: 'month' | 'day' | 'hour' | 'minute' | 'second', count: number): boolean {
    return this.#digits(name, Math.min(count, 2), 2);
  }

  #digits(
    name: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second',
    least: number,
    most: number,
    map: (value: number) => number = (value) => value,
  ): boolean {
    const digits = this.#run(most);
    return digits.length >= least && this.#set(name, map(Number(digits)));
  }

  #run(most: number): string {
    const digits = /^\d*/.exec(this.#text.slice(this.#at, this.#at + most))?.[0] ?? '';
    this.#at += digits.length;
    return digits;
  }

  /** The same part written twice must be the same. */
  #set<Name extends keyof DateParts>(name: Name, value: DateParts[Name]): boolean {
    if (this.#parts[name] !== undefined) return this.#parts[name] === value;
    this.#parts[name] = value;
    return true;
  }

  #fraction(least: number, most: number): boolean {
    const digits = this.#run(most);
    return digits.length >= least && this.#set('fraction', fractionTicks(digits));
  }

  #half(count: number): boolean {
    const { am, pm } = this.#culture;
    const texts = count === 1 ? [am.charAt(0), pm.charAt(0)] : [am, pm];
    const index = texts.findIndex((text) => text !== '' && this.#take(text));
    return index >= 0 && this.#set('half', index === 0 ? 'am' : 'pm');
  }

  #monthName(count: number): boolean {
    const { months, genitiveMonths, shortMonths, shortGenitiveMonths } = this.#culture;
    const index = this.#longest(count === 3 ? [shortMonths, shortGenitiveMonths] : [months, genitiveMonths]);
    return index >= 0 && this.#set('month', index + 1);
  }

  #dayName(count: number): boolean {
    const index = this.#longest([count === 3 ? this.#culture.shortDays : this.#culture.days]);
    return index >= 0 && this.#set('weekday', index);
  }

  /** The index of the longest of the names that stands here. */
  #longest(lists: readonly (readonly string[])[]): number {
    const rest = this.#text.slice(this.#at).toLowerCase();
    const fitting = lists
      .flatMap((names) => names.map((name, index) => ({ name, index })))
      .filter(({ name }) => name !== '' && rest.startsWith(name.toLowerCase()))
      .toSorted((a, b) => b.name.length - a.name.length);
    const [best] = fitting;
    this.#at += best?.name.length ?? 0;
    return best?.index ?? -1;
  }
}
