import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, joinParts, splitParts } from '../src/multipart.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, type = 'multipart/mixed; boundary=b') =>
  splitParts(type, bytes(text)).map((part) => [part.headers, new TextDecoder().decode(part.bytes)]);

describe('splitParts', () => {
  it.each<[string, string, [Record<string, string>, string][]]>([
    [
      'two parts',
      '--b\r\nA: 1\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n',
      [
        [{ A: '1' }, 'one'],
        [{}, 'two'],
      ],
    ],
    ['a preamble and an epilogue', 'before\r\n--b\r\n\r\none\r\n--b--\r\nafter --b', [[{}, 'one']]],
    ['folded headers', '--b\r\nA: 1;\r\n  more\r\nB : 2\r\n\r\nx\r\n--b--', [[{ A: '1; more', B: '2' }, 'x']]],
    ['an empty part', '--b\r\nA: 1\r\n\r\n\r\n--b--', [[{ A: '1' }, '']]],
    ['a part of headers alone', '--b\r\nA: 1\r\n--b--', [[{ A: '1' }, '']]],
    ['no parts', '--b--', []],
    ['a boundary that others begin with', '--b\r\n\r\n--bc\r\n--b--', [[{}, '--bc']]],
    ['spaces after a boundary', '--b  \r\n\r\nx\r\n--b--', [[{}, 'x']]],
    ['a boundary in the middle of a line', '--b\r\n\r\nx --b\r\ny\r\n--b--', [[{}, 'x --b\r\ny']]],
    ['line ends of its own', '--b\r\n\r\nx\r\n\r\n\r\n--b--', [[{}, 'x\r\n\r\n']]],
    ['no end', '--b\r\n\r\none\r\n--b\r\n\r\ntwo', [[{}, 'one']]],
    ['nothing', 'nothing', []],
  ])('reads %s', (_, text, parts) => {
    expect(read(text)).toEqual(parts);
  });

  it.each([
    ['multipart/mixed; boundary="a b"', 'a b'],
    ['multipart/mixed;Boundary = b ; charset=utf-8', 'b'],
    ['multipart/mixed', undefined],
    ['text/x; notboundary=b', undefined],
  ])('finds the boundary of %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });

  it('finds no parts without a boundary', () => {
    expect(read('--b\r\n\r\nx\r\n--b--', 'multipart/mixed')).toEqual([]);
  });
});

describe('joinParts', () => {
  const name = fc.stringMatching(/^[A-Za-z-]{1,8}$/).filter((each) => each !== '__proto__');
  const value = fc.stringMatching(/^[!-~é]{1,8}$/);
  const marks = fc.constantFrom('--dryflow-boundary-0', '\r\n--dryflow-boundary-0\r\n', '\r\n', '--').map(bytes);
  const content = fc.array(fc.oneof(fc.uint8Array({ maxLength: 20 }), marks)).map((list) => Buffer.concat(list));
  const part = fc.record({ headers: fc.dictionary(name, value), bytes: content.map((each) => new Uint8Array(each)) });

  it('is read back, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const joined = joinParts(parts);
        const plain = parts.map(({ headers, bytes: each }) => ({ headers: { ...headers }, bytes: each }));
        expect(splitParts(`multipart/mixed; boundary=${joined.boundary}`, joined.bytes)).toEqual(plain);
      }),
    );
  });

  it('lets no header begin another', () => {
    const { bytes: joined } = joinParts([{ headers: { 'A\r\nB': '1\r\n\r\nC: 2' }, bytes: bytes('x') }], 'b');
    expect(new TextDecoder().decode(joined)).toBe('--b\r\nA B: 1 C: 2\r\n\r\nx\r\n--b--\r\n');
  });

  it('gives the same bytes for the same parts', () => {
    const parts = [{ headers: {}, bytes: bytes('dryflow-boundary-0') }];
    expect(joinParts(parts)).toEqual(joinParts(parts));
    expect(joinParts(parts).boundary).toBe('dryflow-boundary-1');
  });
});
