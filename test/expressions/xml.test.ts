import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../src/expressions/dotnet/xml-reader.js';
import { xmlFromJson } from '../../src/expressions/dotnet/xml-from-json.js';
import { type XmlChild, type XmlDocument, XmlError } from '../../src/expressions/dotnet/xml-node.js';
import { decodeName, encodeName } from '../../src/expressions/dotnet/xml-names.js';
import { xmlToJson } from '../../src/expressions/dotnet/xml-to-json.js';
import { outerXml } from '../../src/expressions/dotnet/xml-writer.js';
import { evaluateXPath } from '../../src/expressions/dotnet/xpath.js';
import { contextScope, evaluate, ExpressionError } from '../../src/expressions/index.js';
import { type Json, parseJson } from '../../src/json.js';

/** Evaluates with one variable `x`. */
function withX(template: string, x: Json): Json {
  return evaluate(template, contextScope({ variables: { x } }));
}

/** The message of the ExpressionError that the template gives; any other error goes through. */
function failure(template: string, x: Json): string {
  try {
    withX(template, x);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Text that is often nearly XML. */
const markup = fc
  .array(
    fc.constantFrom(
      '<a',
      '<b>',
      '</b>',
      '</a>',
      '/>',
      '>',
      ' x="1"',
      " xmlns:p='u'",
      'p:c',
      '&lt;',
      '&#x41;',
      '&z;',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?pi ',
      '?>',
      '<?xml version="1.0"?>',
      '<!DOCTYPE a',
      '[<!ENTITY z "q">]',
      '\n',
      'text',
      '\0',
      '\ud800',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('reading XML', () => {
  it.each([
    ['any text', fc.string({ unit: 'binary' })],
    ['near misses', markup],
  ])('of %s gives a document or an ExpressionError', (_what, texts) => {
    expect(() =>
      fc.assert(
        fc.property(texts, (text) => {
          try {
            const written = withX("@{xml(variables('x'))}", text);
            // What was accepted is XML: it can be read again and is written as it was.
            withX("@json(xml(variables('x')))", text);
            return withX("@{xml(variables('x'))}", written) === written;
          } catch (error) {
            if (!(error instanceof ExpressionError)) throw error;
            return true;
          }
        }),
        { numRuns: 2000 },
      ),
    ).not.toThrow();
  });

  it('counts lines as .NET does', () => {
    expect(() => readXml('<a>\r\n<b>\r\r<c></a>')).toThrow('Line 4, position 6.');
  });

  it('keeps the tree: what stands where, and what is empty', () => {
    const { children } = readXml('<?xml version="1.0"?><!DOCTYPE a><a b="1"><c/>x<![CDATA[y]]><!--z--><?p i?></a>');
    expect(children.map(({ kind }) => kind)).toEqual(['declaration', 'doctype', 'element']);
    expect(children[2]).toMatchObject({
      local: 'a',
      empty: false,
      attributes: [{ local: 'b', value: '1' }],
      children: [
        { kind: 'element', empty: true },
        { kind: 'text', value: 'x' },
        { kind: 'cdata', value: 'y' },
        { kind: 'comment', value: 'z' },
        { kind: 'instruction', target: 'p', value: 'i' },
      ],
    });
  });
});

const name = fc.constantFrom('a', 'b', 'c-d', 'é', '_x', 'a b', '1', 'x_x0020_y');
const value = fc.string({ unit: fc.constantFrom('a', '<', '&', '"', "'", 'é', '😀', '\t'), minLength: 1 });
// A subset that XML can hold without loss: no white space alone, no array of one, one root.
const members = fc.letrec<{ object: Json; node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.constant(''),
    value.map((text) => `x${text}`),
    tie('object'),
    fc.array(
      value.map((text) => `x${text}`),
      { minLength: 2, maxLength: 3 },
    ),
  ),
  object: fc
    .record({
      attributes: fc.dictionary(fc.constantFrom('@p', '@q'), value, { maxKeys: 2 }),
      children: fc.dictionary(name, tie('node'), { minKeys: 1, maxKeys: 3 }),
    })
    .map(({ attributes, children }): Json => ({ ...attributes, ...children })),
}));

describe('XML and JSON', () => {
  it('survive the way there and back', () => {
    fc.assert(
      fc.property(members.object, (content) => {
        const json = { root: content };
        const xml = outerXml(xmlFromJson(json));
        expect(xmlToJson(readXml(xml))).toEqual(json);
      }),
      { numRuns: 500 },
    );
  });

  it('convert any JSON or fail with an ExpressionError', () => {
    expect(() =>
      fc.assert(
        fc.property(
          fc.jsonValue().map((json) => parseJson(JSON.stringify(json))),
          (json) => {
            try {
              const xml = outerXml(xmlFromJson({ root: json }));
              if (!/&#x/.test(xml)) readXml(xml);
            } catch (error) {
              if (!(error instanceof XmlError)) throw error;
            }
          },
        ),
        { numRuns: 1000 },
      ),
    ).not.toThrow();
  });

  it('encode every name so that it decodes to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('_', 'x', 'X', '0', '4', '1', ' ', ':', '😀', 'é') }), (text) => {
        expect(decodeName(encodeName(text))).toBe(text);
        expect(decodeName(encodeName(text, true))).toBe(text);
      }),
    );
  });

  it('never touch a prototype', () => {
    const json = withX('@json(xml(\'<__proto__ constructor="1"><toString/></__proto__>\'))', null);
    expect(Object.entries(json ?? {})).toEqual([['__proto__', { '@constructor': '1', toString: null }]]);
  });
});

