/** What is wrong with an XPath expression, in the words of .NET. */
export class XPathError extends Error {
  override readonly name = 'XPathError';
}

/** A piece of an expression. Marks and operators are their own kind. */
export type XPathKind = 'end' | 'string' | 'number' | 'name' | 'axis' | Mark;

type Mark = (typeof MARKS)[number];

// The longer first.
const MARKS = [
  '//',
  '..',
  '<=',
  '>=',
  '!=',
  ',',
  '@',
  '(',
  ')',
  '|',
  '*',
  '[',
  ']',
  '+',
  '-',
  '=',
  '$',
  '<',
  '>',
  '.',
  '/',
  '!',
] as const;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /\d+(?:\.\d*)?|\.\d+/y;
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_.\-\xB7]*/uy;

/** Takes an expression apart. A name knows whether it could be a function's: what follows decides, as in .NET's scanner. */
export class XPathScanner {
  readonly text: string;
  kind: XPathKind = 'end';
  /** The text of a string, the name of a name or an axis; `*` after a prefix. */
  value = '';
  prefix = '';
  number = 0;
  isCall = false;
  #at = 0;

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  invalid(): never {
    throw new XPathError(`'${this.text}' has an invalid token.`);
  }

  next(): void {
    this.#match(SPACE);
    this.prefix = '';
    if (this.#at >= this.text.length) {
      this.kind = 'end';
      return;
    }
    const number = this.#match(NUMBER);
    if (number !== '') {
      this.kind = 'number';
      this.number = Number(number);
      return;
    }
    const character = this.text.charAt(this.#at);
    if (character === '"' || character === "'") return this.#string(character);
    const mark = MARKS.find((candidate) => this.text.startsWith(candidate, this.#at));
    if (mark === undefined) return this.#name();
    this.kind = mark;
    this.#at += mark.length;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.text)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }

  #string(quote: string): void {
    const end = this.text.indexOf(quote, this.#at + 1);
    if (end < 0) throw new XPathError('This is an unclosed string.');
    this.kind = 'string';
    this.value = this.text.slice(this.#at + 1, end);
    this.#at = end + 1;
  }

  /** `name`, `prefix:name`, `prefix:*` or `axis::`. */
  #name(): void {
    this.kind = 'name';
    this.value = this.#match(NAME);
    if (this.value === '') this.invalid();
    const spaced = this.#match(SPACE) !== '';
    if (this.text.startsWith('::', this.#at)) {
      this.#at += 2;
      this.kind = 'axis';
    } else if (this.text.startsWith(':', this.#at)) {
      this.#at++;
      this.prefix = this.value;
      this.value = this.text.startsWith('*', this.#at) ? '*' : this.#match(NAME);
      if (this.value === '*') this.#at++;
      if (this.value === '' || spaced) throw new XPathError(`'${this.text}' has an invalid qualified name.`);
    }
    this.#match(SPACE);
    this.isCall = this.text.startsWith('(', this.#at);
  }
}
