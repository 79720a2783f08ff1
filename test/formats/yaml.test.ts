import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/formats/index.js';
import { Float, parseJson, stringifyJson, type Json } from '../../src/json.js';

function valueOf(text: string): Json {
  const result = read('x.yaml', text);
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.sources[0].definition;
}

function faultOf(text: string): string {
  const result = read('x.yaml', text);
  return result.ok ? 'none' : `${result.diagnostics[0]?.code}: ${result.diagnostics[0]?.message}`;
}

describe('values', () => {
  it.each<[string, Json]>([
    ['5', 5],
    ['-5', -5],
    ['012', 12],
    ['0x1F', 31],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['9223372036854775808', 2n ** 63n],
    ['5.0', new Float(5)],
    ['1e3', new Float(1000)],
    ['1.5', 1.5],
    ['true', true],
    ['yes', 'yes'],
    ['on', 'on'],
    ['null', null],
    ['~', null],
    ['', null],
    ['2024-01-01', '2024-01-01'],
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['1.0.0.0', '1.0.0.0'],
    ['12:30', '12:30'],
    ['1_000', '1_000'],
    ['"5"', '5'],
    ['!!str 5', '5'],
    ['! 5', '5'],
    ['"\\u00e9\\n"', 'é\n'],
    ["'it''s'", "it's"],
    ['"@{1}"', '@{1}'],
    ['text @{1} text', 'text @{1} text'],
  ])('%s', (text, value) => {
    expect(valueOf(`a: ${text}`)).toEqual({ a: value });
  });

  it('of block scalars keep their lines', () => {
    expect(valueOf('a: |\n  one\n  two\nb: >-\n  one\n  two\n')).toEqual({ a: 'one\ntwo\n', b: 'one two' });
  });
});

describe('keys', () => {
  it('that are numbers or words of YAML become text', () => {
    expect(valueOf('1: a\n1.50: b\ntrue: c\n0x1F: d\n"5": e')).toEqual({
      '1': 'a',
      '1.50': 'b',
      true: 'c',
      '0x1F': 'd',
      '5': 'e',
    });
  });

  it('may be the names that every object has', () => {
    const value = valueOf('__proto__: 1\nconstructor: 2');
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
    ]);
  });
});

describe('aliases and merge keys', () => {
  it('repeat a value', () => {
    expect(valueOf('a: &x [1]\nb: *x\nc: *x')).toEqual({ a: [1], b: [1], c: [1] });
  });

  it('take the anchor that stands before them', () => {
    expect(valueOf('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it('merge maps, which the own keys override', () => {
    const base = 'x: &x { p: 1, q: 1 }\ny: &y { q: 2, r: 2 }\n';
    expect(valueOf(`${base}z:\n  r: 3\n  <<: [*x, *y]`)).toMatchObject({ z: { p: 1, q: 1, r: 3 } });
    expect(valueOf(`${base}z:\n  <<: *y`)).toMatchObject({ z: { q: 2, r: 2 } });
  });

  it('may not stand for a billion values', () => {
    const lines = ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let at = 1; at < 10; at++)
      lines.push(
        `a${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(', ')}]`,
      );
    expect(faultOf(lines.join('\n'))).toBe(
      'UnsupportedYaml: The aliases of this file stand for more than 10000 values.',
    );
  });
});

describe('texts that cannot be read', () => {
  it.each([
    ['[', 5_000],
    ['{ a: ', 5_000],
    ['- ', 2_000],
    ['[', 100_000],
  ])('nest without end: %s × %d', (piece, count) => {
    expect(faultOf(piece.repeat(count))).not.toBe('none');
  });

  it('nest too deeply', () => {
    expect(faultOf(`${'['.repeat(1_500)}${']'.repeat(1_500)}`)).toMatch(/nests (too deeply|deeper)/);
  });
});

describe('JSON', () => {
  it('is read as every JSON reader reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(stringifyJson(valueOf(text))).toBe(stringifyJson(parseJson(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('may begin with a byte-order mark', () => {
    expect(valueOf('\uFEFF{"a": 1}')).toEqual({ a: 1 });
  });

  it('may be a wrapper around the definition', () => {
    const result = read('x.json', '{"definition": {"actions": {}}, "parameters": {"p": {"value": 5}, "q": {}}}');
    expect(result).toMatchObject({ sources: [{ definition: { actions: {} }, parameterValues: { p: 5 }, name: 'x' }] });
  });

  it('may be a flow of Power Automate', () => {
    const properties = { displayName: 'My flow', connectionReferences: {}, definition: { actions: {} } };
    const result = read('x.json', JSON.stringify({ properties }));
    expect(result).toMatchObject({
      sources: [{ definition: { actions: {} }, name: 'My flow', dialect: 'power-automate' }],
    });
  });
});