const query = fc
  .array(
    fc.constantFrom(
      '/',
      '//',
      'r',
      'a',
      '*',
      '@id',
      '[',
      ']',
      '1',
      '.5',
      '(',
      ')',
      'count(',
      'string(',
      'position()',
      '=',
      '<',
      '|',
      ' and ',
      ' div ',
      '-',
      "'x'",
      '..',
      '.',
      'ancestor::',
      'text()',
      ',',
      'p:q',
      '$v',
      '!',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('XPath', () => {
  it('gives a value or an ExpressionError for any expression', () => {
    const xml = withX('@xml(\'<r><a id="1">x</a><a>y</a></r>\')', null);
    const evaluateQuery = (text: string): void => {
      try {
        evaluate("@xpath(variables('x'), variables('q'))", contextScope({ variables: { x: xml, q: text } }));
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
      }
    };
    expect(() => fc.assert(fc.property(fc.oneof(query, fc.string()), evaluateQuery), { numRuns: 3000 })).not.toThrow();
  });

  it('gives nodes once and in document order, whatever the axis', () => {
    const document = readXml('<r><a><b/><b/></a><a><b/></a></r>');
    const axes = ['ancestor::*', 'preceding::*', 'ancestor-or-self::*', 'descendant-or-self::*', 'following::*'];
    for (const axis of axes) {
      const found = evaluateXPath(document, `//b/${axis} | //b`);
      const orders = typeof found === 'object' ? found.map(({ order }) => order) : [];
      expect(orders).toEqual([...new Set(orders)].toSorted((a, b) => a - b));
    }
  });

  it('refuses what is too deep or too long, as .NET does', () => {
    const document = readXml('<r/>');
    expect(() => evaluateXPath(document, '('.repeat(5000))).toThrow('The XPath query is too complex.');
    expect(() => evaluateXPath(document, `/r${'/r'.repeat(5000)}`)).toThrow('The XPath query is too complex.');
  });
});

describe('hostile XML', () => {
  it('expands no entity, however many laughs it promises', () => {
    const entities = Array.from({ length: 30 }, (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`).join(
      '',
    );
    const bomb = `<!DOCTYPE a [<!ENTITY e0 "ha">${entities}]><a>&e30;</a>`;
    expect(failure("@xml(variables('x'))", bomb)).toContain('are not expanded');
  });

  it.each([
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost/x">]><a b="&x;"/>',
    '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost/p">%p;]><a>&x;</a>',
  ])('fetches nothing: %s', (text) => {
    expect(failure("@xml(variables('x'))", text)).toMatch(
      /entities of a document type are not expanded|undeclared entity/,
    );
  });

  it('ignores a document type in another file', () => {
    expect(withX("@{xml(variables('x'))}", '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>')).toBe(
      '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"[]><a />',
    );
  });

  it('refuses 10,000 levels, closed or not', () => {
    const deep = '<a>'.repeat(10_000);
    expect(failure("@xml(variables('x'))", deep)).toContain('nest deeper than 1000 levels');
    expect(failure("@xml(variables('x'))", deep + '</a>'.repeat(10_000))).toContain('nest deeper');
  });

  it('converts what it accepts at the limit', () => {
    const deep = '<a>'.repeat(1000) + '</a>'.repeat(1000);
    expect(withX("@string(json(xml(variables('x'))))", deep)).toHaveLength(1000 * 6 + 2);
    expect(withX("@xpath(xml(variables('x')), 'string(count(//a))')", deep)).toBe('1000');
  });

  it.each([
    ['an attribute of a megabyte', `<a b="${'x'.repeat(1_000_000)}"/>`],
    ['a text of a megabyte', `<a>${'x'.repeat(1_000_000)}</a>`],
    ['a megabyte of references', `<a>${'&amp;'.repeat(200_000)}</a>`],
    ['a hundred thousand elements', `<a>${'<b c="1">x</b>'.repeat(100_000)}</a>`],
    ['a thousand namespaces', `<a ${Array.from({ length: 1000 }, (_, i) => `xmlns:p${i}="u${i}"`).join(' ')}/>`],
    ['a comment of a megabyte', `<a><!--${' '.repeat(1_000_000)}--></a>`],
    ['a document type of a megabyte', `<!DOCTYPE a [${'<!ELEMENT a ANY>'.repeat(60_000)}]><a/>`],
  ])('reads %s before the runner loses its patience', (_what, text) => {
    expect(withX("@json(xml(variables('x')))", text)).toHaveProperty('a');
  });

  it.each([
    ['spaces that no tag ends', `<a${' '.repeat(1_000_000)}`],
    ['quotes in a document type', `<!DOCTYPE a [${'"'.repeat(1_000_001)}`],
    ['comments that never end', `<a>${'<!--'.repeat(200_000)}`],
    ['ampersands', `<a>${'&'.repeat(1_000_000)}</a>`],
    ['brackets', '<'.repeat(1_000_000)],
  ])('refuses %s before the runner loses its patience', (_what, text) => {
    expect(failure("@xml(variables('x'))", text)).not.toBe('');
  });
});

function child(node: XmlDocument | XmlChild | undefined, index: number): XmlChild | undefined {
  return node && 'children' in node ? node.children[index] : undefined;
}

describe('the writer', () => {
  it('declares the namespaces that a node needs to stand alone', () => {
    const inner = child(child(readXml('<r xmlns="u" xmlns:p="v"><p:a p:b="1"><c/></p:a></r>'), 0), 0);
    expect(inner && outerXml(inner)).toBe('<p:a p:b="1" xmlns:p="v"><c xmlns="u" /></p:a>');
  });

  it('refuses half a character', () => {
    expect(failure("@xml(json('{\"a\":\"x\"}'))['$content']['x']", null)).toContain('Property selection');
    expect(failure("@xml(variables('x'))", { a: '\ud800' })).toContain('half of a character');
    expect(failure("@xml(variables('x'))", { a: '\udc00' })).toContain('half of a character');
  });
});
