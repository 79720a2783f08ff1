// From the nodes of a YAML document to Json, by the rule of json.ts: no digit is lost, 5.0 is not 5.
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { float, integer, isArray, isObject, type Json } from '../json.js';
import { deepest } from '../workflow/index.js';

/** Something in a document that cannot be a value of a definition. */
export interface Fault {
  readonly code: 'DuplicateKey' | 'InvalidNumber' | 'UnsupportedYaml';
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice?: string;
  readonly offsets: readonly [number, number];
}

/** A document as a value, what is wrong with it, and which node each alias stands for. */
export interface Converted {
  readonly value: Json;
  readonly faults: readonly Fault[];
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface State {
  readonly json: boolean;
  readonly lineOf: (offset: number) => number;
  readonly faults: Fault[];
  readonly anchors: Map<string, Node>;
  readonly targets: Map<Alias, Node>;
  /** The aliases being followed: one that leads back into itself never ends. */
  readonly following: Set<Node>;
  depth: number;
  /** Nodes reached through aliases so far: nine lines of YAML can stand for a billion values. */
  expanded: number;
}

const mostExpanded = 10_000;

/** Converts a document. In JSON the last of two equal keys counts, as for the service; in YAML they are refused. */
export function convert(root: Node | null, json: boolean, lineOf: (offset: number) => number): Converted {
  const state: State = {
    json,
    lineOf,
    faults: [],
    anchors: new Map(),
    targets: new Map(),
    following: new Set(),
    depth: 0,
    expanded: 0,
  };
  return { value: root ? valueOf(root, state) : null, faults: state.faults, targets: state.targets };
}

function valueOf(node: Node | null, state: State): Json {
  if (node === null) return null;
  if (state.following.size > 0) state.expanded++;
  if (state.depth > deepest.json)
    return fault(node, 'UnsupportedYaml', `The file nests deeper than ${deepest.json} levels.`, state);
  if (isAlias(node)) return followAlias(node, state);
  if (node.anchor !== undefined) state.anchors.set(node.anchor, node);
  state.depth++;
  const value = inside(node, state);
  state.depth--;
  return value;
}

function inside(node: Exclude<Node, Alias>, state: State): Json {
  if (!allowedTag(node.tag)) {
    const advice = 'Write the value without the tag (!…).';
    return fault(
      node,
      'UnsupportedYaml',
      `The tag '${node.tag?.replace(/^tag:yaml\.org,2002:/, '!!')}' is not supported.`,
      state,
      advice,
    );
  }
  if (isMap(node)) return mapValue(node, state);
  if (isSeq(node)) return node.items.map((item) => valueOf(nodeOf(item), state));
  return scalarValue(node, state);
}

const tags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`));

function allowedTag(tag: string | undefined): boolean {
  return tag === undefined || tag === '!' || tags.has(tag);
}

function scalarValue(node: Scalar, state: State): Json {
  const { value } = node;
  if (typeof value === 'number') return Number.isFinite(value) ? float(value) : infinite(node, state);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'bigint') return null;
  return integer(value); // beyond 64 bits too, as json.ts has it
}

function infinite(node: Scalar, state: State): Json {
  const written = node.source ?? '';
  const tooLarge = /\d/.test(written);
  const message = tooLarge ? `The number ${written} is too large.` : `${written} is not a number that JSON has.`;
  return fault(node, 'InvalidNumber', message, state, `If it is meant as text, quote it: "${written}".`);
}

function mapValue(node: YAMLMap, state: State): Json {
  const entries = new Map<string, Json>();
  const merged = new Map<string, Json>();
  const keys = new Map<string, Pair>();
  for (const pair of node.items) {
    if (isMergeKey(pair)) {
      for (const [key, value] of mergedEntries(pair, state)) if (!merged.has(key)) merged.set(key, value);
      continue;
    }
    const key = keyOf(pair, node, state);
    if (key === undefined) continue;
    const first = keys.get(key);
    if (first) duplicate(key, first, pair, state);
    keys.set(key, pair);
    entries.set(key, valueOf(nodeOf(pair.value), state));
  }
  return Object.fromEntries([...merged, ...entries]); // fromEntries: `__proto__` becomes a property like any other
}

/** `<<` as YAML 1.1 has it: the properties of another map, which the map's own override. */
export function isMergeKey({ key }: Pair): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function mergedEntries(pair: Pair, state: State): readonly (readonly [string, Json])[] {
  const node = nodeOf(pair.value);
  const value = valueOf(node, state);
  const sources = isArray(value) ? value : [value];
  if (sources.every(isObject)) return sources.flatMap((source) => Object.entries(source));
  const at = node ?? nodeOf(pair.key);
  const advice = "Write '<<: *name', where &name stands at a map.";
  if (at) fault(at, 'UnsupportedYaml', "'<<' merges maps, and this is none.", state, advice);
  return [];
}

/** The key of a pair as text: the cases of a Switch may be numbers. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  return typeof key.value === 'string' ? key.value : key.source;
}

function keyOf(pair: Pair, map: YAMLMap, state: State): string | undefined {
  const text = keyText(pair.key);
  if (text !== undefined) return text;
  const missing = !isCollection(pair.key);
  const advice = missing
    ? undefined
    : 'A name is text, not a list or a map; a value that begins with { or [ must be quoted.';
  const node = (missing ? nodeOf(pair.value) : nodeOf(pair.key)) ?? map;
  fault(node, 'UnsupportedYaml', 'A name is missing before this colon.', state, advice);
  return undefined;
}

function duplicate(key: string, first: Pair, second: Pair, state: State): void {
  const line = state.lineOf(offsetsOf(nodeOf(first.key))[0]);
  state.faults.push({
    code: 'DuplicateKey',
    severity: state.json ? 'warning' : 'error',
    message: `'${key}' stands here a second time; the first is in line ${line}.`,
    advice: state.json
      ? 'The last one counts. Take one of them away.'
      : 'Take one of them away, or give it another name.',
    offsets: offsetsOf(nodeOf(second.key)),
  });
}

function followAlias(alias: Alias, state: State): Json {
  const target = state.anchors.get(alias.source);
  if (!target) {
    const advice = `Name a value with &${alias.source || 'name'} before; or, if the * is meant as text, quote it.`;
    return fault(
      alias,
      'UnsupportedYaml',
      `There is no anchor '&${alias.source}' before '*${alias.source}'.`,
      state,
      advice,
    );
  }
  state.targets.set(alias, target);
  if (state.following.has(target) || contains(target, alias)) {
    return fault(alias, 'UnsupportedYaml', `'*${alias.source}' stands inside the value it repeats.`, state);
  }
  if (state.expanded > mostExpanded) {
    if (state.expanded === Infinity) return null;
    state.expanded = Infinity; // said once
    return fault(
      alias,
      'UnsupportedYaml',
      `The aliases of this file stand for more than ${mostExpanded} values.`,
      state,
    );
  }
  state.following.add(target);
  const value = valueOf(target, state);
  state.following.delete(target);
  return value;
}

function contains(target: Node, inner: Node): boolean {
  const [start, end] = offsetsOf(target);
  const [at] = offsetsOf(inner);
  return at >= start && at < end;
}

function fault(node: Node, code: Fault['code'], message: string, state: State, advice?: string): null {
  state.faults.push({
    code,
    severity: 'error',
    message,
    ...(advice === undefined ? {} : { advice }),
    offsets: offsetsOf(node),
  });
  return null;
}

function offsetsOf(node: Node | null): readonly [number, number] {
  return [node?.range?.[0] ?? 0, node?.range?.[1] ?? 0];
}

/** What the library types as unknown: a node, or nothing where a value is left out. */
export function nodeOf(value: unknown): Node | null {
  return isNode(value) ? value : null;
}
