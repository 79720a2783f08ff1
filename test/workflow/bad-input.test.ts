import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { render, type Diagnostic } from '../../src/formats/index.js';
import { readAndParse } from './read-and-parse.js';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly problems: readonly {
    readonly severity?: string;
    readonly code: string;
    readonly at?: string;
    readonly under?: string;
    readonly message: string;
    readonly advice?: string;
  }[];
}

const rows = parse(readFileSync(new URL('cases/bad-input.yaml', import.meta.url), 'utf8')) as readonly Row[];

describe('bad input', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows)('$name', ({ text, problems }) => {
    const { diagnostics, workflow } = readAndParse(text);
    const seen = diagnostics.map((diagnostic) => ({ ...shortened(diagnostic), ...placed(diagnostic, text) }));
    expect(seen).toEqual(
      problems.map(({ severity = 'error', code, at, under, message, advice }) => ({
        severity,
        code,
        message: expect.stringContaining(message) as unknown,
        ...(at === undefined ? {} : { at, under }),
        ...(advice === undefined ? {} : { advice: expect.stringContaining(advice) as unknown }),
      })),
    );
    expect(workflow === undefined).toBe(problems.some(({ severity = 'error' }) => severity === 'error'));
  });

  it.each(rows)('$name: the picture has the line, the carets and the advice', ({ text }) => {
    for (const diagnostic of readAndParse(text).diagnostics) {
      const picture = render(diagnostic, text).split('\n');
      expect(picture[0]).toContain(`flow.yaml${place(diagnostic)}: ${diagnostic.severity}: ${diagnostic.message}`);
      if (diagnostic.advice !== undefined) expect(picture.at(-1)).toContain(diagnostic.advice);
      if (diagnostic.range) expectCarets(picture, diagnostic.range.start);
    }
  });
});

function shortened({ severity, code, message, advice }: Diagnostic): object {
  return { severity, code, message, ...(advice === undefined || code === 'InvalidTemplate' ? {} : { advice }) };
}

function placed({ range }: Diagnostic, text: string): object {
  if (!range) return {};
  const line = text.split('\n')[range.start.line - 1] ?? '';
  const end = range.end.line === range.start.line ? range.end.column - 1 : undefined;
  return { at: `${range.start.line}:${range.start.column}`, under: line.slice(range.start.column - 1, end) };
}

function place({ range }: Diagnostic): string {
  return range ? `:${range.start.line}:${range.start.column}` : '';
}

function expectCarets(picture: readonly string[], start: { line: number; column: number }): void {
  const at = picture.findIndex((line) => line.startsWith('>'));
  expect(picture[at]).toMatch(new RegExp(`^> +${start.line} \\|`));
  const gutter = (picture[at] ?? '').indexOf('|') + 2;
  const shown = (picture[at] ?? '').slice(gutter);
  const shift = shown.startsWith('…') ? undefined : start.column - 1;
  if (shift !== undefined) expect(picture[at + 1]?.indexOf('^')).toBe(gutter + shift);
}
