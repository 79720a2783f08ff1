// How prominently the designer shows something (`x-ms-visibility`).
import type { JsonObject } from '../json.js';
import { resolve, textOf } from './document.js';

export type Visibility = 'none' | 'important' | 'advanced' | 'internal';

/** Published files also write `Advanced`, and an empty text for none. */
export function visibilityIn(source: JsonObject): Visibility {
  const value = textOf(source, 'x-ms-visibility')?.toLowerCase();
  return value === 'important' || value === 'advanced' || value === 'internal' ? value : 'none';
}

/** Whether makers do not see what a schema describes. */
export function isInternal(document: JsonObject, schema: JsonObject): boolean {
  return visibilityIn(resolve(document, schema)) === 'internal';
}
