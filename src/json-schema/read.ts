import { withProperty } from '../expressions/index.js';
import { isArray, isObject, own, type Json, type JsonObject } from '../json.js';
import { keywords, laterKeywords, SchemaError } from './keywords.js';
import type { Draft, Schema } from './schema.js';
import { parts, unescaped } from '../pointer.js';

/** Where a schema stands: in the document, and below the nearest schema that has an id of its own. */
interface Place {
  readonly pointer: string;
  readonly path: string;
  readonly base: string;
  readonly below: string;
}

const start: Place = { pointer: '', path: '', base: '', below: '' };

interface Reader {
  readonly root: Json;
  readonly draft4: boolean;
  readonly byPointer: Map<string, Draft>;
  readonly byId: Map<string, Draft>;
  /** The `$ref`s that are still to be followed. */
  readonly open: { readonly draft: Draft; readonly ref: string; readonly place: Place }[];
}

const read = new WeakMap<object, Schema>();

/** Reads a schema, once for each value; throws SchemaError where it is none. */
export function readSchema(root: Json): Schema {
  const key = typeof root === 'object' && root !== null ? root : undefined;
  const known = key && read.get(key);
  if (known) return known;
  const version = isObject(root) ? own(root, '$schema') : undefined;
  const draft4 = typeof version === 'string' && /draft-0[34]/.test(version);
  const reader: Reader = { root, draft4, byPointer: new Map(), byId: new Map(), open: [] };
  const schema = schemaAt(root, start, reader);
  // Following one reads what it leads to, and that may hold others.
  for (let next = reader.open.pop(); next; next = reader.open.pop()) follow(next, reader);
  for (const draft of reader.byPointer.values()) refuseCircle(draft);
  if (key) read.set(key, schema);
  return schema;
}

function schemaAt(value: Json, place: Place, reader: Reader): Draft {
  const known = reader.byPointer.get(place.pointer);
  if (known) return known;
  const inner = inside(value, place);
  const draft: Draft = { id: pointerId(inner), wholeFloats: !reader.draft4 };
  reader.byPointer.set(place.pointer, draft);
  if (!reader.byId.has(draft.id)) reader.byId.set(draft.id, draft);
  if (value === false) draft.never = true;
  else if (isObject(value)) readKeywords(value, draft, inner, reader);
  else if (value !== true) throw new SchemaError(`A JSON schema must be an object. Path '${place.path}'.`);
  return draft;
}

function readKeywords(object: JsonObject, draft: Draft, place: Place, reader: Reader): void {
  const ref = own(object, '$ref');
  if (typeof ref === 'string') return void reader.open.push({ draft, ref, place }); // what stands beside it is not read
  const schema = (inner: Json, pointer: string) => schemaAt(inner, below(place, pointer), reader);
  const known = reader.draft4 ? [keywords] : [keywords, laterKeywords];
  for (const [name, value] of Object.entries(object)) {
    const reading = { path: withProperty(place.path, name), name, draft4: reader.draft4, schema };
    known.find((table) => table.has(name))?.get(name)?.(value, draft, reading);
  }
}

function below(place: Place, pointer: string): Place {
  const path = parts(pointer).reduce(withProperty, place.path);
  return { pointer: place.pointer + pointer, path, base: place.base, below: place.below + pointer };
}

/** The place that is the base for what stands in a schema: a schema with an id of its own is a new one. */
function inside(value: Json | undefined, place: Place): Place {
  const id = isObject(value) ? (own(value, '$id') ?? own(value, 'id')) : undefined;
  return typeof id === 'string' && id !== '' ? { ...place, base: resolved(place.base, id), below: '' } : place;
}

function pointerId({ base, below: pointer }: Place): string {
  return base !== '' && pointer === '' ? base : `${base.replace(/#.*$/s, '')}#${pointer}`;
}

/** A reference against the id around it; as it is where that is no address. */
function resolved(base: string, reference: string): string {
  if (reference.startsWith('#')) return base.replace(/#.*$/s, '') + reference;
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

function follow({ draft, ref, place }: Reader['open'][number], reader: Reader): void {
  const known = reader.byId.get(ref) ?? reader.byId.get(resolved(place.base, ref));
  const target = known ?? pointed(ref, reader);
  if (!target) throw new SchemaError(`Could not resolve schema reference '${ref}'. Path '${place.path}'.`);
  draft.ref = target;
}

/** The schema that a `#/…` points to; an address before it must be that of the whole schema. */
function pointed(ref: string, reader: Reader): Draft | undefined {
  const hash = ref.indexOf('#');
  const address = hash < 0 ? ref : ref.slice(0, hash);
  if (address !== '' && !reader.byId.has(address)) return undefined;
  let value: Json | undefined = reader.root;
  let place: Place = start;
  for (const part of hash < 0
    ? []
    : ref
        .slice(hash + 1)
        .split('/')
        .slice(1)
        .map(decoded)) {
    place = below(inside(value, place), `/${part}`);
    const name = unescaped(part);
    value = isArray(value) ? value[Number(name)] : isObject(value) ? own(value, name) : undefined;
  }
  return value === undefined ? undefined : schemaAt(value, place, reader);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refuseCircle(draft: Draft): void {
  const seen = new Set<Schema>();
  for (let schema: Schema | undefined = draft; schema; schema = schema.ref) {
    if (seen.has(schema)) throw new SchemaError(`The schema reference '${draft.id}' leads back to itself.`);
    seen.add(schema);
  }
}
