import { decide } from '../condition.js';
import { invalidInputs } from '../settlement.js';
import type { Inline } from './inline.js';
import { arrayFrom, isList, itemScopes, itemTemplate, withBody } from './items.js';

/** Query (Filter array): the items for which `where` is true. */
export const query: Inline = (inputs, x, machine) => {
  const where = itemTemplate(x);
  if (where === undefined)
    return invalidInputs(
      x,
      "The 'where' must be written in the definition: the inputs as a whole cannot be an expression.",
    );
  const from = arrayFrom(inputs, 'an array', x);
  if (!isList(from)) return from;
  const scopeOf = itemScopes(x, machine);
  return withBody(
    inputs,
    from.filter((item) => decide(where, scopeOf(item))),
  );
};
