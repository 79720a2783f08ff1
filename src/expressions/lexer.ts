import { float, integer } from '../json.js';
import type { Literal } from './ast.js';
import { ExpressionError, type Span } from './error.js';

/** The kinds of token, by the names that the service uses in its messages. */
export type TokenType =
  | 'Dot'
  | 'Comma'
  | 'LeftParenthesis'
  | 'RightParenthesis'
  | 'LeftSquareBracket'
  | 'RightSquareBracket'
  | 'QuestionMark'
  | 'StringLiteral'
  | 'IntegerLiteral'
  | 'FloatLiteral'
  | 'Identifier'
  | 'EndOfData';

export interface Token extends Span {
  readonly type: TokenType;
  /** The value of a literal, or the text of a name. */
  readonly value: Literal['value'];
}

/** The documented limit on the length of one expression. */
const MAX_LENGTH = 8192;

const PUNCTUATION: Readonly<Record<string, TokenType>> = {
  '.': 'Dot',
  ',': 'Comma',
  '(': 'LeftParenthesis',
  ')': 'RightParenthesis',
  '[': 'LeftSquareBracket',
  ']': 'RightSquareBracket',
  '?': 'QuestionMark',
};

const WHITESPACE = /\s*/y;
const IDENTIFIER = /[\p{L}_$][\p{L}\p{Nd}_$]*/uy;
const IDENTIFIER_CHARACTER = /[\p{L}\p{Nd}_$]/u;
// A sign, digits, a point with or without digits after it (`1.` is a float, `.5` is no number), an exponent.
const NUMBER = /[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?/y;

/** Reads the tokens of one expression, which is the part of a template from `start` to `end`. */
export class Lexer {
  readonly template: string;
  readonly start: number;
  readonly end: number;
  #at: number;

  constructor(template: string, start: number, end: number) {
    this.template = template;
    this.start = start;
    this.end = end;
    this.#at = start;
    if (end - start > MAX_LENGTH) throw this.tooLong();
  }

  /** The expression's own text, as messages quote it. */
  get source(): string {
    return this.template.slice(this.start, this.end);
  }

  next(): Token {
    const at = this.#match(WHITESPACE, this.#at)?.end ?? this.#at;
    if (at >= this.end) return { type: 'EndOfData', value: null, start: this.end, end: this.end };
    const character = this.template.charAt(at);
    const punctuation = PUNCTUATION[character];
    if (punctuation !== undefined) return this.#token(punctuation, character, at, at + 1);
    if (character === "'") return this.#string(at);
    if (/[\d+-]/.test(character)) return this.#number(at);
    const name = this.#match(IDENTIFIER, at);
    if (name) return this.#token('Identifier', name.text, at, name.end);
    throw this.unexpected(at);
  }

  #token(type: TokenType, value: Token['value'], start: number, end: number): Token {
    this.#at = end;
    return { type, value, start, end };
  }

  /** `'…'`, in which a doubled quote stands for one; nothing else is an escape, and line breaks are allowed. */
  #string(start: number): Token {
    let close = this.template.indexOf("'", start + 1);
    while (close >= 0 && close + 1 < this.end && this.template[close + 1] === "'") {
      close = this.template.indexOf("'", close + 2);
    }
    if (close < 0 || close >= this.end) throw this.unterminated(start);
    const value = this.template.slice(start + 1, close).replaceAll("''", "'");
    return this.#token('StringLiteral', value, start, close + 1);
  }

  #number(start: number): Token {
    const number = this.#match(NUMBER, start);
    if (!number) throw this.unexpected(Math.min(start + 1, this.end - 1));
    const { text, end } = number;
    if (end < this.end && IDENTIFIER_CHARACTER.test(this.template.charAt(end))) throw this.unexpected(end);
    if (/[.eE]/.test(text)) return this.#token('FloatLiteral', float(Number(text)), start, end);
    const value = BigInt(text.replace('+', ''));
    if (value !== BigInt.asIntN(64, value)) throw this.tooLarge(text, start, end);
    return this.#token('IntegerLiteral', integer(value), start, end);
  }

  #match(pattern: RegExp, at: number): { text: string; end: number } | undefined {
    pattern.lastIndex = at;
    const text = pattern.exec(this.template)?.[0].slice(0, this.end - at);
    return text ? { text, end: at + text.length } : undefined;
  }

  unexpected(at: number): ExpressionError {
    const character = String.fromCodePoint(this.template.codePointAt(at) ?? 0);
    const advice = character === '"' ? { advice: 'Strings are written in single quotes.' } : {};
    return this.error(
      `The template language expression '${this.source}' is not valid: ` +
        `the string character '${character}' at position '${at - this.start}' is not expected.`,
      { start: at, end: at + character.length },
      advice,
    );
  }

  unterminated(start: number): ExpressionError {
    return this.error(
      `The template language expression '${this.source}' is not valid: ` +
        `the string literal at position '${start - this.start}' is not terminated.`,
      { start, end: this.end },
      { advice: "Close the string with a single quote; a quote inside it is written twice: ''." },
    );
  }

  tooLarge(text: string, start: number, end: number): ExpressionError {
    return this.error(
      `The template language expression '${this.source}' is not valid: ` +
        `the integer '${text}' at position '${start - this.start}' does not fit in 64 bits.`,
      { start, end },
    );
  }

  tooLong(): ExpressionError {
    const length = this.end - this.start;
    return new ExpressionError(
      'TooLong',
      `The template language expression is not valid: its length '${length}' exceeds the limit of '${MAX_LENGTH}' characters.`,
      { template: this.template, span: { start: this.start, end: this.end } },
    );
  }

  error(message: string, span: Span, details: { advice?: string } = {}): ExpressionError {
    return new ExpressionError('Syntax', message, { template: this.template, span, ...details });
  }
}
