import { stringifyJson, type JsonObject } from '../json.js';

/** The values of an action's tracked properties as text, which is how they are looked for. */
export function trackedTexts(properties: JsonObject): readonly string[] {
  return Object.values(properties).map((value) => (typeof value === 'string' ? value : stringifyJson(value)));
}
