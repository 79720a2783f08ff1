// Expression: the designer's date, time and text actions. Each is a call of the language's function, its inputs the arguments.
import { evaluate } from '../../expressions/index.js';
import { isObject, ownAnyCase, type Json } from '../../json.js';
import { invalidInputs } from '../settlement.js';
import type { Inline } from './inline.js';
import { withBody } from './items.js';

interface Kind {
  readonly function: string;
  readonly required: readonly string[];
  readonly optional?: string;
}

const shift = ['baseTime', 'interval', 'timeUnit'];

// The inputs as the designer writes them (documented in its manifests).
const kinds: { readonly [kind: string]: Kind } = {
  AddToTime: { function: 'addToTime', required: shift },
  SubtractFromTime: { function: 'subtractFromTime', required: shift },
  GetFutureTime: { function: 'getFutureTime', required: ['interval', 'timeUnit'] },
  GetPastTime: { function: 'getPastTime', required: ['interval', 'timeUnit'] },
  ConvertTimeZone: {
    function: 'convertTimeZone',
    required: ['baseTime', 'sourceTimeZone', 'destinationTimeZone'],
    optional: 'formatString',
  },
  CurrentTime: { function: 'utcNow', required: [] },
  // Of Power Automate alone, and in no manifest: seen in published flows, as no other kind for text or numbers was.
  IndexOf: { function: 'indexOf', required: ['text', 'searchText'] },
};

/** Expression: calculates with times or text, by its kind. */
export const expression: Inline = (inputs, x, machine) => {
  const { node } = x.planned;
  const named = node.control === 'leaf' ? (node.kind ?? '') : '';
  const kind = Object.hasOwn(kinds, named) ? kinds[named] : undefined;
  if (!kind)
    return invalidInputs(x, `dryflow does not know the kind '${named}'. It knows ${Object.keys(kinds).join(', ')}.`);
  const values = argumentsOf(kind, inputs);
  const list = values.map((_, at) => `item()[${at}]`).join(', ');
  return withBody(inputs, evaluate(`@${kind.function}(${list})`, { ...machine.scope(x), item: () => values }));
};

/** The arguments; of what is missing, the function itself says that it is of type Null. */
function argumentsOf({ required, optional }: Kind, inputs: Json): readonly Json[] {
  const input = (name: string) => (isObject(inputs) ? ownAnyCase(inputs, name) : undefined) ?? null;
  const last = optional === undefined ? null : input(optional);
  return [...required.map(input), ...(last === null ? [] : [last])];
}
