import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentError, readDocument, readJsonObject } from '../../src/swagger/index.js';

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DocumentError) return `${error.line}:${error.column} ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('a swagger file', () => {
  it.each([
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['trailing commas', '{"a":[1,2,],}', { a: [1, 2] }],
    ['a comma that only looks trailing', '{"a":",]",}', { a: ',]' }],
    ['an escaped quote before one', '{"a":"\\",}",}', { a: '",}' }],
    ['a raw tab in a text', '{"a":"x\ty"}', { a: 'x\ty' }],
    ['no-break spaces', '{\u00A0"a":\u00A01,}', { a: 1 }],
    ['a name that is given twice, the last one counting', '{"a":1,"a":2}', { a: 2 }],
  ])('may have %s', (_, text, value) => {
    expect(readJsonObject(text)).toEqual(value);
  });

  it.each([
    ['', '1:1 This is not JSON: the file is empty.'],
    ['{', "1:2 This is not JSON: the file ends before the '{' of line 1 is closed."],
    ['{\n"a": [\n1,\n', "4:1 This is not JSON: the file ends before the '[' of line 2 is closed."],
    ['[]', "1:1 This is no connector's file: it must hold a JSON object."],
    ['{"a" 1}', '1:6 This is not JSON: a colon is missing before 1.'],
    ['{\r\n  "a": 1\r\n  "b": 2\r\n}', '3:3 This is not JSON: a comma or \'}\' is missing before "b".'],
    ['[1 2]', "1:4 This is not JSON: a comma or ']' is missing before 2."],
    ['{"a":}', '1:6 This is not JSON: a value is missing before }.'],
    ['[1,,2]', '1:4 This is not JSON: a value is missing before ,.'],
    ['{a: 1}', "1:2 This is not JSON: 'a' cannot stand here."],
    ['{1: 1}', '1:2 This is not JSON: a name in quotes is missing before 1.'],
    ['{"a": 1} {', '1:10 This is not JSON: the document is complete before this, and { follows.'],
    ['{"a": "x}', '1:7 This is not JSON: this text has no closing quote.'],
    ['{"a": "\\x"}', '1:7 This is not JSON: this text has a backslash that begins no escape of JSON.'],
    ['"a": 1', '1:4 This is not JSON: the brace before its first name is missing.'],
    ['swagger: "2.0"', '1:1 This is YAML.'],
    ['# ours\n---\nswagger: "2.0"', '1:1 This is YAML.'],
  ])('%j is refused with place and reason', (text, message) => {
    expect(faultOf(() => readJsonObject(text))).toBe(message);
  });

  it.each([
    ['{"openapi": "3.0.1", "paths": {}}', /swagger 2\.0: convert it/],
    ['swagger: "2.0"', /JSON.*convert it/],
  ])('%j is told what to do', (text, advice) => {
    expect(() => readDocument(text)).toThrow(
      expect.objectContaining({ advice: expect.stringMatching(advice) as string }),
    );
  });

  it('is of swagger 2.0, and has paths', () => {
    expect(faultOf(() => readDocument('{\n  "openapi": "3.0.1", "paths": {} }'))).toMatch(
      /^2:3 This is an OpenAPI 3 doc/,
    );
    expect(faultOf(() => readDocument('{ "info": {} }'))).toBe(
      "1:1 This is no swagger document: it has no object 'paths'.",
    );
    expect(readDocument('{"swagger":"2.0","paths":{}}')).toEqual({ swagger: '2.0', paths: {} });
  });

  it('that JSON.parse reads is read, and one that it does not is refused with a place, never otherwise', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom(...Array.from('{}[]:,"\\ 1-.eatrufls\n')) }),
      fc.tuple(fc.json(), fc.nat(), fc.constantFrom(...Array.from('{}[]:,"x'))).map(([json, at, more]) => {
        const cut = at % (json.length + 1);
        return json.slice(0, cut) + more + json.slice(cut + 1);
      }),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(faultOf(() => readJsonObject(one))).not.toMatch(/in JSON at|Unexpected/);
      }),
    );
  });
});
