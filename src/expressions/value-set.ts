import { deepEqual, Float, type Json } from '../json.js';

/** A set of values by deep equality. All but objects, arrays and decimals are looked up instead of compared one by one. */
export class ValueSet {
  readonly #simple = new Set<Json>();
  readonly #floats = new Set<number>();
  readonly #others: Json[] = [];

  constructor(values: readonly Json[] = []) {
    for (const value of values) this.add(value);
  }

  has(value: Json): boolean {
    if (value instanceof Float) return this.#floats.has(value.value);
    return isSimple(value) ? this.#simple.has(value) : this.#others.some((other) => deepEqual(other, value));
  }

  /** Whether the value was not there before. */
  add(value: Json): boolean {
    if (this.has(value)) return false;
    if (value instanceof Float) this.#floats.add(value.value);
    else if (isSimple(value)) this.#simple.add(value);
    else this.#others.push(value);
    return true;
  }
}

function isSimple(value: Json): boolean {
  return value === null || typeof value !== 'object';
}
