import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json.js';
import { parseWorkflow } from '../../src/workflow/index.js';
import { readAndParse } from './read-and-parse.js';

function warnings(text: string): readonly string[] {
  return readAndParse(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
}

const compose = (): string => '{ type: Compose, inputs: 1 }';

describe('the limits of the service', () => {
  const many = (count: number, one: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => one(at)).join('\n');
  const nested = (depth: number): string =>
    depth === 0 ? compose() : `{ type: Scope, actions: { N${depth}: ${nested(depth - 1)} } }`;

  it.each([
    ['500 actions', `actions:\n${many(501, (at) => `  A${at}: ${compose()}`)}`, 'The workflow has 501 actions'],
    ['8 levels', `actions:\n  N: ${nested(9)}`, 'Actions nest 9 levels deep'],
    [
      '50 parameters',
      `parameters:\n${many(51, (at) => `  p${at}: { type: int }`)}\nactions: []`,
      'The workflow has 51 parameters',
    ],
    [
      '10 triggers',
      `triggers:\n${many(11, (at) => `  t${at}: { type: Request }`)}\nactions: []`,
      'The workflow has 11 triggers',
    ],
    [
      '10 outputs',
      `outputs:\n${many(11, (at) => `  o${at}: { value: 1 }`)}\nactions: []`,
      'The workflow has 11 outputs',
    ],
    ['80 characters of a name', `actions:\n  ${'A'.repeat(81)}: ${compose()}`, 'has 81 characters'],
    ['256 characters of a description', `description: ${'A'.repeat(257)}\nactions: []`, 'has 257 characters'],
    [
      '250 variables',
      `actions:\n  - V: { type: InitializeVariable, inputs: { variables: [${many(251, (at) => `{ name: v${at}, type: string },`).replaceAll('\n', ' ')}] } }`,
      'The workflow has 251 variables',
    ],
    [
      '16,000 characters of tracked properties',
      `actions:\n  - A: { type: Compose, inputs: 1, trackedProperties: { a: ${'A'.repeat(16_000)} } }`,
      'The tracked properties have 16008 characters',
    ],
    [
      '5 seconds between attempts',
      'actions:\n  - A: { type: Http, inputs: { method: GET, uri: x, retryPolicy: { type: fixed, count: 1, interval: PT4.5S } } }',
      "The interval is 'PT4.5S'; the service allows 5 seconds to one day",
    ],
    [
      'a day between attempts',
      'actions:\n  - A: { type: Http, inputs: { method: GET, uri: x, retryPolicy: { type: fixed, count: 1, interval: P1DT1M } } }',
      "The interval is 'P1DT1M'; the service allows",
    ],
  ])('are warnings: %s', (_name, text, message) => {
    expect(warnings(text)).toEqual([expect.stringMatching(`^warning: .*${message}`)]);
  });

  it('are not reached by what they allow', () => {
    expect(warnings(`actions:\n  N: ${nested(8)}`)).toEqual([]);
    const retried = (interval: string): string =>
      `actions:\n  - A: { type: Http, inputs: { method: GET, uri: x, retryPolicy: { type: fixed, count: 1, interval: ${interval} } } }`;
    for (const interval of ['PT5S', 'PT24H', 'P1D', '"@parameters(\'$connections\')"'])
      expect(warnings(retried(interval)).filter((each) => each.includes('interval'))).toEqual([]);
  });

  it('of Switch are 25 cases', () => {
    const cases = many(26, (at) => `c${at}: { case: ${at}, actions: {} },`).replaceAll('\n', ' ');
    const seen = warnings(`actions:\n  - S: { type: Switch, expression: "@1", cases: {${cases}} }`);
    expect(seen).toContain('warning: The Switch has 26 cases; the service allows 25.');
  });
});

describe('nesting without end', () => {
  it('is refused where actions nest', () => {
    let body: JsonObject = { type: 'Compose', inputs: 1 };
    for (let depth = 0; depth < 100; depth++) body = { type: 'Scope', actions: { [`A${depth}`]: body } };
    const parsed = parseWorkflow({ actions: { A: body } }, { name: 'x' });
    expect(parsed.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'InvalidWorkflow' }]);
  });

  it('is refused where values nest', () => {
    let inputs: JsonObject = {};
    for (let depth = 0; depth < 100_000; depth++) inputs = { inputs };
    expect(parseWorkflow({ actions: { A: inputs } }, { name: 'x' })).toMatchObject({
      problems: [{ code: 'InvalidWorkflow' }],
    });
  });
});

describe('a long list', () => {
  it('is read in time that grows with its length', () => {
    const text = (count: number): JsonObject => ({
      actions: Array.from({ length: count }, (_, at) => ({
        [`A${at}`]: { type: 'Compose', inputs: `@outputs('A${Math.max(0, at - 1)}')` },
      })),
    });
    const parsed = parseWorkflow(text(5_000), { name: 'x' });
    expect(parsed).toMatchObject({ ok: true });
  });
});
