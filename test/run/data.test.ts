// Data operations over values that nobody thought of.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringOf } from '../../src/expressions/index.js';
import { isObject, type Json, type JsonObject } from '../../src/json.js';
import { interpreter } from '../../src/run/index.js';
import { endedIn, epoch, startOf, workflowOf, type Ended } from './play.js';

/** Runs one action; its inputs may look at `triggerBody()`. */
function endOf(type: string, inputs: JsonObject, body: Json): Ended | undefined {
  const workflow = workflowOf({ actions: { A: { type, inputs } } });
  const run = interpreter(workflow, startOf({ trigger: { name: 'manual', outputs: { body } } }));
  return endedIn([run.start(epoch)]).get('A');
}

function bodyOf(ended: Ended | undefined): Json {
  return isObject(ended?.outputs) ? (ended.outputs['body'] ?? null) : null;
}

/** Reads CSV: the plain way, a character after another. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let [cells, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted && text.startsWith('""', at)) {
      cell += '"';
      at++;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || text.startsWith('\r\n', at))) {
      cells.push(cell);
      cell = '';
      if (character === ',') continue;
      lines.push(cells);
      cells = [];
      at++;
    } else cell += character;
  }
  return lines;
}

const texts = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', ';', 'é', '😀'), maxLength: 5 });
const cells = fc.oneof(texts, fc.constantFrom<Json>(null, true, 1, 1.5, [], { a: '"' }));
// Names that look like numbers would move to the front, as everywhere in dryflow.
const rows = fc.array(fc.dictionary(texts, cells, { maxKeys: 4, noNullPrototype: true }), { maxLength: 4 });

const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

describe('Table', () => {
  test('writes CSV from which the texts can be read again', () => {
    fc.assert(
      fc.property(rows, (from) => {
        const headers = [...new Set(from.flatMap((row) => Object.keys(row)))];
        const expected = [headers, ...from.map((row) => headers.map((name) => stringOf(row[name] ?? null)))];
        const csv = bodyOf(endOf('Table', { format: 'CSV', from: '@triggerBody()' }, from));
        expect(readCsv(typeof csv === 'string' ? csv : '?')).toEqual(headers.length === 0 ? [] : expected);
      }),
    );
  });

  test('writes HTML in which only the tags are tags', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyCharacter, maxLength: 8 }), { minLength: 1, maxLength: 5 }), (from) => {
        const columns = [{ header: '', value: '@item()' }];
        const html = bodyOf(endOf('Table', { format: 'HTML', from: '@triggerBody()', columns }, from));
        const inside = /<tbody>(.*)<\/tbody>/su.exec(typeof html === 'string' ? html : '')?.[1] ?? '';
        expect(inside.split('</td></tr>').slice(0, -1).map(decoded)).toEqual(from);
      }),
    );
  });
});

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);

function decoded(cell: string): string {
  if (!/^<tr><td>[^<>"']*$/.test(cell)) return `not encoded: ${cell}`;
  return cell
    .replace('<tr><td>', '')
    .replace(
      /&(?:#(\d+)|(\w+));/g,
      (_, code: string, name: string) => named.get(name) ?? String.fromCodePoint(Number(code)),
    );
}

describe('ParseJson', () => {
  const contents = fc.oneof(
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', "'", ':', ',', '1', 'a', '\\', '/', '*', ' ') }),
    fc.json(),
  );
  const schemas = fc.dictionary(
    fc.constantFrom('type', 'properties', 'items', 'required', 'anyOf', '$ref', '$id', 'enum', 'maximum'),
    fc.oneof(fc.jsonValue(), fc.constantFrom('string', 'object', '#', '#/items', ['a'])),
  );

  test('ends in a value or in an error of the service, whatever it is given', () => {
    fc.assert(
      fc.property(contents, schemas, (content, schema) => {
        const ended = endOf(
          'ParseJson',
          { content: "@triggerBody()['content']", schema: "@triggerBody()['schema']" },
          { content, schema: schema as JsonObject },
        );
        expect([undefined, 'InvalidTemplate', 'InvalidJSON', 'ValidationFailed', 'ActionSchemaInvalid']).toContain(
          ended?.error?.code,
        );
      }),
      { numRuns: 200 },
    );
  });
});
