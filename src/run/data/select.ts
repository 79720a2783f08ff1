import { compile } from '../../expressions/index.js';
import { invalidInputs } from '../settlement.js';
import type { Inline } from './inline.js';
import { arrayFrom, isList, itemScopes, itemTemplate, withBody } from './items.js';

/** Select: another value in the place of each item, an object or anything else that a template gives. */
export const select: Inline = (inputs, x, machine) => {
  const template = itemTemplate(x);
  if (template === undefined)
    return invalidInputs(
      x,
      "The 'select' must be written in the definition: the inputs as a whole cannot be an expression.",
    );
  const from = arrayFrom(inputs, 'an array', x);
  if (!isList(from)) return from;
  const [make, scopeOf] = [compile(template), itemScopes(x, machine)];
  return withBody(
    inputs,
    from.map((item) => make(scopeOf(item))),
  );
};
