import { assert, constantFrom, json, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isArray, isObject, parseJson, type Json, type JsonObject } from '../../src/json.js';
import { lintConnector } from '../../src/lint/index.js';
import { variant } from './variant.js';

/** Every pointer into a value. */
function pointersIn(value: Json, pointer = ''): readonly string[] {
  const entries = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  const name = (key: string | number) => String(key).replace(/~/g, '~0').replace(/\//g, '~1');
  return [pointer, ...entries.flatMap(([key, item]) => pointersIn(item, `${pointer}/${name(key)}`))];
}

// Without an icon: it takes time, and no part of it is changed here.
const { definition: whole, properties: file, readme = '', script = '' } = variant({});
const base = { definition: whole, readme, script, properties: file ?? null };

describe('the connector linter', () => {
  it('takes any value as a definition, as properties, and as what to compare with', () => {
    assert(
      property(json(), (text) => {
        const value = parseJson(text);
        expect(() =>
          lintConnector({ definition: value, properties: value, against: value, againstProperties: value }),
        ).not.toThrow();
        expect(() => lintConnector({ ...base, definition: value })).not.toThrow();
      }),
    );
  });

  it('takes a connector of which any part is something else', () => {
    const places = [
      ...pointersIn(base.definition).filter((pointer) => pointer !== ''),
      ...pointersIn(base.properties ?? null)
        .filter((pointer) => pointer !== '')
        .map((pointer) => `properties:${pointer}`),
    ];
    const odd: Json[] = [
      true,
      0,
      '',
      'x',
      [],
      [[]],
      {},
      { '': null },
      [null],
      { $ref: '#/definitions/Item' },
      { $ref: 1 },
    ];
    assert(
      property(constantFrom(...places), constantFrom(...odd), (place, value) => {
        const { definition, properties } = variant({ [place]: value });
        expect(() => lintConnector({ ...base, definition, properties: properties ?? null })).not.toThrow();
        expect(() =>
          lintConnector({ ...base, against: definition, againstProperties: properties ?? null }),
        ).not.toThrow();
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('ends where references run in circles', () => {
    const circle = {
      '/definitions/Item/properties/next': { $ref: '#/definitions/Item' },
      '/definitions/Item/allOf': [{ $ref: '#/definitions/Item' }],
      '/definitions/Loop': { $ref: '#/definitions/Loop' },
      '/parameters/loop': { $ref: '#/parameters/loop' },
      '/paths/~1items/post/parameters/0/schema/properties/name': { $ref: '#/definitions/Item' },
    };
    const found = lintConnector(variant(circle)).map(({ rule }) => rule);
    expect(found).toContain('SchemaRefLoopNotAllowed');
    expect(found).toContain('ParameterRefLoopNotAllowed');
  });

  it('ends where circles of another length are compared', () => {
    const named = (names: readonly string[]): JsonObject =>
      Object.fromEntries(
        names.map((name, at) => [
          name,
          { type: 'object', properties: { next: { $ref: `#/definitions/${names[(at + 1) % names.length]}` } } },
        ]),
      );
    const definition = base.definition as JsonObject;
    const found = lintConnector({
      definition: { ...definition, definitions: named(['Item', 'B', 'C']) },
      against: { ...definition, definitions: named(['Item', 'B']) },
    });
    expect(found.map(({ rule }) => rule)).not.toContain('OutputPropertyTypeChanged');
  });

  it('ends where references make a chain as long as a file', () => {
    const names = Array.from({ length: 5000 }, (__, at) => `D${at}`);
    const chain = names.map((name, at) => [
      name,
      {
        type: 'object',
        required: ['next'],
        properties: { next: { $ref: `#/definitions/D${(at + 1) % names.length}` } },
      },
    ]);
    const definition = {
      ...(base.definition as JsonObject),
      definitions: { Item: { $ref: '#/definitions/D0' }, ...Object.fromEntries(chain) } as JsonObject,
    };
    const found = lintConnector({ definition, against: definition });
    expect(found.map(({ rule }) => rule)).toContain('SchemaTooDeep');
  }, 60_000);
});
