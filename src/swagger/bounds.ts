// The smallest and the greatest number that a schema allows.
import { compareNumbers, isNumber, own, type JsonNumber, type JsonObject } from '../json.js';

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
