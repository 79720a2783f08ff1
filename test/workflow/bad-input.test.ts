import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { render, type Diagnostic, type Range } from '../../src/formats/index.js';
import { readAndParse } from './read-and-parse.js';

interface Problem {
  readonly severity?: string;
  readonly code: string;
  readonly at?: string;
  readonly under?: string;
  readonly message: string;
  readonly advice?: string;
}

interface Row {
  readonly name: string;
  readonly text: string;
  readonly problems: readonly Problem[];
}

const rows = parse(readFileSync(new URL('cases/bad-input.yaml', import.meta.url), 'utf8')) as readonly Row[];

describe('bad input', () => {
  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows)('$name', ({ text, problems }) => {
    const { diagnostics, workflow } = readAndParse(text);
    const seen = diagnostics.map((diagnostic, at) => said(diagnostic, text, problems[at]));
    expect(seen).toEqual(problems.map((problem) => ({ severity: 'error', ...problem })));
    expect(workflow === undefined).toBe(problems.some(({ severity = 'error' }) => severity === 'error'));
  });

  it.each(rows)('$name: the picture has the line, the carets and the advice', ({ text }) => {
    for (const diagnostic of readAndParse(text).diagnostics) {
      const picture = render(diagnostic, text).split('\n');
      expect(picture[0]).toContain(`flow.yaml${place(diagnostic)}: ${diagnostic.severity}: ${diagnostic.message}`);
      expect(picture.at(-1)).toContain(diagnostic.advice ?? '');
      expect(underlined(picture)).toBe(underlinedIn(text, diagnostic));
    }
  });
});

/** A diagnostic as a row has it: of what it says, the part that the row expects. */
function said({ severity, code, message, advice = '', range }: Diagnostic, text: string, row?: Problem): Problem {
  return {
    severity,
    code,
    ...(range ? placed(range, text) : {}),
    message: row && message.includes(row.message) ? row.message : message,
    ...(row?.advice === undefined ? {} : { advice: advice.includes(row.advice) ? row.advice : advice }),
  };
}

function placed({ start, end }: Range, text: string): { at: string; under: string } {
  const line = text.split('\n')[start.line - 1] ?? '';
  const under = line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
  return { at: `${start.line}:${start.column}`, under };
}

function place({ range }: Diagnostic): string {
  return range ? `:${range.start.line}:${range.start.column}` : '';
}

/** The number of the line in a picture and what stands over its first caret. */
function underlined(picture: readonly string[]): string | undefined {
  const at = picture.findIndex((line) => line.startsWith('>'));
  const [line, carets] = [picture[at] ?? '', picture[at + 1] ?? ''];
  return at < 0 ? undefined : `${/\d+/.exec(line)?.[0]}: ${line.charAt(carets.indexOf('^'))}`;
}

function underlinedIn(text: string, { range }: Diagnostic): string | undefined {
  if (!range) return undefined;
  const { line, column } = range.start;
  return `${line}: ${(text.split('\n')[line - 1] ?? '').trimEnd().charAt(column - 1)}`;
}
