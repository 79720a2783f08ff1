// Near names, for "did you mean".

/** Up to three candidates that differ from a name by no more than a slip or two, the nearest first. */
export function nearest(name: string, candidates: readonly string[]): string[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((one) => one.distance <= slips(name) || related(name, one.candidate))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map((one) => one.candidate);
}

/** Whether a name differs from another one by no more than a slip or two of the pen, and not in all its letters. */
export function isMisspelt(name: string, other: string): boolean {
  const wrong = distance(name.toLowerCase(), other.toLowerCase());
  return wrong <= slips(name) && wrong < Math.max(name.length, other.length);
}

/** How many letters may be wrong in a name. */
function slips(name: string): number {
  return name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
}

/** One name contains the other: `scope` and `createTokenWithScopes`. */
function related(name: string, candidate: string): boolean {
  const [a, b] = [name.toLowerCase(), candidate.toLowerCase()];
  return Math.min(a.length, b.length) >= 3 && (a.includes(b) || b.includes(a));
}

/** Levenshtein's distance: how many letters are added, removed or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
