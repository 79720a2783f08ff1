// A body as makers fill it in: its properties one by one, those of nested objects behind a slash (`owner/email`).
import type { JsonObject } from '../json.js';
import { escaped } from '../pointer.js';
import { fillsItself, isHidden } from './unasked.js';
import { resolve } from './document.js';
import { propertiesOf } from './schema.js';
import { visibilityIn, type Visibility } from './visibility.js';

/** A property of a body that has no described properties of its own, or stands too deep for a list. */
export interface Leaf {
  readonly path: readonly string[];
  /** May still be a `$ref`. */
  readonly schema: JsonObject;
  /** Itself, and each object that it stands in, and nothing else gives them a value. */
  readonly required: boolean;
  /** What stands in something internal is internal; an address to call back is, too. */
  readonly visibility: Visibility;
}

// Deeper down nobody reads a list.
const deepest = 4;

/** The leaves of a schema in its order; an object that contains itself is a leaf the second time. */
export function leavesOf(document: JsonObject, schema: JsonObject): readonly Leaf[] {
  return below(document, { path: [], schema, required: true, visibility: 'none' }, new Set());
}

function below(document: JsonObject, at: Leaf, open: ReadonlySet<JsonObject>): readonly Leaf[] {
  const resolved = resolve(document, at.schema);
  const properties = [...propertiesOf(document, at.schema).values()];
  const isLeaf = open.has(resolved) || properties.length === 0 || at.path.length === deepest;
  if (isLeaf) return at.path.length === 0 ? [] : [at];
  const inner = new Set([...open, resolved]);
  return properties.flatMap(({ name, schema, required }) => {
    const isDue = at.required && required && !fillsItself(document, schema, true);
    return below(
      document,
      { path: [...at.path, name], schema, required: isDue, visibility: visibilityBelow(document, at, schema) },
      inner,
    );
  });
}

function visibilityBelow(document: JsonObject, { visibility: around }: Leaf, schema: JsonObject): Visibility {
  if (around === 'internal' || isHidden(document, schema)) return 'internal';
  const own = visibilityIn(resolve(document, schema));
  return own === 'none' ? around : own;
}

/** A path as it is written in a flow, with `~1` for a slash inside a name (Power Automate). */
export function keyOf(path: readonly string[]): string {
  return path.map(escaped).join('/');
}
