// From a JSON pointer into the converted value back to characters of the text.
import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { parts } from '../pointer.js';
import { isMergeKey, keyText, nodeOf } from './yaml-value.js';

type Offsets = readonly [start: number, end: number];

/** What `locate` looks in: the text, its root node, and the node each alias stands for. */
export interface Located {
  readonly text: string;
  readonly root: Node | null;
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Spot {
  readonly key: Node | null;
  readonly value: Node | null;
}

/**
 * The characters of a value or of its key; `span` picks characters of a text. Where the pointer leads to nothing, the
 * nearest thing around it.
 */
export function offsetsOf(
  located: Located,
  pointer: string,
  at?: 'key',
  span?: { readonly start: number; readonly end: number },
): Offsets | undefined {
  let spot: Spot = { key: null, value: located.root };
  for (const part of parts(pointer)) {
    const next = step(spot.value, part, located);
    if (!next) return wholeOf({ ...spot }, 'key');
    spot = next;
  }
  const node = at === 'key' ? spot.key : spot.value;
  const picked = span && isScalar(node) ? spanOf(located.text, node, span) : undefined;
  return picked ?? wholeOf(spot, at);
}

function wholeOf({ key, value }: Spot, at: 'key' | undefined): Offsets | undefined {
  const [first, second] = at === 'key' ? [key, value] : [value, key];
  const found = rangeOf(first);
  // A value that is left out has a place without width; the key shows better.
  return found && found[1] > found[0] ? found : (rangeOf(second) ?? found);
}

function rangeOf(node: Node | null): Offsets | undefined {
  return node?.range ? [node.range[0], node.range[1]] : undefined;
}

function step(node: Node | null, part: string, located: Located): Spot | undefined {
  const target = node && isAlias(node) ? located.targets.get(node) : node;
  if (isSeq(target)) {
    const item = nodeOf(target.items[Number(part)]);
    return item ? { key: null, value: item } : undefined;
  }
  if (!isMap(target)) return undefined;
  const pair = pairsOf(target).get(part);
  if (pair) return { key: nodeOf(pair.key), value: nodeOf(pair.value) };
  return merged(target, part, located);
}

const known = new WeakMap<YAMLMap, ReadonlyMap<string | undefined, Pair>>();

/** The pairs of a map by their keys, of two with the same key the last: a file may have thousands of places to find. */
function pairsOf(map: YAMLMap): ReadonlyMap<string | undefined, Pair> {
  const before = known.get(map);
  if (before) return before;
  const own = map.items.filter((pair) => !isMergeKey(pair));
  const pairs = new Map(own.map((pair) => [keyText(pair.key), pair] as const));
  known.set(map, pairs);
  return pairs;
}

function merged(map: YAMLMap, part: string, located: Located): Spot | undefined {
  const sources = map.items.filter(isMergeKey).flatMap(({ value }) => (isSeq(value) ? value.items : [value]));
  for (const source of sources) {
    const spot = step(nodeOf(source), part, located);
    if (spot) return spot;
  }
  return undefined;
}

/** Characters of a text, where the scalar stands in one line; otherwise nothing. */
function spanOf(
  text: string,
  node: Scalar,
  span: { readonly start: number; readonly end: number },
): Offsets | undefined {
  const [start, end] = [node.range?.[0] ?? 0, node.range?.[1] ?? 0];
  const source = text.slice(start, end);
  const widths = widthsOf(source, node);
  if (!widths) return undefined;
  const offset = (at: number): number =>
    start + widths.lead + (widths.places[at] ?? source.length - widths.lead - widths.tail);
  return [offset(span.start), Math.max(offset(span.end), offset(span.start) + 1)];
}

interface Widths {
  readonly lead: number;
  readonly tail: number;
  /** For each character of the value, where it stands in the source, counted after the lead. */
  readonly places: readonly number[];
}

function widthsOf(source: string, node: Scalar): Widths | undefined {
  if (source.includes('\n')) return undefined;
  if (node.type === 'PLAIN') return { lead: 0, tail: 0, places: placesOf(source, /[^]/g) };
  if (node.type === 'QUOTE_SINGLE') return { lead: 1, tail: 1, places: placesOf(source.slice(1, -1), /''|[^]/g) };
  if (node.type !== 'QUOTE_DOUBLE') return undefined;
  return { lead: 1, tail: 1, places: placesOf(source.slice(1, -1), /\\x[^]{2}|\\u[^]{4}|\\U[^]{8}|\\[^]|[^]/g) };
}

/** Walks the pieces of a source, each of which stands for a character of the value, or for two where it is `\U`. */
function placesOf(source: string, piece: RegExp): readonly number[] {
  const places: number[] = [];
  for (const { 0: written, index } of source.matchAll(piece)) {
    const wide = written.startsWith('\\U') && Number.parseInt(written.slice(2), 16) > 0xffff;
    places.push(index, ...(wide ? [index] : []));
  }
  return places;
}
