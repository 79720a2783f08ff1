// The smallest and the greatest number that a schema allows.
import { compareNumbers, isNumber, own, stringifyJson, type JsonNumber, type JsonObject } from '../json.js';

/** What a number may be, both ends included. */
export interface Bounds {
  readonly minimum?: JsonNumber;
  readonly maximum?: JsonNumber;
}

/** The bounds of a schema, as far as it has some. */
export function boundsOf(schema: JsonObject): Bounds {
  const [minimum, maximum] = [own(schema, 'minimum') ?? null, own(schema, 'maximum') ?? null];
  return { ...(isNumber(minimum) && { minimum }), ...(isNumber(maximum) && { maximum }) };
}

/** Whether a number lies within bounds. */
export function isWithin(value: JsonNumber, { minimum = value, maximum = value }: Bounds): boolean {
  return compareNumbers(minimum, value) <= 0 && compareNumbers(value, maximum) <= 0;
}

/** The bounds of a number for people: `60 to 1440`, `60 or more`. */
export function rangeText({ minimum, maximum }: Bounds): string | undefined {
  if (minimum === undefined) return maximum === undefined ? undefined : `${stringifyJson(maximum)} or less`;
  return maximum === undefined
    ? `${stringifyJson(minimum)} or more`
    : `${stringifyJson(minimum)} to ${stringifyJson(maximum)}`;
}
