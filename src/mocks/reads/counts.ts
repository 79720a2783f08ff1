// How many items a flow counts on in a list: by what it compares its length with, or by the element that it takes.
import { isNumber, type Json, type JsonObject } from '../../json.js';

/** How many items a list has. */
export interface Count {
  readonly least?: number;
  readonly most?: number;
}

/** The count that lets a length compare with a number as the function says; undefined of other functions. */
export function countCompared(name: string, number: Json | undefined, isLengthFirst: boolean): Count | undefined {
  if (number === undefined || !isNumber(number)) return undefined;
  const [at, comparison] = [Number(number), isLengthFirst ? name : (mirrored.get(name) ?? name)];
  switch (comparison) {
    case 'equals':
      return { least: at, most: at };
    case 'greater':
      return { least: at + 1 };
    case 'greaterorequals':
      return { least: at };
    case 'less':
      return { most: at - 1 };
    case 'lessorequals':
      return { most: at };
    default:
      return undefined;
  }
}

/** `less(1, length(x))` is `greater(length(x), 1)`. */
const mirrored = new Map([
  ['greater', 'less'],
  ['greaterorequals', 'lessorequals'],
  ['less', 'greater'],
  ['lessorequals', 'greaterorequals'],
]);

/** A count with which what the other one is compared for does not hold. */
export function otherThan({ least, most }: Count): Count {
  if (most !== undefined) return { least: most + 1 };
  return least === undefined ? {} : { most: least - 1 };
}

/** What schemas say of a list that meets these counts, as far as it stays short, but for what every made-up list meets. */
export function sizeOf(counts: readonly Count[]): JsonObject {
  const least = Math.max(0, ...counts.flatMap(({ least: each = 0 }) => (each <= largest ? [each] : [])));
  const most = Math.max(0, Math.min(...counts.map((each) => each.most ?? Infinity)));
  return { ...(least > usual && { minItems: least }), ...(most < Math.max(usual, least) && { maxItems: most }) };
}

const largest = 50;
/** So many items has a list of which nothing is said. */
const usual = 2;
