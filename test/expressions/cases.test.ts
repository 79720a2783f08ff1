import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Context,
  contextScope,
  evaluate,
  ExpressionError,
  findFunction,
  functions,
  nameOf,
} from '../../src/expressions/index.js';
import { isArray, isObject, type Json, parseJson, stringifyJson } from '../../src/json.js';

/** A row: a template, what it sees, and what it must give, to the digit and to the `.0` of a float. */
interface Case {
  readonly expr: string;
  readonly given?: Context & { readonly chance?: number };
  readonly value?: Json;
  /** A pattern for the JSON text of a value that cannot be written down, or of a string without its quotes. */
  readonly matches?: string;
  /** A part of the message. */
  readonly error?: string;
  readonly code?: string;
}

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

function casesOf(file: string): Case[] {
  // The reader that keeps 5.0 apart from 5, and all digits of an integer.
  const rows = parseJson(readFileSync(new URL(file, folder), 'utf8'));
  return isArray(rows) ? rows.map(asCase) : [];
}

function asCase(row: Json): Case {
  if (!isObject(row) || typeof row['expr'] !== 'string') throw new TypeError(`not a case: ${stringifyJson(row)}`);
  return { ...row, expr: row['expr'] };
}

function run({ expr, given = {} }: Case): Json {
  const { chance, ...context } = given;
  return evaluate(expr, contextScope(chance === undefined ? context : { ...context, random: () => chance }));
}

function failureOf(row: Case): ExpressionError {
  try {
    run(row);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${row.expr} did not fail`);
}

describe.each(files)('%s', (file) => {
  const rows = casesOf(file).map((row) => [row.expr, row] as const);

  it.each(rows.filter(([, row]) => row.value !== undefined))('%s', (_expr, row) => {
    expect(stringifyJson(run(row))).toBe(stringifyJson(row.value ?? null));
  });

  it.each(rows.filter(([, row]) => row.matches !== undefined))('%s', (_expr, row) => {
    const value = run(row);
    expect(typeof value === 'string' ? value : stringifyJson(value)).toMatch(new RegExp(row.matches ?? ''));
  });

  it.each(rows.filter(([, row]) => row.error !== undefined))('%s', (_expr, row) => {
    const { message, template, code } = failureOf(row);
    expect(message).toContain(row.error);
    expect({ template, code }).toEqual({ template: row.expr, code: row.code ?? code });
  });

  it('has an expectation in every row', () => {
    expect(rows.filter(([, { value, matches, error }]) => value === undefined && !matches && !error)).toEqual([]);
  });
});

describe('every function', () => {
  const expressions = files.flatMap((file) => casesOf(file).map((row) => row.expr.toLowerCase()));
  it.each(functions.map(nameOf))('%s has at least five cases', (name) => {
    expect(expressions.filter((expr) => expr.includes(`${name.toLowerCase()}(`)).length).toBeGreaterThanOrEqual(5);
  });

  it('is there once, and found in any case', () => {
    expect(new Set(functions.map((row) => nameOf(row).toLowerCase())).size).toBe(functions.length);
    expect(findFunction('TRIGGERBODY')).toBe(findFunction('triggerBody'));
  });
});
