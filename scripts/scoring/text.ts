import { contextScope, evaluate, ExpressionError } from '../../src/expressions/index.js';
import {
  compareIgnoringCase,
  compareOrdinal,
  lowerInvariant,
  trim,
  upperInvariant,
} from '../../src/expressions/dotnet/casing.js';
import { decodeForm } from '../../src/expressions/dotnet/uri.js';
import type { Json, JsonObject } from '../../src/json.js';
import { type Answer, compareParts, expectedOf, inputOf, type Scorer, stringIn } from './row.js';

/** What a function of the language gives; undefined where it fails. */
function call(name: string, ...values: Json[]): Json | undefined {
  const parameters = Object.fromEntries(values.map((value, index) => [`p${index}`, value]));
  const list = values.map((_, index) => `parameters('p${index}')`).join(', ');
  try {
    return evaluate(`@${name}(${list})`, contextScope({ parameters, random: () => 0.5 }));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

export const text: Scorer = (row) => {
  const input = inputOf(row);
  const [s, f, u] = ['s', 'f', 'u'].map((name) => stringIn(input, name));
  if (u !== undefined) return uri(row, u);
  if (s === undefined) return undefined;
  return f === undefined ? oneText(row, s) : twoTexts(row, s, f);
};

function uri(row: JsonObject, u: string): Answer {
  if (call('uriHost', u) === undefined) return { expected: expectedOf(row), actual: 'UriFormatException' };
  const names = { host: 'uriHost', port: 'uriPort', path: 'uriPath', query: 'uriQuery', scheme: 'uriScheme' };
  const parts: [string, Json][] = Object.entries({ ...names, pathAndQuery: 'uriPathAndQuery' }).map(([part, name]) => [
    part,
    call(name, u) ?? null,
  ]);
  return compareParts(row, Object.fromEntries(parts));
}

/** HTML encoding and the encoding of forms are no functions of the language. */
function oneText(row: JsonObject, s: string): Answer {
  if (stringIn(row['output'], 'escapeData') !== undefined) {
    return compareParts(row, { escapeData: call('uriComponent', s) ?? null, base64: call('base64', s) ?? null });
  }
  const all = { upperInvariant: upperInvariant(s), lowerInvariant: lowerInvariant(s), trim: trim(` ${s} \r\n\u200b`) };
  return compareParts(row, all);
}

/** The last place of nothing is documented to be another in the service than in .NET. */
function twoTexts(row: JsonObject, s: string, f: string): Answer {
  const last = f === '' ? {} : { lastOrdinalIgnoreCase: call('lastIndexOf', s, f) ?? null };
  return compareParts(row, {
    ...last,
    ordinalIgnoreCase: call('indexOf', s, f) ?? null,
    startsIgnore: call('startsWith', s, f) ?? null,
    compareOrdinal: Math.sign(compareOrdinal(s, f)),
    compareOrdinalIgnore: Math.sign(compareIgnoringCase(s, f)),
  });
}

export const encodings: Scorer = (row) => {
  const input = inputOf(row);
  const source = stringIn(input, 'text') ?? '';
  switch (stringIn(input, 'kind') ?? '') {
    case 'base64 decode as UTF-8':
      return {
        expected: expectedOf(row),
        actual: stringIn({ v: call('base64ToString', source) ?? null }, 'v') ?? 'FormatException',
      };
    case 'unescape':
      return compareParts(row, { urlDecode: decodeForm(source) });
    case 'guid format':
      return { expected: shapeOf(expectedOf(row)), actual: shapeOf(guid(input['format'] ?? null)) };
    default:
      return undefined;
  }
};

function guid(format: Json): string {
  return stringIn({ v: call('guid', format) ?? null }, 'v') ?? 'FormatException';
}

/** The digits of a new GUID are chance. */
function shapeOf(value: string): string {
  return value === 'FormatException' ? value : value.replaceAll('0x', '_').replace(/[0-9a-f]/gi, '0');
}
