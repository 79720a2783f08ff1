// Scores the XML and JSON of the expressions on what .NET itself answers: rows { input, output | error, message } in files
// xpath.jsonl, xml-to-json.jsonl, json-to-xml.jsonl, json-reading.jsonl, json-writing.jsonl and json-compare.jsonl.
// Run with `npx tsx scripts/score-xml-json.ts FOLDER [--wrong]`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compareOrdinal } from '../src/expressions/dotnet/casing.js';
import { JsonReadError } from '../src/expressions/dotnet/json-token.js';
import { JsonTokens } from '../src/expressions/dotnet/json-tokens.js';
import { readJson } from '../src/expressions/dotnet/json-reader.js';
import { xmlFromJson } from '../src/expressions/dotnet/xml-from-json.js';
import { XmlError } from '../src/expressions/dotnet/xml-node.js';
import { readXml } from '../src/expressions/dotnet/xml-reader.js';
import { xmlToJson } from '../src/expressions/dotnet/xml-to-json.js';
import { outerXml } from '../src/expressions/dotnet/xml-writer.js';
import { evaluateXPath } from '../src/expressions/dotnet/xpath.js';
import type { XPathValue } from '../src/expressions/dotnet/xpath-functions.js';
import { type NodeInfo, stringValue } from '../src/expressions/dotnet/xpath-nodes.js';
import { XPathError } from '../src/expressions/dotnet/xpath-scanner.js';
import { stringOf } from '../src/expressions/index.js';
import {
  compareNumbers,
  deepEqual,
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  kindOf,
  numberText,
  own,
  stringifyJson,
} from '../src/json.js';

export type Verdict = 'right' | 'wrong' | 'skip';

/** A row of the files. */
export interface OracleRow {
  readonly input: JsonObject;
  readonly output?: Json;
  readonly error?: string;
  readonly message?: string;
  readonly deepEquals?: boolean;
  readonly compare?: string | null;
}

function verdict(right: boolean): Verdict {
  return right ? 'right' : 'wrong';
}

function text(row: OracleRow, name: string): string {
  const value = own(row.input, name);
  return typeof value === 'string' ? value : '';
}

/** Compares what a row gives, or the message with which it fails. */
function scoreCall(row: OracleRow, call: () => Json, same: (value: Json, output: Json) => boolean): Verdict {
  let value: Json;
  try {
    value = call();
  } catch (error) {
    if (!(error instanceof XmlError || error instanceof XPathError || error instanceof JsonReadError)) throw error;
    // A conversion that starts from a value, as the service's does, has no line to tell.
    const place = /, line \d+, position \d+(?=\.$)/;
    const [given, expected] = [error.message, row.message ?? ''];
    return verdict(row.error !== undefined && (given === expected || given === expected.replace(place, '')));
  }
  return verdict(row.error === undefined && same(value, row.output ?? null));
}

const TYPES: Readonly<Record<NodeInfo['kind'], string>> = {
  root: 'Root',
  element: 'Element',
  attribute: 'Attribute',
  text: 'Text',
  comment: 'Comment',
  instruction: 'ProcessingInstruction',
  namespace: 'Namespace',
};

function xpathOutput(value: XPathValue): Json {
  if (typeof value === 'number') return { number: numberText(value) };
  if (typeof value !== 'object') return { value };
  return value.map((node) => ({ type: TYPES[node.kind], value: stringValue(node), xml: nodeXml(node) }));
}

function nodeXml(node: NodeInfo): string {
  if (node.source) return outerXml(node.source);
  if (node.kind === 'attribute') return `${node.name}="${node.text}"`;
  if (node.kind === 'comment') return `<!--${node.text}-->`;
  if (node.kind === 'instruction') return `<?${node.name} ${node.text}?>`;
  if (node.kind === 'namespace') return `xmlns${node.name && `:${node.name}`}="${node.text}"`;
  return outerXml({ kind: 'text', value: node.text });
}

/** The rows were written with indentation, which XPathNavigator.OuterXml has and the service's answers do not show. */
function withoutIndent(value: Json): string {
  return stringifyJson(value).replace(/>\\n *</g, '><');
}

/** `JToken.Parse`: its own rules about the end of the text and repeated names, on the reader that the service uses too. */
function parseToken(source: string): JsonObject {
  const tokens = new JsonTokens(source, 64);
  if (!tokens.next()) tokens.fail('Error reading JToken from JsonReader.');
  const type = tokens.type ?? '';
  const root = type.replace('Start', '');
  const json = tokenText(tokens, root);
  while (tokens.next()); // what must not follow fails in the reader
  return { type: root, json };
}

