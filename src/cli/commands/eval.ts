import { createColors } from 'picocolors';
import { contextScope, evaluate, ExpressionError, type Context } from '../../expressions/index.js';
import { isObject, kindOf, stringifyJson } from '../../json.js';
import { jsonArgument } from '../inputs.js';
import { UsageError, type ExitCode, type Io } from '../io.js';

export interface EvalFlags {
  readonly context?: string;
}

/**
 * `dryflow eval [EXPRESSION]`: the value of an expression; without one, of each line that is given. A bare `concat('a')` is
 * taken for `@concat('a')`.
 */
export async function evalCommand(expression: string | undefined, flags: EvalFlags, io: Io): Promise<ExitCode> {
  const given = flags.context === undefined ? {} : await contextOf(flags.context);
  const context = { appSettings: definedOnly(io.env), ...given };
  if (expression !== undefined) return show(expression, context, io) ? 0 : 1;
  const { readLines } = await import('./eval-lines.js');
  return readLines((line) => show(line, context, io), io);
}

/** Prints the value of an expression, or what is wrong with it; says whether it has a value. */
function show(expression: string, context: Context, io: Io): boolean {
  const paint = createColors(io.color);
  const template = expression.includes('@') ? expression : `@${expression}`;
  try {
    const value = evaluate(template, contextScope(context));
    io.out(`${stringifyJson(value)}${io.isTerminal ? `  ${paint.dim(kindOf(value))}` : ''}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    io.err(`${picture(error, template, paint.red)}\n`);
    return false;
  }
}

async function contextOf(file: string): Promise<Context> {
  const value = await jsonArgument(`@${file.replace(/^@/, '')}`, '--context');
  if (!isObject(value))
    throw new UsageError('--context must hold an object: { parameters, variables, actions, trigger, item, … }.');
  return value;
}

function picture(
  { message, span, advice, code }: ExpressionError,
  template: string,
  red: (text: string) => string,
): string {
  const single = !template.includes('\n');
  const caret =
    span && single
      ? [`  ${template}`, `  ${' '.repeat(span.start)}${red('^'.repeat(Math.max(1, span.end - span.start)))}`]
      : [];
  return [`${red(code)}: ${message}`, ...caret, ...(advice ? [`  → ${advice}`] : [])].join('\n');
}

function definedOnly(env: Io['env']): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
