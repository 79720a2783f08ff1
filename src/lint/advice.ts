import { nearest } from '../nearest.js';

/** What may have been meant by a name that is not known. */
export function didYouMean(name: string, known: readonly string[]): { readonly advice?: string } {
  const [near] = nearest(name, known);
  return near === undefined ? {} : { advice: `Did you mean '${near}'?` };
}
