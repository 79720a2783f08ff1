import type { StartRecord } from './event.js';

/** Whether an action answers from a mock in this run: then it is a step, whatever its type. */
export function isMocked(action: string, { mocked }: StartRecord): boolean {
  return mocked.includes(action.toLowerCase());
}
