import type { Call, Expression, Literal } from './ast.js';
import { ExpressionError, type Span } from './error.js';
import { Lexer, type Token, type TokenType } from './lexer.js';

/**
 * How deep calls and indexes may nest. Real flows nest a few dozen; the limit is what keeps hostile input from exhausting
 * the stack, here and in everything that walks a tree.
 */
export const MAX_DEPTH = 500;

const LITERAL_WORDS = new Map<string, boolean | null>([
  ['null', null],
  ['true', true],
  ['false', false],
]);

/** Parses the expression that is the part of a template from `start` to `end`; throws ExpressionError. */
export function parseExpression(template: string, start = 0, end = template.length): Expression {
  const parser = new Parser(new Lexer(template, start, end));
  const expression = parser.expression(0);
  parser.take('EndOfData');
  return expression;
}

// expression = literal | call access*
// call       = identifier "(" [ expression { "," expression } ] ")"
// access     = [ "?" ] ( "." identifier | "[" expression "]" )
class Parser {
  readonly #lexer: Lexer;
  #token: Token;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
    this.#token = lexer.next();
  }

  expression(depth: number): Expression {
    if (depth > MAX_DEPTH) throw this.#tooDeep();
    return this.#literal() ?? this.#accesses(this.#call(depth), depth);
  }

  /** The token at hand, which must be of the given type; moves on to the next one. */
  take(type: TokenType): Token {
    const token = this.#token;
    if (token.type !== type) throw this.#expected(type);
    if (type !== 'EndOfData') this.#token = this.#lexer.next();
    return token;
  }

  #skip(type: TokenType): boolean {
    if (this.#token.type !== type) return false;
    this.take(type);
    return true;
  }

  #literal(): Literal | undefined {
    const { type, value, start, end } = this.#token;
    const span = { start, end };
    if (type === 'StringLiteral' || type === 'IntegerLiteral' || type === 'FloatLiteral') {
      this.take(type);
      return { kind: 'literal', value, span };
    }
    // The designer reads these words in any case; they are no names, so nothing else is meant.
    const word = type === 'Identifier' ? LITERAL_WORDS.get(this.#text(span).toLowerCase()) : undefined;
    if (word === undefined) return undefined;
    this.take('Identifier');
    return { kind: 'literal', value: word, span };
  }

  #text({ start, end }: Span): string {
    return this.#lexer.template.slice(start, end);
  }

  #call(depth: number): Call {
    const name = this.take('Identifier');
    this.take('LeftParenthesis');
    const args: Expression[] = [];
    if (this.#token.type !== 'RightParenthesis') {
      do args.push(this.expression(depth + 1));
      while (this.#skip('Comma'));
    }
    const { end } = this.take('RightParenthesis');
    return {
      kind: 'call',
      name: this.#text(name),
      nameSpan: { start: name.start, end: name.end },
      args,
      span: { start: name.start, end },
    };
  }

  #accesses(call: Call, depth: number): Expression {
    let target: Expression = call;
    for (let count = depth; ; count++) {
      if (count > MAX_DEPTH) throw this.#tooDeep();
      const optional = this.#skip('QuestionMark');
      const dotted = this.#token.type === 'Dot';
      if (!dotted && !optional && this.#token.type !== 'LeftSquareBracket') return target;
      const { key, end } = dotted ? this.#name() : this.#index(depth);
      target = { kind: 'access', target, key, dotted, optional, span: { start: target.span.start, end } };
    }
  }

  #name(): { key: Literal; end: number } {
    this.take('Dot');
    const { value, start, end } = this.take('Identifier');
    return { key: { kind: 'literal', value, span: { start, end } }, end };
  }

  #index(depth: number): { key: Expression; end: number } {
    this.take('LeftSquareBracket');
    const key = this.expression(depth + 1);
    return { key, end: this.take('RightSquareBracket').end };
  }

  #expected(type: TokenType): ExpressionError {
    const { type: actual, start, end } = this.#token;
    return this.#lexer.error(
      `Unable to parse template language expression '${this.#lexer.source}': ` +
        `expected token '${type}' and actual '${actual}'.`,
      { start, end },
    );
  }

  #tooDeep(): ExpressionError {
    const { start, end } = this.#token;
    return new ExpressionError(
      'TooDeep',
      `The template language expression is not valid: it nests deeper than '${MAX_DEPTH}' levels.`,
      { template: this.#lexer.template, span: { start, end } },
    );
  }
}
