import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, contextScope, evaluate, ExpressionError } from '../../src/expressions/index.js';
import { type Json, parseJson, stringifyJson } from '../../src/json.js';

const scope = contextScope({ variables: { name: 'Ada', key: 'k', list: [1, 2], n: 5 } });

function failure(value: Json): ExpressionError {
  try {
    evaluate(value, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('structures', () => {
  it('without templates are given as they are', () => {
    const body = { a: [1, { b: 'text' }], mail: 'a@b.c', c: null };
    expect(evaluate(body, scope)).toBe(body);
    expect(evaluate([], scope)).toEqual([]);
    expect(evaluate(5, scope)).toBe(5);
    expect(evaluate(null, scope)).toBe(null);
  });

  it('have templates in values, however deep, and keep the order of their properties', () => {
    const body = { z: "@variables('name')", a: { list: ['x', "@{variables('n')}"] }, m: 1, b: '@@literal' };
    expect(stringifyJson(evaluate(body, scope))).toBe('{"z":"Ada","a":{"list":["x","5"]},"m":1,"b":"@literal"}');
  });

  it('have templates in keys', () => {
    const body = { "@{variables('key')}-1": 1, '@@odata.type': 'x', "@variables('key')": ["@variables('n')"] };
    expect(evaluate(body, scope)).toEqual({ 'k-1': 1, '@odata.type': 'x', k: [5] });
    expect(evaluate({ '@@a': 1 }, scope)).toEqual({ '@a': 1 });
    expect(evaluate(['@@a', ['@@b']], scope)).toEqual(['@a', ['@b']]);
  });

  it('need strings as keys', () => {
    expect(failure({ "@variables('n')": 1 }).message).toContain('the name of a property must be a string');
  });

  it('do not change from one evaluation to the next', () => {
    const compiled = compile({ a: "@variables('list')", b: { c: 1 } });
    const first = compiled(scope);
    expect(compiled(contextScope({ variables: { list: 'other' } }))).toEqual({ a: 'other', b: { c: 1 } });
    expect(first).toEqual({ a: [1, 2], b: { c: 1 } });
  });

  it('are compiled once', () => {
    const body = { a: "@variables('name')" };
    expect(compile(body)).toBe(compile(body));
  });

  it('take names that JavaScript gives a meaning as plain names', () => {
    const body = parseJson('{"__proto__": "@variables(\'n\')", "constructor": "@null"}');
    const value = evaluate(body, scope);
    expect(stringifyJson(value)).toBe('{"__proto__":5,"constructor":null}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    const keyed = evaluate({ "@concat('__pro', 'to__')": { polluted: true } }, scope);
    expect(stringifyJson(keyed)).toBe('{"__proto__":{"polluted":true}}');
    expect('polluted' in {}).toBe(false);
  });

  it('may not nest without end', () => {
    let value: Json = "@variables('n')";
    for (let depth = 0; depth < 20_000; depth++) value = [value];
    expect(failure(value).code).toBe('TooDeep');
  });

  it('keep working when more texts come along than are remembered', () => {
    for (let index = 0; index < 10_050; index++) evaluate(`@concat('t', ${index})`, scope);
    expect(evaluate("@concat('t', 3)", scope)).toBe('t3');
  });
});

describe('errors', () => {
  it('say where in the template the innermost fault is', () => {
    const template = "a @{concat('x', toUpper(variables('n')))} b";
    const { span, advice, code } = failure({ deep: [template] });
    expect(code).toBe('ArgumentType');
    expect(template.slice(span?.start, span?.end)).toBe("variables('n')");
    expect(advice).toBe('It is toUpper(text: string): string.');
  });

  it('of a function are at its call', () => {
    const template = "@concat('x', int('y'))";
    const { span } = failure(template);
    expect(template.slice(span?.start, span?.end)).toBe("int('y')");
  });

  it('of a selection are at the selection', () => {
    const template = "@concat(variables('list')['a'], 1)";
    const { span } = failure(template);
    expect(template.slice(span?.start, span?.end)).toBe("variables('list')['a']");
  });

  it('of an unknown function have a near name as advice', () => {
    expect(failure("@conact('a')").advice).toBe("Did you mean 'concat'?");
    expect(failure('@triggerbodi()').advice).toBe("Did you mean 'triggerBody' or 'trigger'?");
    expect(failure('@abs(1)').advice).toBeUndefined();
    const template = "@{concat('a', lenght('b'))}";
    const { span } = failure(template);
    expect(template.slice(span?.start, span?.end)).toBe('lenght');
  });

  it('come in the order of evaluation: all arguments first, then their types', () => {
    expect(failure("@substring(5, int('x'))").message).toContain("'int'");
  });

  it('of the scope itself go through', () => {
    const broken = {
      ...scope,
      item: () => {
        throw new TypeError('lost');
      },
    };
    expect(() => evaluate('@item()', broken)).toThrow(TypeError);
  });

  it.each(["@string(variables('deep'))", "@{variables('deep')}", "@equals(variables('deep'), variables('deep2'))"])(
    'are errors too where the machine gives up: %s',
    (template) => {
      const variables = { deep: nested(100_000), deep2: nested(100_000) };
      expect(() => evaluate(template, contextScope({ variables }))).toThrow(ExpressionError);
    },
  );
});

function nested(depth: number): Json {
  let value: Json = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** The JSON text of a template's value, or the code of its error. */
function outcome(template: string): string {
  try {
    return stringifyJson(evaluate(template, scope));
  } catch (error) {
    if (error instanceof ExpressionError) return error.code;
    throw error;
  }
}

describe('evaluation', () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

  it.each([
    ['add', (a: bigint, b: bigint) => a + b],
    ['sub', (a: bigint, b: bigint) => a - b],
    ['mul', (a: bigint, b: bigint) => a * b],
    ['div', (a: bigint, b: bigint) => a / b],
    ['mod', (a: bigint, b: bigint) => a % b],
  ])('%s of integers agrees with bigint, or fails where 64 bits end', (name, exact) => {
    const small = fc.bigInt({ min: -100n, max: 100n });
    fc.assert(
      fc.property(fc.oneof(int64, small), fc.oneof(int64, small), (a, b) => {
        fc.pre(b !== 0n || (name !== 'div' && name !== 'mod'));
        const wanted = exact(a, b);
        const fits = wanted === BigInt.asIntN(64, wanted);
        expect(outcome(`@${name}(${a}, ${b})`)).toBe(fits ? wanted.toString() : 'InvalidArgument');
      }),
      { numRuns: 300 },
    );
  });

  it('reaches no prototype by any name', () => {
    const names = fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'valueOf',
        'hasOwnProperty',
        'length',
        'at',
        'map',
      ),
      fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Array.prototype)),
    );
    fc.assert(
      fc.property(names, (property) => {
        const text = property.replaceAll("'", "''");
        const target = contextScope({ item: {}, variables: {}, parameters: {}, appSettings: {}, actions: {} });
        expect(evaluate(`@item()?['${text}']`, target)).toBe(null);
        expect(evaluate(`@contains(item(), '${text}')`, target)).toBe(false);
        for (const name of ['variables', 'parameters', 'body', 'items', 'result', 'appsetting', 'iterationIndexes']) {
          expect(() => evaluate(`@${name}('${text}')`, target)).toThrow(ExpressionError);
        }
      }),
    );
  });

  it('is not put off by deep expressions', () => {
    const deep = `${'not('.repeat(500)}true${')'.repeat(500)}`;
    expect(evaluate(`@${deep}`, scope)).toBe(true);
  });

  it('takes linear time on long runs of white space', () => {
    const blanks = ' '.repeat(200_000);
    const target = contextScope({ variables: { blanks: `a${blanks}b` } });
    const start = performance.now();
    expect(evaluate("@length(trim(variables('blanks')))", target)).toBe(200_002);
    expect(evaluate("@isFloat(variables('blanks'))", target)).toBe(false);
    expect(() => evaluate("@ticks(variables('blanks'))", target)).toThrow(ExpressionError);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
