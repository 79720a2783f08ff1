// Paths into the content of a request or answer, as policy templates write them (documented): `@body().items[0].name`,
// `@item().name`, and below either `a.b` or `['@odata.type']`.
import { isArray, isObject, own, type Json, type JsonObject } from '../../json.js';

/** A path: from the body, from an item of a collection, or from wherever the template is at work. */
export interface Path {
  readonly from: 'body' | 'item' | 'here';
  readonly names: readonly string[];
}

// Published documents leave out the parentheses, too.
const BEGIN = /^\{?@\{?(body|item)(?:\(\))?/i;

/** The path that a template's parameter writes; `null` is how the tools write none. */
export function pathOf(text: string): Path {
  const [begin = '', from] = BEGIN.exec(text) ?? [];
  const rest = text.slice(begin.length);
  if (from === undefined) return { from: 'here', names: rest === 'null' ? [] : namesIn(rest) };
  return { from: from.toLowerCase() === 'body' ? 'body' : 'item', names: namesIn(rest) };
}

/** The names and positions in `.a[0]['b']`, whose first dot may be left out. */
export function namesIn(path: string): readonly string[] {
  const steps = path.matchAll(/\??\.?([^.?[\]{}]+)|\[(\d+)\]|\['([^']*)'\]/g);
  return [...steps].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

/** The value at a path below another; undefined where there is none. */
export function valueBelow(value: Json | undefined, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((at, name) => {
    if (isArray(at)) return at[Number(name)];
    return isObject(at) ? own(at, name) : undefined;
  }, value);
}

/** The value with another one at a path; objects that are not there are made. */
export function put(value: Json, [name, ...rest]: readonly string[], inner: Json): Json {
  if (name === undefined) return inner;
  if (isArray(value)) return value.map((item, at) => (at === Number(name) ? put(item, rest, inner) : item));
  const object: JsonObject = isObject(value) ? value : {};
  return { ...object, [name]: put(own(object, name) ?? {}, rest, inner) };
}

/** The value with what stands at a path changed; each item of it where lists are on the way. What is not there stays so. */
export function changed(value: Json, [name, ...rest]: readonly string[], change: (there: Json) => Json): Json {
  if (name === undefined) return change(value);
  if (isArray(value))
    return value.map((item, at) => {
      if (!/^\d+$/.test(name)) return changed(item, [name, ...rest], change);
      return at === Number(name) ? changed(item, rest, change) : item;
    });
  const there = isObject(value) ? own(value, name) : undefined;
  return there === undefined ? value : { ...(value as JsonObject), [name]: changed(there, rest, change) };
}

/** A change made to each item of a list, or to the one value (documented of collections). */
export function ofEach(change: (item: Json) => Json): (value: Json) => Json {
  return (value) => (isArray(value) ? value.map(change) : change(value));
}
