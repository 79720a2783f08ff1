import { numberText } from '../../json.js';
import { type NodeInfo, stringValue } from './xpath-nodes.js';

/** What XPath computes with; nodes are in document order. */
export type XPathValue = string | number | boolean | readonly NodeInfo[];

/** Where an expression is evaluated. */
export interface XPathContext {
  readonly node: NodeInfo;
  readonly position: number;
  readonly size: number;
}

export function toText(value: XPathValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value); // so 1E+20, where XPath itself has no exponents
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  const [first] = value;
  return first ? stringValue(first) : '';
}

export function toNumber(value: XPathValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = toText(value).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

export function toBoolean(value: XPathValue): boolean {
  if (typeof value === 'number') return value !== 0 && !Number.isNaN(value);
  return typeof value === 'boolean' ? value : value.length > 0;
}

/** Halves go up. */
function round(value: number): number {
  const floor = Math.floor(value);
  return value - floor >= 0.5 ? Math.ceil(value) : floor === 0 && Object.is(value, -0) ? -0 : floor;
}

type XPathFunction = (context: XPathContext, args: readonly XPathValue[]) => XPathValue;

/** The first argument, or the context node. */
function subject({ node }: XPathContext, args: readonly XPathValue[]): XPathValue {
  return args[0] ?? [node];
}

function texts(call: (a: string, b: string, c: string) => XPathValue): XPathFunction {
  return (_context, [a = '', b = '', c = '']) => call(toText(a), toText(b), toText(c));
}

function firstNode(context: XPathContext, args: readonly XPathValue[]): NodeInfo | undefined {
  const value = subject(context, args);
  return typeof value === 'object' ? value[0] : undefined;
}

function nodesOf(value: XPathValue | undefined): readonly NodeInfo[] {
  return typeof value === 'object' ? value : [];
}

export const XPATH_FUNCTIONS: ReadonlyMap<string, XPathFunction> = new Map<string, XPathFunction>([
  ['last', ({ size }) => size],
  ['position', ({ position }) => position],
  ['count', (_context, [nodes]) => nodesOf(nodes).length],
  ['id', () => []], // only a document type, which is not acted upon, could say which attributes are ids
  ['local-name', (context, args) => firstNode(context, args)?.local ?? ''],
  ['namespace-uri', (context, args) => firstNode(context, args)?.namespace ?? ''],
  ['name', (context, args) => firstNode(context, args)?.name ?? ''],
  ['string', (context, args) => toText(subject(context, args))],
  ['concat', (_context, args) => args.map(toText).join('')],
  ['starts-with', texts((a, b) => a.startsWith(b))],
  ['contains', texts((a, b) => a.includes(b))],
  ['substring-before', texts((a, b) => a.slice(0, Math.max(a.indexOf(b), 0)))],
  ['substring-after', texts((a, b) => (a.includes(b) ? a.slice(a.indexOf(b) + b.length) : ''))],
  ['substring', (_context, [text = '', start = 0, length]) => substring(toText(text), toNumber(start), length)],
  ['string-length', (context, args) => toText(subject(context, args)).length],
  [
    'normalize-space',
    (context, args) =>
      toText(subject(context, args))
        .match(/[^ \t\r\n]+/g)
        ?.join(' ') ?? '',
  ],
  ['translate', texts(translate)],
  ['boolean', (_context, [value = false]) => toBoolean(value)],
  ['not', (_context, [value = false]) => !toBoolean(value)],
  ['true', () => true],
  ['false', () => false],
  ['lang', (context, [language = '']) => isLanguage(context.node, toText(language).toLowerCase())],
  ['number', (context, args) => toNumber(subject(context, args))],
  ['sum', (_context, [nodes]) => nodesOf(nodes).reduce((sum, node) => sum + toNumber(stringValue(node)), 0)],
  ['floor', (_context, [value = 0]) => Math.floor(toNumber(value))],
  ['ceiling', (_context, [value = 0]) => Math.ceil(toNumber(value))],
  ['round', (_context, [value = 0]) => round(toNumber(value))],
]);

/** The characters at the rounded positions, which count from 1; in UTF-16 units, as all of .NET. */
function substring(text: string, start: number, length: XPathValue | undefined): string {
  const first = round(start);
  const end = length === undefined ? Infinity : first + round(toNumber(length));
  if (Number.isNaN(first) || Number.isNaN(end)) return '';
  return text.slice(Math.max(first - 1, 0), Math.max(end - 1, 0));
}

function translate(text: string, from: string, to: string): string {
  let result = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charAt(index);
    const place = from.indexOf(unit);
    result += place < 0 ? unit : to.charAt(place);
  }
  return result;
}

function isLanguage(node: NodeInfo, wanted: string): boolean {
  for (let at: NodeInfo | undefined = node; at; at = at.parent) {
    const language = at.attributes.find(({ name }) => name === 'xml:lang')?.text.toLowerCase();
    if (language !== undefined) return language === wanted || language.startsWith(`${wanted}-`);
  }
  return false;
}
