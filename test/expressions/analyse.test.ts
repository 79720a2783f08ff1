import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/expressions/index.js';
import type { Json } from '../../src/json.js';

describe('analyse', () => {
  it('finds the names that templates use, with their places', () => {
    const inputs = {
      uri: "https://x/@{parameters('path')}?q=@{variables('q')}",
      body: [{ 'a/b~c': "@first(body('Get_rows')?['value'])?[outputs('Other')]" }],
      "@{items('Each')}": "@concat(result('Scope'), iterationIndexes('Until'), formDataValue('Post', 'field'))",
    };
    const { references, errors } = analyse(inputs);
    expect(errors).toEqual([]);
    expect(references.map(({ kind, name, function: used, pointer, at }) => [kind, name, used, pointer, at])).toEqual([
      ['parameter', 'path', 'parameters', '/uri', undefined],
      ['variable', 'q', 'variables', '/uri', undefined],
      ['action', 'Get_rows', 'body', '/body/0/a~1b~0c', undefined],
      ['action', 'Other', 'outputs', '/body/0/a~1b~0c', undefined],
      ['loop', 'Each', 'items', "/@{items('Each')}", 'key'],
      ['scope', 'Scope', 'result', "/@{items('Each')}", undefined],
      ['loop', 'Until', 'iterationIndexes', "/@{items('Each')}", undefined],
      ['action', 'Post', 'formDataValue', "/@{items('Each')}", undefined],
    ]);
    const [first] = references;
    expect(inputs.uri.slice(first?.span.start, first?.span.end)).toBe("'path'");
  });

  it('says nothing about names that are worked out', () => {
    expect(analyse("@body(concat('a', 'b'))")).toEqual({ references: [], errors: [] });
    expect(analyse([1, null, 'a@b.c', true, '@@body()'])).toEqual({ references: [], errors: [] });
  });

  it.each<[Json, string, string, string]>([
    ["@concat('a'", 'error', 'Syntax', "expected token 'RightParenthesis'"],
    [
      'x @{body(1)}',
      'error',
      'ArgumentType',
      "The provided parameters for template language function 'body' are not valid.",
    ],
    ['@variables()', 'error', 'Arity', "The template language function 'variables' must have at least one parameter."],
    ['@if(true, nope(), 1)', 'warning', 'UnknownFunction', "The template function 'nope' is not defined or not valid."],
    ["@toUpper('a', 'b')", 'warning', 'Arity', 'expects one parameter: the string to convert to upper casing'],
  ])('reports %j', (value, severity, code, message) => {
    const { errors } = analyse({ a: { b: value } });
    expect(errors).toHaveLength(1);
    const [found] = errors;
    expect(found).toMatchObject({ pointer: '/a/b', severity });
    expect(found?.error.code).toBe(code);
    expect(found?.error.message).toContain(message);
    expect(found?.error.template).toBe(value);
    expect(found?.error.span).toBeDefined();
  });

  it('reports every fault, also in keys', () => {
    const { errors } = analyse({ '@{': 1, b: ['@x', '@y()'], c: "@concat(z('1'), w())" });
    expect(errors.map(({ pointer, at, error }) => [pointer, at, error.code])).toEqual([
      ['/@{', 'key', 'Syntax'],
      ['/b/0', undefined, 'Syntax'],
      ['/b/1', undefined, 'UnknownFunction'],
      ['/c', undefined, 'UnknownFunction'],
      ['/c', undefined, 'UnknownFunction'],
    ]);
  });

  it('stops where a structure nests without end', () => {
    let value: Json = '@x';
    for (let depth = 0; depth < 50_000; depth++) value = { a: value };
    expect(analyse(value).errors.map(({ error }) => error.code)).toEqual(['TooDeep']);
  });
});
