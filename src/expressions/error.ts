/** A part of a template's text: offsets of UTF-16 units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What kind of fault an expression has. The first five can be told before anything runs; the others depend on values.
 * `NotSupported` is ours alone: the service can, dryflow cannot yet.
 */
export type ExpressionErrorCode =
  | 'Syntax'
  | 'TooLong'
  | 'TooDeep'
  | 'UnknownFunction'
  | 'Arity'
  | 'ArgumentType'
  | 'InvalidArgument'
  | 'Selection'
  | 'NotFound'
  | 'NotSupported';

/** Where an error is, and what the user can do about it. */
export interface ErrorDetails {
  /** The whole template string as it stands in the definition. */
  readonly template?: string;
  /** The part of the template that is at fault. */
  readonly span?: Span;
  /** What to do about it: a nearby name, the right form. The service has no such field. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/** A template that cannot be read or evaluated. The message is the service's own. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly code: ExpressionErrorCode;
  readonly template: string | undefined;
  readonly span: Span | undefined;
  readonly advice: string | undefined;

  constructor(code: ExpressionErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.template = details.template;
    this.span = details.span;
    this.advice = details.advice;
  }

  /** The same error, with the place where it happened filled in as far as it was not known. */
  at(place: { readonly template?: string; readonly span?: Span }): ExpressionError {
    const template = this.template ?? place.template;
    const span = this.span ?? place.span;
    if (template === this.template && span === this.span) return this;
    const details = { template, span, advice: this.advice, cause: this.cause };
    const located = new ExpressionError(this.code, this.message, definedOnly(details));
    if (this.stack !== undefined) located.stack = this.stack;
    return located;
  }
}

function definedOnly(details: { [K in keyof ErrorDetails]: ErrorDetails[K] | undefined }): ErrorDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/**
 * The service's `InvalidTemplate` message for an action whose inputs could not be evaluated. Power Automate always gives
 * line and column 0 (measured).
 */
export function invalidTemplate(action: string, error: ExpressionError, line = 0, column = 0): string {
  return (
    `Unable to process template language expressions in action '${action}' inputs ` +
    `at line '${line}' and column '${column}': '${error.message}'.`
  );
}
