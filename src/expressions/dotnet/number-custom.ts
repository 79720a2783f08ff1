import { type Digits, roundDigits } from './digits.js';
import type { NumberCulture } from './number-culture.js';

// .NET's custom numeric format strings. The steps and their order are those of the documented behaviour, quirks included:
// what a section without digits prints, where the sign goes when all was rounded away, a separator that scales.

/** One mark of a format: a character with a meaning, text, or an exponent. */
type Mark =
  | { readonly type: '0' | '#' | '.' | ',' | '%' | '‰' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'exponent'; readonly letter: string; readonly sign: string; readonly width: number };

/** What one section of a format asks for. */
interface Section {
  readonly index: number;
  readonly marks: readonly Mark[];
  readonly digitCount: number;
  readonly decimalAt: number;
  readonly firstZero: number;
  readonly lastZero: number;
  readonly grouping: boolean;
  readonly shift: number;
  readonly scientific: boolean;
}

/** Writes a number by a custom format: up to three sections, for positive, negative and zero. */
export function formatCustom(number: Digits, format: string, culture: NumberCulture): string {
  const sections = splitSections(format);
  const wanted = number.digits === '' ? 2 : number.negative ? 1 : 0;
  let section = readSection(sections, wanted);
  let rounded = roundTo(number, section);
  if (rounded.digits === '' && number.digits !== '') {
    const zero = readSection(sections, 2);
    if (zero.index !== section.index) [section, rounded] = [zero, { ...rounded, scale: 0 }];
  }
  return new Writer(rounded, section, culture).write();
}

function roundTo(number: Digits, section: Section): Digits {
  if (number.digits === '') return number;
  const shifted = { ...number, scale: number.scale + section.shift };
  const { digitCount, decimalAt, scientific } = section;
  return roundDigits(shifted, scientific ? digitCount : shifted.scale + digitCount - decimalAt);
}

/** The marks of each section; quoted and escaped characters are text. */
function splitSections(format: string): Mark[][] {
  const sections: Mark[][] = [[]];
  let at = 0;
  while (at < format.length) {
    if (format[at] === ';') {
      sections.push([]);
      at++;
      continue;
    }
    const { mark, end } = readMark(format, at);
    sections.at(-1)?.push(mark);
    at = end;
  }
  return sections;
}

function readMark(format: string, at: number): { mark: Mark; end: number } {
  const character = format.charAt(at);
  if (character === "'" || character === '"') {
    const close = format.indexOf(character, at + 1);
    const end = close < 0 ? format.length : close;
    return { mark: { type: 'text', text: format.slice(at + 1, end) }, end: end + 1 };
  }
  if (character === '\\') return { mark: { type: 'text', text: format.charAt(at + 1) }, end: at + 2 };
  const exponent = /^([eE])([+-]?)(0+)/.exec(format.slice(at));
  if (exponent) {
    const [all, letter = '', sign = '', zeros = ''] = exponent;
    return { mark: { type: 'exponent', letter, sign, width: zeros.length }, end: at + all.length };
  }
  const mark: Mark = isMark(character) ? { type: character } : { type: 'text', text: character };
  return { mark, end: at + 1 };
}

function isMark(character: string): character is '0' | '#' | '.' | ',' | '%' | '‰' {
  return '0#.,%‰'.includes(character);
}

/** The section for a sign: an empty or missing one falls back to the first. */
function readSection(sections: readonly Mark[][], wanted: number): Section {
  const marks = sections[wanted];
  const index = marks && marks.length > 0 && wanted < 3 ? wanted : 0;
  return scan(sections[index] ?? [], index);
}

function scan(marks: readonly Mark[], index: number): Section {
  let [digitCount, decimalAt, firstZero, lastZero, shift] = [0, -1, Infinity, 0, 0];
  let [commaAt, commas, grouping] = [-1, 0, false];
  for (const { type } of marks) {
    if (type === '#') digitCount++;
    else if (type === '0') {
      firstZero = Math.min(firstZero, digitCount);
      lastZero = ++digitCount;
    } else if (type === '.' && decimalAt < 0) decimalAt = digitCount;
    else if (type === '%') shift += 2;
    else if (type === '‰') shift += 3;
    else if (type === ',' && digitCount > 0 && decimalAt < 0) {
      if (commaAt === digitCount) commas++;
      else {
        grouping ||= commaAt >= 0;
        [commaAt, commas] = [digitCount, 1];
      }
    }
  }
  if (decimalAt < 0) decimalAt = digitCount;
  // Commas right before the point divide by a thousand each; anywhere else they ask for groups.
  if (commaAt === decimalAt && commaAt >= 0) shift -= commas * 3;
  else grouping ||= commaAt >= 0;
  const scientific = marks.some(({ type }) => type === 'exponent');
  return { index, marks, digitCount, decimalAt, firstZero, lastZero, grouping, shift, scientific };
}