describe('the name', () => {
  it.each([
    ['workflows/my-flow.yaml', 'my-flow'],
    ['my.flow.yml', 'my.flow'],
    ['C:\\flows\\a.json', 'a'],
    ['project/order/workflow.json', 'order'],
    ['workflow.json', 'workflow'],
    ['.yaml', '.yaml'],
    ['', 'workflow'],
  ])('of %s is %s', (file, name) => {
    expect(read(file, 'actions: []')).toMatchObject({ sources: [{ name }] });
  });
});

describe('read', () => {
  const pieces = [
    'a',
    '- ',
    ': ',
    '\n',
    '  ',
    '@',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&x',
    '*x',
    '<<',
    '!!int',
    '|',
    '>',
    '#',
    '?',
    '\t',
    '---',
    '%',
    ',',
    '0x',
    '\\',
  ];

  it.each([
    ['any text', fc.string({ unit: 'binary', maxLength: 60 })],
    ["YAML's own signs", fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((drawn) => drawn.join(''))],
  ])('never throws: %s', (_name, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = read('x.yaml', text);
        const messages = result.diagnostics.map(({ message }) => message).join(' ');
        const last = Math.max(1, ...result.diagnostics.map(({ range }) => range?.start.line ?? 1));
        expect(messages).not.toMatch(/undefined|\[object/);
        expect(last).toBeLessThanOrEqual(text.split('\n').length);
        if (result.ok) result.sources[0].locate('/a/0/b');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a bracket that is not closed', () => {
  const placed = (text: string) => {
    const result = read('x.yaml', text);
    const [first] = result.diagnostics;
    return result.ok
      ? []
      : [`${first?.range?.start.line}:${first?.range?.start.column}`, first?.message, first?.advice];
  };
  const open = (place: string, opening: string, closing: string) => [
    place,
    `The bracket ${opening} is not closed.`,
    `Write ${closing} where what is in it ends.`,
  ];

  it.each([
    ['a:\n  b: { c: x\n', open('2:6', '{', '}')],
    ['a: { b: x\nc: 1\n', open('1:4', '{', '}')],
    ['a: { b: { c: x }\nd: { e: 1 }\n', open('1:4', '{', '}')],
    ['a: { b: { c: x\nd: 1\n', open('1:9', '{', '}')],
    ['a: { b: [1\n', open('1:9', '[', ']')],
    ['a: [1, 2}\n', open('1:4', '[', ']')],
    ['a: { b: "}", # }\n  c: x\nd: 1\n', open('1:4', '{', '}')],
    ['a: [{ b: [1] ]\n', open('1:5', '{', '}')],
  ])('is shown where it opens: %j', (text, expected) => {
    expect(placed(text)).toEqual(expected);
  });

  it('may be closed too far left', () => {
    expect(placed('a:\n  b: {\n    c: 1\n }\n')).toEqual([
      '4:2',
      'This bracket stands too far left to close the { that it belongs to.',
      'Indent it as far as the line of the {, or further.',
    ]);
  });
});
