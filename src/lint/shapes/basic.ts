// What the shapes of all files are made of.
import type { Shape, Shapes } from '../structure.js';

export const oneOf = (...values: readonly string[]): Shape => ({ type: ['string'], values });
export const listOf = (items: string): Shape => ({ type: ['array'], items });
export const mapOf = (others: string): Shape => ({ type: ['object'], others });

/** Values that have no parts of their own, and those whose parts are not looked at. */
export const basicShapes: Shapes = {
  string: { type: ['string'] },
  boolean: { type: ['boolean'] },
  number: { type: ['number'] },
  integer: { type: ['integer'] },
  any: {},
  object: { type: ['object'] },
  list: { type: ['array'] },
  texts: listOf('string'),
};
