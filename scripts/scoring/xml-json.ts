// Scores the XML and JSON of the expressions on what .NET itself answers: rows { input, output | error, message } in files
// xpath.jsonl, xml-to-json.jsonl, json-to-xml.jsonl, json-reading.jsonl, json-writing.jsonl and json-compare.jsonl.
import { compareOrdinal } from '../../src/expressions/dotnet/casing.js';
import { JsonReadError } from '../../src/expressions/dotnet/json-token.js';
import { JsonTokens } from '../../src/expressions/dotnet/json-tokens.js';
import { readJson } from '../../src/expressions/dotnet/json-reader.js';
import { xmlFromJson } from '../../src/expressions/dotnet/xml-from-json.js';
import { XmlError } from '../../src/expressions/dotnet/xml-node.js';
import { readXml } from '../../src/expressions/dotnet/xml-reader.js';
import { xmlToJson } from '../../src/expressions/dotnet/xml-to-json.js';
import { outerXml } from '../../src/expressions/dotnet/xml-writer.js';
import { evaluateXPath } from '../../src/expressions/dotnet/xpath.js';
import type { XPathValue } from '../../src/expressions/dotnet/xpath-functions.js';
import { type NodeInfo, stringValue } from '../../src/expressions/dotnet/xpath-nodes.js';
import { XPathError } from '../../src/expressions/dotnet/xpath-scanner.js';
import { stringOf } from '../../src/expressions/index.js';
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
} from '../../src/json.js';
import type { Scorer } from './row.js';

type Verdict = 'right' | 'wrong' | 'skip';

/** A row of the files. */
interface OracleRow {
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

const verdicts: Readonly<Record<string, (row: OracleRow) => Verdict>> = {
  xpath: (row) =>
    scoreCall(
      row,
      () => xpathOutput(evaluateXPath(readXml(text(row, 'doc')), text(row, 'xpath'))),
      (value, output) => withoutIndent(value) === withoutIndent(output),
    ),
  'xml-to-json': (row) => scoreCall(row, () => xmlToJson(readXml(text(row, 'xml'))), sameXmlJson),
  'json-to-xml': (row) => scoreCall(row, () => outerXml(xmlFromJson(readJson(text(row, 'json')))), deepEqual),
  'json-reading': (row) => scoreCall(row, () => parseToken(text(row, 'text')), deepEqual),
  'json-writing': scoreWriting,
  'json-compare': scoreCompare,
};

function asRow(value: Json): OracleRow {
  if (!isObject(value) || !isObject(value['input'])) throw new TypeError(`not a row: ${stringifyJson(value)}`);
  return value as unknown as OracleRow;
}

/** The files about XML and JSON, whose rows are compared as what they mean rather than as text. */
export const xmlJson: Readonly<Record<string, Scorer>> = Object.fromEntries(
  Object.entries(verdicts).map(([file, verdictOf]): [string, Scorer] => [
    file,
    (row) => {
      const actual = verdictOf(asRow(row));
      return actual === 'skip' ? undefined : { expected: 'right', actual };
    },
  ]),
);
