// A body as makers fill it in: its properties one by one, those of nested objects behind a slash (`owner/email`).
import type { JsonObject } from '../json.js';
import { escaped } from '../pointer.js';
import { resolve } from './document.js';
import { propertiesOf } from './schema.js';
import { visibilityIn, type Visibility } from './visibility.js';

/** A property of a body that has no described properties of its own. */
export interface Leaf {
  readonly path: readonly string[];
  /** May still be a `$ref`. */
  readonly schema: JsonObject;
  /** Itself, and each object that it stands in. */
  readonly required: boolean;
  /** What stands in something internal is internal. */
  readonly visibility: Visibility;
}

/** The leaves of a schema in its order; an object that contains itself is a leaf the second time. */
export function leavesOf(document: JsonObject, schema: JsonObject): readonly Leaf[] {
  return below(document, { path: [], schema, required: true, visibility: 'none' }, new Set());
}

function below(document: JsonObject, at: Leaf, open: ReadonlySet<JsonObject>): readonly Leaf[] {
  const resolved = resolve(document, at.schema);
  if (open.has(resolved)) return [at];
  const properties = [...propertiesOf(document, at.schema).values()];
  if (properties.length === 0) return at.path.length === 0 ? [] : [at];
  const inner = new Set([...open, resolved]);
  return properties.flatMap(({ name, schema, required }) => {
    const own = visibilityIn(resolve(document, schema));
    const visibility = at.visibility === 'internal' ? 'internal' : own === 'none' ? at.visibility : own;
    return below(document, { path: [...at.path, name], schema, required: at.required && required, visibility }, inner);
  });
}

/** A path as it is written in a flow, with `~1` for a slash inside a name (Power Automate). */
export function keyOf(path: readonly string[]): string {
  return path.map(escaped).join('/');
}