/** Walks through a section with the number's digits at hand. */
class Writer {
  readonly #number: Digits;
  readonly #section: Section;
  readonly #culture: NumberCulture;
  readonly #separators: Set<number>;
  #text = '';
  #next = 0;
  /** The place of the next digit: 1 is the last before the point. */
  #place: number;
  /** Digits that the number has before the first place of the format; negative: places before the first digit. */
  #surplus: number;
  #pointWritten = false;
  #exponentWritten = false;

  constructor(number: Digits, section: Section, culture: NumberCulture) {
    this.#number = number;
    this.#section = section;
    this.#culture = culture;
    const { decimalAt, scientific } = section;
    this.#place = scientific ? decimalAt : Math.max(number.scale, decimalAt);
    this.#surplus = scientific ? 0 : number.scale - decimalAt;
    this.#separators = section.grouping ? this.#groupPlaces() : new Set();
  }

  get #leastBefore(): number {
    return Math.max(0, this.#section.decimalAt - this.#section.firstZero);
  }

  /** The lowest place that is written even if it is zero; negative after the point. */
  get #lastPlace(): number {
    return Math.min(0, this.#section.decimalAt - this.#section.lastZero);
  }

  /** The places after which a separator stands, from the right. */
  #groupPlaces(): Set<number> {
    const { groupSizes } = this.#culture;
    const shown = Math.max(this.#leastBefore, this.#place + Math.min(0, this.#surplus));
    const places = new Set<number>();
    let total = groupSizes[0] ?? 0;
    for (let index = 0; total > 0 && shown > total; index++) {
      places.add(total);
      const size = groupSizes[Math.min(index + 1, groupSizes.length - 1)] ?? 0;
      if (size === 0) break;
      total += size;
    }
    return places;
  }

  write(): string {
    const { negative, scale } = this.#number;
    const showsSign = negative && this.#section.index === 0;
    if (showsSign && scale !== 0) this.#text = this.#culture.negative;
    for (const mark of this.#section.marks) this.#mark(mark);
    // A negative zero has its sign only in front of something.
    return showsSign && scale === 0 && this.#text !== '' ? this.#culture.negative + this.#text : this.#text;
  }

  #mark(mark: Mark): void {
    if (mark.type === '0' || mark.type === '#' || mark.type === '.') this.#writeSurplus();
    switch (mark.type) {
      case '0':
      case '#':
        return this.#digit();
      case '.':
        return this.#point();
      case ',':
        return;
      case '%':
        this.#text += this.#culture.percent.symbol;
        return;
      case '‰':
        this.#text += this.#culture.perMille;
        return;
      case 'text':
        this.#text += mark.text;
        return;
      case 'exponent':
        return this.#exponent(mark);
    }
  }

  /** The digits for which the format has no place go before the first one. */
  #writeSurplus(): void {
    for (; this.#surplus > 0; this.#surplus--) {
      this.#append(this.#take() ?? '0');
      this.#place--;
    }
  }

  #digit(): void {
    let digit: string | undefined;
    if (this.#surplus < 0) {
      this.#surplus++;
      digit = this.#place <= this.#leastBefore ? '0' : undefined;
    } else {
      digit = this.#take() ?? (this.#place > this.#lastPlace ? '0' : undefined);
    }
    if (digit !== undefined) this.#append(digit);
    this.#place--;
  }

  #take(): string | undefined {
    return this.#number.digits[this.#next++];
  }

  #append(digit: string): void {
    this.#text += digit;
    if (this.#place > 1 && this.#separators.has(this.#place - 1)) this.#text += this.#culture.group;
  }

  #point(): void {
    if (this.#place !== 0 || this.#pointWritten) return;
    const { decimalAt, digitCount } = this.#section;
    const more = decimalAt < digitCount && this.#next < this.#number.digits.length;
    if (this.#lastPlace >= 0 && !more) return;
    this.#text += this.#culture.point;
    this.#pointWritten = true;
  }

  #exponent({ letter, sign, width }: { letter: string; sign: string; width: number }): void {
    if (this.#exponentWritten) {
      this.#text += letter + sign + '0'.repeat(width);
      return;
    }
    this.#exponentWritten = true;
    const exponent = this.#number.digits === '' ? 0 : this.#number.scale - this.#section.decimalAt;
    const shownSign = exponent < 0 ? this.#culture.negative : sign === '+' ? this.#culture.positive : '';
    this.#text += letter + shownSign + String(Math.abs(exponent)).padStart(Math.min(width, 10), '0');
  }
}
