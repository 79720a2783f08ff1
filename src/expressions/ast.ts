import type { Float } from '../json.js';
import type { Span } from './error.js';

/** An expression as it was written, without meaning yet: names are not resolved, arguments not counted. */
export type Expression = Literal | Call | Access;

/** A literal: `'text'`, `5`, `-1.5`, `true`, `null`. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: string | number | bigint | Float | boolean | null;
  readonly span: Span;
}

/** A function call: `concat(a, b)`. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  readonly span: Span;
}

/** A selection: `.name`, `['name']`, `[0]`, and with a `?` that forgives what is missing. */
export interface Access {
  readonly kind: 'access';
  readonly target: Expression;
  readonly key: Expression;
  /** Written `.name`: the key is then a literal. */
  readonly dotted: boolean;
  readonly optional: boolean;
  readonly span: Span;
}
