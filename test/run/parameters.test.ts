import { describe, expect, test } from 'vitest';
import { parseJson, stringifyJson, type Json, type JsonObject } from '../../src/json.js';
import { bindParameters } from '../../src/run/index.js';
import { workflowOf } from './play.js';

function bind(parameters: JsonObject, given: JsonObject = {}, appSettings: { readonly [name: string]: string } = {}) {
  return bindParameters(workflowOf({ parameters, actions: {} }), given, appSettings);
}

const good: readonly [string, Json][] = [
  ['string', 'x'],
  ['string', ''],
  ['securestring', 'x'],
  ['int', 5],
  ['int', parseJson('9223372036854775807')],
  ['float', 5],
  ['float', 1.5],
  ['float', parseJson('5.0')],
  ['bool', false],
  ['array', []],
  ['object', {}],
  ['secureobject', { a: 1 }],
  ['Int', 5],
  ['SecureString', 'x'],
];

const bad: readonly [string, Json, string][] = [
  ['string', 5, 'Integer'],
  ['securestring', null, 'Null'],
  ['int', 1.5, 'Float'],
  ['int', parseJson('5.0'), 'Float'],
  ['int', '5', 'String'],
  ['float', '1.5', 'String'],
  ['bool', 'true', 'String'],
  ['bool', 1, 'Integer'],
  ['array', {}, 'Object'],
  ['object', [], 'Array'],
  ['secureobject', 'x', 'String'],
];

describe('types', () => {
  test.each(good.map(([type, value]) => ({ type, value, text: stringifyJson(value) })))(
    '$type takes $text',
    ({ type, value }) => {
      expect(bind({ p: { type } }, { p: value })).toMatchObject({ values: { p: value } });
    },
  );

  test.each(bad.map(([type, value, kind]) => ({ type, value, kind })))(
    '$type refuses $kind',
    ({ type, value, kind }) => {
      const message = `The parameter 'p' must be of type ${type}, and its value is of type ${kind}.`;
      expect(bind({ p: { type } }, { p: value })).toEqual({
        problems: [{ parameter: 'p', pointer: '/parameters/p', message }],
      });
    },
  );
});

describe('defaults', () => {
  test('stand in for what is not given, and give way to what is', () => {
    const parameters = { a: { type: 'int', defaultValue: 1 }, b: { type: 'int', defaultValue: 2 } };
    expect(bind(parameters, { B: 5 })).toEqual({ values: { a: 1, b: 5 }, secrets: [] });
  });

  test('are templates over app settings', () => {
    const parameters = {
      whole: { type: 'int', defaultValue: "@int(appsetting('N'))" },
      text: { type: 'string', defaultValue: "https://@{appsetting('HOST')}/" },
      deep: { type: 'object', defaultValue: { list: ["@appsetting('HOST')"] } },
    };
    const values = { whole: 7, text: 'https://h/', deep: { list: ['h'] } };
    expect(bind(parameters, {}, { N: '7', HOST: 'h' })).toEqual({ values, secrets: [] });
  });

  test('given values are no templates', () => {
    expect(bind({ p: { type: 'string' } }, { p: '@guid()' })).toMatchObject({ values: { p: '@guid()' } });
  });

  test('one that cannot be evaluated is a problem', () => {
    const message = "The default of parameter 'p' (string) cannot be evaluated: The app setting 'NONE' is not found.";
    const bound = bind({ p: { type: 'string', defaultValue: "@appsetting('NONE')" } });
    expect(bound).toEqual({ problems: [{ parameter: 'p', pointer: '/parameters/p', message }] });
  });

  test('one that evaluates to another type is a problem', () => {
    const message = "The parameter 'p' must be of type int, and its value is of type String.";
    expect(bind({ p: { type: 'int', defaultValue: "@appsetting('N')" } }, {}, { N: '7' })).toMatchObject({
      problems: [{ message }],
    });
  });
});

describe('allowed values', () => {
  const parameters = { p: { type: 'float', allowedValues: [1, 2.5] } };

  test('1.0 is 1', () => {
    expect(bind(parameters, { p: parseJson('1.0') })).toMatchObject({ values: {} });
    expect(bind(parameters, { p: 2.5 })).toMatchObject({ values: { p: 2.5 } });
  });

  test('objects and arrays are compared in depth', () => {
    expect(bind({ p: { type: 'array', allowedValues: [['a']] } }, { p: ['a'] })).toMatchObject({
      values: { p: ['a'] },
    });
  });

  test('another value is a problem that lists them', () => {
    const message = "The parameter 'p' has a value that is not allowed.";
    const advice = 'Allowed are: 1, 2.5.';
    expect(bind(parameters, { p: 3 })).toEqual({
      problems: [{ parameter: 'p', pointer: '/parameters/p', message, advice }],
    });
  });
});

describe('names', () => {
  test('a parameter that has no value at all', () => {
    const message = "The parameter 'p' has no value.";
    const advice = 'Give one with --param p=…, or a defaultValue.';
    expect(bind({ p: { type: 'string' } })).toEqual({
      problems: [{ parameter: 'p', pointer: '/parameters/p', message, advice }],
    });
  });

  test('one that the workflow does not have', () => {
    const problem = { parameter: 'q', message: "The workflow has no parameter 'q'." };
    expect(bind({ p: { type: 'int', defaultValue: 1 } }, { q: 1 })).toEqual({
      problems: [{ ...problem, advice: 'It has: p.' }],
    });
    expect(bind({}, { q: 1 })).toEqual({ problems: [{ ...problem, advice: 'It has no parameters.' }] });
  });

  test('all problems are told at once', () => {
    const bound = bind({ a: { type: 'int' }, b: { type: 'int' } }, { b: 'x', c: 1 });
    expect('problems' in bound && bound.problems.map(({ parameter }) => parameter)).toEqual(['c', 'a', 'b']);
  });

  test('constructor and __proto__ are names like any other', () => {
    const parameters = parseJson('{ "constructor": { "type": "int" }, "__proto__": { "type": "int" } }') as JsonObject;
    const given = parseJson('{ "constructor": 1, "__proto__": 2 }') as JsonObject;
    const bound = bind(parameters, given);
    expect('values' in bound && Object.entries(bound.values)).toEqual([['constructor', 1], ['__proto__', 2]]); // prettier-ignore
    expect(bind({ constructor: { type: 'int' } })).toMatchObject({ problems: [{ parameter: 'constructor' }] });
  });
});

test('secure values are listed, those of defaults too', () => {
  const parameters = {
    open: { type: 'string', defaultValue: 'o' },
    key: { type: 'securestring' },
    more: { type: 'SecureObject', defaultValue: { k: 's' } },
  };
  expect(bind(parameters, { key: 'k' })).toMatchObject({ secrets: ['k', { k: 's' }] });
  // One that is not used stands in the definition all the same.
  expect(bind(parameters, { key: 'k', more: { k: 't' } })).toMatchObject({ secrets: ['k', { k: 't' }, { k: 's' }] });
  const template = { key: { type: 'securestring', defaultValue: "@appsetting('KEY')" } };
  expect(bind(template, { key: 'k' })).toMatchObject({ secrets: ['k'] });
});