function tokenText(tokens: JsonTokens, root: string): string {
  const { type, value, name } = tokens;
  if (type === 'Comment') return `/*${name}*/`;
  if (type === 'Undefined') return 'undefined';
  if (type === 'StartObject') return objectText(tokens, root);
  if (type === 'StartArray') return `[${itemTexts(tokens, root, 'EndArray').join(',')}]`;
  if (type === 'StartConstructor') return `new ${name}(${itemTexts(tokens, root, 'EndConstructor').join(',')})`;
  return stringifyJson(value);
}

function nextInside(tokens: JsonTokens, root: string, start = false): void {
  do {
    if (tokens.next()) continue;
    const message =
      start && tokens.depth === 0
        ? `Error reading J${root} from JsonReader.`
        : `Unexpected end of content while loading J${root}.`;
    tokens.fail(message);
  } while (tokens.type === 'Comment');
}

function itemTexts(tokens: JsonTokens, root: string, end: string): string[] {
  const items: string[] = [];
  for (nextInside(tokens, root, true); tokens.type !== end; nextInside(tokens, root))
    items.push(tokenText(tokens, root));
  return items;
}

function objectText(tokens: JsonTokens, root: string): string {
  const properties = new Map<string, string>();
  for (nextInside(tokens, root, true); tokens.type !== 'EndObject'; nextInside(tokens, root)) {
    const { name } = tokens;
    nextInside(tokens, root);
    properties.set(name, tokenText(tokens, root));
  }
  return `{${[...properties].map(([name, value]) => `${stringifyJson(name)}:${value}`).join(',')}}`;
}

/** `JToken.ToString()`: containers indented, the rest as the function `string` has it. */
function indented(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  if (isArray(value) && value.length > 0) {
    return `[\n${value.map((item) => inner + nested(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value) || Object.keys(value).length === 0)
    return indent === '' ? stringOf(value) : stringifyJson(value);
  const lines = Object.entries(value).map(([name, item]) => `${inner}${stringifyJson(name)}: ${nested(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function nested(value: Json, indent: string): string {
  return typeof value === 'object' ? indented(value, indent) : stringifyJson(value);
}

function scoreWriting(row: OracleRow): Verdict {
  const type = isObject(row.output) ? row.output['type'] : undefined;
  if (type === 'Date') return 'skip'; // the service reads with DateParseHandling.None: a date stays the text it is
  return scoreCall(
    row,
    () => {
      const value = readJson(text(row, 'json'));
      return { type: kindOf(value), json: stringifyJson(value), text: indented(value) };
    },
    deepEqual,
  );
}

/** Equality of all, the order of numbers and of strings; no function of the language orders values of other types. */
function scoreCompare(row: OracleRow): Verdict {
  const [left, right] = [readJson(text(row, 'left')), readJson(text(row, 'right'))];
  if (deepEqual(left, right) !== row.deepEquals) return 'wrong';
  const order = orderOf(left, right);
  return verdict(order === undefined || Math.sign(order) === Math.sign(Number(row.compare)));
}

function orderOf(left: Json, right: Json): number | undefined {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') return compareOrdinal(left, right);
  return undefined;
}

function sameXmlJson(value: Json, output: Json): boolean {
  // A comment is no value of the service's JSON: the text has it, the value does not (recorded).
  return typeof output === 'string' && stringifyJson(value) === output.replace(/\/\*.*?\*\//g, '');
}

/** How to score a row of each file. */
export const scorers: Readonly<Record<string, (row: OracleRow) => Verdict>> = {
  'xpath.jsonl': (row) =>
    scoreCall(
      row,
      () => xpathOutput(evaluateXPath(readXml(text(row, 'doc')), text(row, 'xpath'))),
      (value, output) => withoutIndent(value) === withoutIndent(output),
    ),
  'xml-to-json.jsonl': (row) => scoreCall(row, () => xmlToJson(readXml(text(row, 'xml'))), sameXmlJson),
  'json-to-xml.jsonl': (row) => scoreCall(row, () => outerXml(xmlFromJson(readJson(text(row, 'json')))), deepEqual),
  'json-reading.jsonl': (row) => scoreCall(row, () => parseToken(text(row, 'text')), deepEqual),
  'json-writing.jsonl': scoreWriting,
  'json-compare.jsonl': scoreCompare,
};

function asRow(value: Json): OracleRow {
  if (!isObject(value) || !isObject(value['input'])) throw new TypeError(`not a row: ${stringifyJson(value)}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other fields are looked at before they are used
  return value as unknown as OracleRow;
}

function main([folder = '.', flag]: readonly string[]): void {
  for (const [file, score] of Object.entries(scorers)) {
    const path = join(folder, file);
    if (!existsSync(path)) continue;
    const counts = { right: 0, wrong: 0, skip: 0 };
    for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
      const result = score(asRow(readJson(line)));
      counts[result]++;
      if (result === 'wrong' && flag === '--wrong') console.log(line);
    }
    console.log(`${file.padEnd(20)} right ${counts.right}  wrong ${counts.wrong}  skipped ${counts.skip}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
