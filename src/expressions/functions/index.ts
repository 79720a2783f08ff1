import { nearest } from '../../nearest.js';
import { ExpressionError } from '../error.js';
import { type FunctionRow, nameOf } from '../function.js';
import { collections } from './collections.js';
import { conversions } from './conversions.js';
import { dates } from './dates.js';
import { logic } from './logic.js';
import { math } from './math.js';
import { objects } from './objects.js';
import { strings } from './strings.js';
import { uris } from './uris.js';
import { workflow } from './workflow.js';
import { xmlFunctions } from './xml.js';

/** The functions of the language by group, in the order of the documentation. */
export const functionGroups: Readonly<Record<string, readonly FunctionRow[]>> = {
  strings,
  collections,
  logic,
  conversions,
  math,
  dates,
  workflow,
  uris,
  objects,
  xml: xmlFunctions,
};

/** Every function of the language. */
export const functions: readonly FunctionRow[] = Object.values(functionGroups).flat();

const byName = new Map(functions.map((row) => [nameOf(row).toLowerCase(), row]));

/** The function of a name in any case. */
export function findFunction(name: string): FunctionRow | undefined {
  return byName.get(name.toLowerCase());
}

/** The error of a name that is no function, with near ones as advice. */
export function unknownFunction(name: string): ExpressionError {
  const near = nearest(name, functions.map(nameOf)).map((found) => `'${found}'`);
  const message = `The template function '${name}' is not defined or not valid.`;
  return new ExpressionError(
    'UnknownFunction',
    message,
    near.length === 0 ? {} : { advice: `Did you mean ${near.join(' or ')}?` },
  );
}
