import { nearest as nearestFew } from '../nearest.js';

/** A name as the service compares it: letter case does not count. */
export function fold(name: string): string {
  return name.toLowerCase();
}

/** The candidate that a misspelt name most likely means, if any is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  return nearestFew(name, [...candidates])[0];
}

/** "Did you mean 'x'?", or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? undefined : `Did you mean '${candidate}'?`;
}

/** "'a', 'b' and 'c'". */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
