// `dryflow run --resume` goes on with a run as its record says: who asks for a dry run must not get one that sends.
import { UsageError } from './io.js';

// All others say how a run is started.
const ofResume: ReadonlySet<string> = new Set(['resume', 'history', 'durability', 'json', 'showSecrets']);

/** Refuses what `dryflow run` was given that says how a run is started. */
export function refuseFlagsOfNewRuns(flags: object): void {
  const given = Object.entries(flags).filter(([, value]) => !isAbsent(value));
  const names = given.flatMap(([name]) => (ofResume.has(name) ? [] : [optionOf(name)]));
  if (names.length === 0) return;
  const [go, them] = names.length === 1 ? ['goes', 'it'] : ['go', 'them'];
  throw new UsageError(
    `${names.join(', ')} ${go} with a new run; a run is resumed as it was started. Leave ${them} out.`,
  );
}

/** An option that may be repeated is an empty list where it is left out. */
function isAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** How a flag is written: `dryRun` is `--dry-run`. */
function optionOf(flag: string): string {
  return `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
