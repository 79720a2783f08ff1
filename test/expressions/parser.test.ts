import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, Literal } from '../../src/expressions/ast.js';
import { ExpressionError } from '../../src/expressions/error.js';
import { MAX_DEPTH, parseExpression } from '../../src/expressions/parser.js';
import { print } from '../../src/expressions/print.js';
import { parseTemplate } from '../../src/expressions/template.js';
import { float, integer } from '../../src/json.js';

const NOWHERE = { start: 0, end: 0 };

function literal(value: Literal['value']): Literal {
  return { kind: 'literal', value, span: NOWHERE };
}

/** A tree without the places of its nodes. */
function shape(expression: Expression): unknown {
  if (expression.kind === 'literal') return expression.value;
  if (expression.kind === 'call') return { name: expression.name, args: expression.args.map(shape) };
  const { target, key, dotted, optional } = expression;
  return { target: shape(target), key: shape(key), dotted, optional };
}

function failure(template: string): ExpressionError {
  try {
    parseTemplate(template);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('it was read');
}

/** What a parser must do with any text. */
function readsOrSaysWhere(template: string): boolean {
  try {
    parseTemplate(template);
  } catch (error) {
    if (!(error instanceof ExpressionError)) return false;
    const { start = -1, end = Infinity } = error.span ?? {};
    return error.template === template && start >= 0 && start <= end && end <= template.length;
  }
  return true;
}

const name = fc.stringMatching(/^[a-zA-Z_]\w{0,8}$/).filter((word) => !/^(?:null|true|false)$/i.test(word));

const literals = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(integer),
    fc.double({ noNaN: true }).map(float),
  )
  .map(literal);

const { expressions } = fc.letrec<{ expressions: Expression; calls: Expression; accesses: Expression }>((tie) => ({
  expressions: fc.oneof({ depthSize: 'small' }, literals, tie('calls'), tie('accesses')),
  calls: fc
    .tuple(name, fc.array(tie('expressions'), { maxLength: 3 }))
    .map(([called, args]) => ({ kind: 'call', name: called, nameSpan: NOWHERE, args, span: NOWHERE })),
  accesses: fc
    .tuple(fc.oneof(tie('calls'), tie('accesses')), fc.boolean(), fc.boolean(), name, tie('expressions'))
    .filter(([target]) => target.kind !== 'literal')
    .map(([target, dotted, optional, property, index]) => ({
      kind: 'access',
      target,
      key: dotted ? literal(property) : index,
      dotted,
      optional,
      span: NOWHERE,
    })),
}));

describe('print', () => {
  it('writes what parses to the same tree', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = print(expression);
        fc.pre(text.length <= 8192);
        expect(shape(parseExpression(text))).toEqual(shape(expression));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    "body('A')?['b'].c[0]?[concat('x')]",
    "f(-1.5, 1e+300, 'it''s', null, true)",
    'f(-0.0, 2.0, 1e999, -1e999)',
  ])('gives %s back', (text) => {
    expect(print(parseExpression(text))).toBe(text);
  });
});

describe('parseTemplate', () => {
  const noise = fc.array(
    fc.oneof(
      fc.constantFrom(
        '@',
        '@{',
        '@@',
        '}',
        '(',
        ')',
        '[',
        ']',
        '?',
        '.',
        ',',
        "'",
        "''",
        '"',
        ' ',
        '\n',
        '-',
        '+',
        '1',
        '1.5',
      ),
      fc.constantFrom('concat', 'null', 'e5', 'body', "'a'", '😀', '\ud800', 'é', '\\', '$', '{'),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 30 },
  );

  it('throws nothing but ExpressionError, with a place inside the template', () => {
    expect(() =>
      fc.assert(
        fc.property(noise, (pieces) => readsOrSaysWhere(pieces.join(''))),
        { numRuns: 2000 },
      ),
    ).not.toThrow();
  });

  it('knows where each part stands', () => {
    const text = "Hi @{toUpper('x')?['y']}!";
    const template = parseTemplate(text);
    if (template.kind !== 'interpolation') throw new Error(template.kind);
    const [before, part, after] = template.parts;
    expect([before, after]).toEqual(['Hi ', '!']);
    if (typeof part !== 'object' || part.expression.kind !== 'access' || part.expression.target.kind !== 'call') {
      throw new Error('not an access to a call');
    }
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
    expect(at(part.span)).toBe("toUpper('x')?['y']");
    expect(at(part.expression.span)).toBe("toUpper('x')?['y']");
    expect(at(part.expression.key.span)).toBe("'y'");
    expect(at(part.expression.target.span)).toBe("toUpper('x')");
    expect(at(part.expression.target.nameSpan)).toBe('toUpper');
  });

  it('has a limit on the length of an expression, not of the text around it', () => {
    const longest = `'${'x'.repeat(8190)}'`;
    expect(parseTemplate(`@${longest}`).kind).toBe('expression');
    expect(parseTemplate(`${'y'.repeat(9000)}@{${longest}}@{${longest}}`).kind).toBe('interpolation');
    const error = failure(`@'${longest}`);
    expect(error.code).toBe('TooLong');
    expect(error.message).toContain("exceeds the limit of '8192' characters");
  });

  it.each([
    ['parentheses', '('.repeat(10_000), 'TooLong'],
    ['calls', 'f('.repeat(4000), 'TooDeep'],
    ['closed calls', `${'f('.repeat(2000)}${')'.repeat(2000)}`, 'TooDeep'],
    ['indexes', `f()${'[f()'.repeat(1500)}`, 'TooDeep'],
    ['selections', `f()${'.a'.repeat(3000)}`, 'TooDeep'],
  ])('refuses 10,000 %s without exhausting the stack', (_what, expression, code) => {
    expect(failure(`@${expression}`).code).toBe(code);
  });

  it('reads as deep as the limit says', () => {
    const text = `${'f('.repeat(MAX_DEPTH)}1${')'.repeat(MAX_DEPTH)}`;
    expect(print(parseExpression(text))).toBe(text);
  });

  it('points at what it did not expect', () => {
    const template = "@concat('a' 'b')";
    const { span, template: kept } = failure(template);
    expect(kept).toBe(template);
    expect(template.slice(span?.start, span?.end)).toBe("'b'");
  });

  it('advises single quotes', () => {
    expect(failure('@concat("a")').advice).toContain('single quotes');
  });
});
