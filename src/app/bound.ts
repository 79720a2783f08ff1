import type { Bound } from '../actions/index.js';
import type { Made } from '../connectors/index.js';
import type { Source } from '../formats/index.js';
import { madeNotification } from '../mocks/index.js';
import type { RunOptions } from './options.js';

/** A connection as the actions of a run know it: with what its name stands for in their files, and how to hold it to account. */
export function boundOf(made: Made, name: string, sources: readonly Source[], options: RunOptions): Bound {
  const { strict = false, mockConnectors } = options;
  const bound = { ...made, strict, api: apiOf(name, sources) };
  if (!mockConnectors || made.origin !== 'made-up answers') return bound;
  return { ...bound, notification: (operation, given) => madeNotification(operation, given, mockConnectors.seed) };
}

function apiOf(name: string, sources: readonly Source[]): string | undefined {
  const isIt = (each: string) => each.toLowerCase() === name.toLowerCase();
  const all = sources.flatMap(({ connections }) => connections);
  return all.find((each) => isIt(each.name) || each.aliases.some(isIt))?.api;
}
