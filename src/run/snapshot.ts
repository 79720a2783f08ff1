// A state as JSON text can carry it: decimals and what is no number are written as marked objects.
import { Decimal, Float, isArray, isObject, type Json, type JsonObject } from '../json.js';

const decimal = '$decimal';
const number = '$number';
/** Marks an object of the user's that looks like one of ours. */
const literal = '$literal';

/** A copy of a value in which everything survives being written as JSON text and read again. */
export function packed(value: Json): Json {
  if (value instanceof Decimal) return { [decimal]: value.toString() };
  if (value instanceof Float || typeof value === 'number') return packedNumber(value);
  if (isArray(value)) return value.map(packed);
  if (!isObject(value)) return value;
  const copy = mapped(value, packed);
  return markOf(value) === undefined ? copy : { [literal]: copy };
}

function packedNumber(value: number | Float): Json {
  const plain = typeof value === 'number' ? value : value.value;
  return Number.isFinite(plain) ? value : { [number]: String(plain) };
}

/** What was packed. */
export function unpacked(value: Json): Json {
  if (isArray(value)) return value.map(unpacked);
  if (!isObject(value)) return value;
  const mark = markOf(value);
  const inside = mark === undefined ? null : (value[mark] ?? null);
  if (mark === literal && isObject(inside)) return mapped(inside, unpacked);
  if (typeof inside !== 'string') return mapped(value, unpacked);
  return mark === decimal ? decimalOf(inside) : Number(inside);
}

function markOf(value: JsonObject): string | undefined {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && name !== undefined && [decimal, number, literal].includes(name) ? name : undefined;
}

function mapped(value: JsonObject, change: (item: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));
}

function decimalOf(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return new Decimal(BigInt(whole + fraction), fraction.length);
}
