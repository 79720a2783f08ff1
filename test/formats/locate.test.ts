import { describe, expect, it } from 'vitest';
import { read, type Range } from '../../src/formats/index.js';

/** The text at a place, after the line it begins in. */
function textAt(text: string, range: Range | undefined): string {
  if (!range) return 'nowhere';
  const { start, end } = range;
  const lines = text.split('\n').slice(start.line - 1, end.line);
  if (start.line === end.line) return `${start.line}: ${lines[0]?.slice(start.column - 1, end.column - 1)}`;
  return `${start.line}–${end.line}: ${lines.join('\n').slice(start.column - 1, undefined)}`;
}

function locate(text: string, pointer: string, at?: 'key', span?: { start: number; end: number }): string {
  const result = read('x.yaml', text);
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return textAt(text, result.sources[0].locate(pointer, at, span));
}

describe('a pointer', () => {
  const text =
    'top:\n  list:\n    - one\n    - { a/b: x, "c~d": [1, 2], empty: }\n  1: number key\nother: &x { deep: 5 }\nalias: *x\nmerged: { <<: *x, own: 1 }\n';

  it.each([
    ['/top/list/0', undefined, '3: one'],
    ['/top/list/1/a~1b', undefined, '4: x'],
    ['/top/list/1/a~1b', 'key', '4: a/b'],
    ['/top/list/1/c~0d/1', undefined, '4: 2'],
    ['/top/list/1/c~0d', 'key', '4: "c~d"'],
    ['/top/list/1/empty', undefined, '4: empty'],
    ['/top/1', undefined, '5: number key'],
    ['/top/list', 'key', '2: list'],
    ['/alias', undefined, '7: *x'],
    ['/alias/deep', undefined, '6: 5'],
    ['/merged/deep', undefined, '6: 5'],
    ['/merged/own', 'key', '8: own'],
    ['/top/nowhere/at/all', undefined, '1: top'],
    ['/top/list/7', undefined, '2: list'],
  ] as const)('%s (%s)', (pointer, at, expected) => {
    expect(locate(text, pointer, at)).toBe(expected);
  });

  it('of JSON leads to the last of two equal keys, which counts', () => {
    expect(locate('{\n"a": 1,\n"a": 2}', '/a')).toBe('3: 2');
  });

  it('into a wrapped definition is found in the wrapper', () => {
    expect(locate('{ "definition": {\n "actions": 5 } }', '/actions')).toBe('2: 5');
  });

  it('of an empty text leads nowhere', () => {
    expect(locate('', '/a')).toBe('nowhere');
  });

  it('is right after lines that end as on Windows', () => {
    const result = read('x.yaml', 'a: 1\r\nb:\r\n  c: 2\r\n');
    expect(result.ok && result.sources[0].locate('/b/c')).toEqual({
      start: { line: 3, column: 6 },
      end: { line: 3, column: 7 },
    });
  });
});

describe('a span', () => {
  it.each([
    ['plain', 'a: text @{x} y', { start: 5, end: 9 }, '1: @{x}'],
    ['in single quotes', "a: 'it''s @{x}'", { start: 5, end: 9 }, '1: @{x}'],
    ['that begins at a doubled quote', "a: '''x'''", { start: 0, end: 2 }, "1: ''x"],
    ['in double quotes', 'a: "\\"q\\" \\u00e9 @{x}"', { start: 6, end: 10 }, '1: @{x}'],
    ['after a character of two units', 'a: "\\U0001F600@{x}"', { start: 2, end: 6 }, '1: @{x}'],
    ['at the end of the text', 'a: "@concat("', { start: 8, end: 8 }, '1: "'],
    ['in lines, where only the text as a whole is known', 'a: "one\n  two"', { start: 4, end: 5 }, '1–2: "one\n  two"'],
    ['in a block', 'a: |\n  one\n', { start: 0, end: 1 }, '1–3: |\n  one\n'],
  ])('%s', (_name, text, span, expected) => {
    expect(locate(text, '/a', undefined, span)).toBe(expected);
  });

  it('in a key', () => {
    expect(locate('"x @{y}": 1', '/x @{y}', 'key', { start: 2, end: 6 })).toBe('1: @{y}');
  });
});
