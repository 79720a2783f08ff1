import { stringOf } from '../../expressions/index.js';
import { isObject, ownAnyCase } from '../../json.js';
import { failed, typeName } from '../settlement.js';
import type { Inline } from './inline.js';
import { arrayFrom, isList, withBody } from './items.js';

/** Join: the texts of the items, objects as JSON, with `joinWith` between them. */
export const join: Inline = (inputs, x) => {
  const from = arrayFrom(inputs, 'an array', x); // guessed after Query and Select
  if (!isList(from)) return from;
  const between = isObject(inputs) ? ownAnyCase(inputs, 'joinWith') : undefined;
  if (typeof between === 'string') return withBody(inputs, from.map(stringOf).join(between));
  // Guessed after the words for `from`.
  const message = `The 'joinWith' property value in the 'join' action inputs is of type '${typeName(between)}'. The value must be of type 'String'.`;
  return { ...failed('BadRequest', message), inputs };
};
