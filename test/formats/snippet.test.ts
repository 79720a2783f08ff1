import { describe, expect, it } from 'vitest';
import { diagnoseAll, render, type Diagnostic } from '../../src/formats/index.js';

const diagnostic = (line: number, from: number, to: number, endLine = line): Diagnostic => ({
  severity: 'error',
  code: 'Some',
  message: 'It is wrong.',
  advice: 'Do it right.',
  file: 'flow.yaml',
  range: { start: { line, column: from }, end: { line: endLine, column: to } },
});

describe('the picture of a diagnostic', () => {
  it('has the place, the line with carets and the advice', () => {
    expect(render(diagnostic(2, 4, 7), 'one\ntwo three\nfour\nfive')).toBe(
      [
        'flow.yaml:2:4: error: It is wrong. [Some]',
        '  1 | one',
        '> 2 | two three',
        '    |    ^^^',
        '  3 | four',
        '  → Do it right.',
      ].join('\n'),
    );
  });

  it('of a place of several lines underlines the first', () => {
    expect(render(diagnostic(1, 3, 2, 2), 'abcdef  \nx').split('\n')).toEqual([
      'flow.yaml:1:3: error: It is wrong. [Some]',
      '> 1 | abcdef',
      '    |   ^^^^',
      '  2 | x',
      '  → Do it right.',
    ]);
  });

  it('keeps tabs, so that the carets stand right', () => {
    expect(
      render(diagnostic(1, 3, 4), '\t\tx')
        .split('\n')
        .slice(1, 3),
    ).toEqual(['> 1 | \t\tx', '    | \t\t^']);
  });

  it('lines up the numbers', () => {
    const text = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`).join('\n');
    expect(
      render(diagnostic(9, 1, 5), text)
        .split('\n')
        .slice(1, 5),
    ).toEqual(['   8 | line 8', '>  9 | line 9', '     | ^^^^', '  10 | line 10']);
  });

  it('of a long line shows the part around the place', () => {
    const text = `${'a'.repeat(50_000)}HERE${'b'.repeat(50_000)}`;
    const [, line = '', carets = ''] = render(diagnostic(1, 50_001, 50_005), text).split('\n');
    expect(line.length).toBeLessThan(140);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('shows a caret where the place is empty or behind the text', () => {
    expect(render(diagnostic(1, 3, 3), 'ab').split('\n')[2]).toBe('    |   ^');
    expect(render(diagnostic(7, 1, 2), 'ab')).toBe('flow.yaml:7:1: error: It is wrong. [Some]\n  → Do it right.');
  });

  it('without a place is one line', () => {
    const { range: _range, advice: _advice, ...rest } = diagnostic(1, 1, 1);
    expect(render({ ...rest, severity: 'warning' }, 'text')).toBe('flow.yaml: warning: It is wrong. [Some]');
  });

  it('has colours when asked', () => {
    expect(render(diagnostic(1, 1, 2), 'ab', { color: true })).toContain('\u001B[31m');
    expect(render(diagnostic(1, 1, 2), 'ab')).not.toContain('\u001B');
  });
});

describe('diagnoseAll', () => {
  it('puts problems in the order of the text, those without a place last', () => {
    const places: Readonly<Record<string, number>> = { '/a': 3, '/b': 1, '/c': 2 };
    const locate = (pointer: string): Diagnostic['range'] => {
      const line = places[pointer];
      return line === undefined ? undefined : { start: { line, column: 1 }, end: { line, column: 2 } };
    };
    const problems = ['', '/a', '/b', '/c'].map(
      (pointer) => ({ severity: 'error', code: pointer, message: '', pointer }) as const,
    );
    expect(diagnoseAll({ file: 'x', locate }, problems).map(({ code }) => code)).toEqual(['/b', '/c', '/a', '']);
  });
});
