// Values as text in the database, and back without losing a digit.
import { Decimal, Float, stringifyJson, parseJson, type Json } from '../json.js';

/** A value's text; a plain one has no number that JavaScript's own JSON would spoil, and is written and read by that. */
export interface Text {
  readonly text: string;
  readonly plain: boolean;
}

export function toText(value: Json): Text {
  return isPlain(value) ? { text: JSON.stringify(value), plain: true } : { text: stringifyJson(value), plain: false };
}

export function fromText({ text, plain }: Text): Json {
  return plain ? (JSON.parse(text) as Json) : parseJson(text);
}

function isPlain(value: Json | undefined): boolean {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? Number.isSafeInteger(value) && !Object.is(value, -0) : Number.isFinite(value);
    case 'bigint':
      return false;
    case 'object':
      if (value === null) return true;
      if (value instanceof Float || value instanceof Decimal) return false;
      return (Array.isArray(value) ? value : Object.values(value)).every(isPlain);
    default:
      return true;
  }
}

/** Whether a value's text is longer than so many characters, told without writing all of it. */
export function isLonger(value: Json, most: number): boolean {
  let left = most;
  const count = (part: Json): boolean => {
    if (typeof part === 'string') left -= part.length + 2;
    else if (typeof part !== 'object' || part === null || part instanceof Float || part instanceof Decimal) left -= 4;
    else if (Array.isArray(part)) return (left -= 2) < 0 || part.some(count);
    else
      return (
        (left -= 2) < 0 || Object.entries(part).some(([name, item]) => (left -= name.length + 4) < 0 || count(item))
      );
    return left < 0;
  };
  return count(value);
}
