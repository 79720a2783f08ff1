// How a status looks.
import type { createColors } from 'picocolors';
import type { ActionStatus } from '../run/index.js';

type Status = ActionStatus | 'Running' | 'Waiting' | 'Suspended';
type Paint = ReturnType<typeof createColors>;

const looks: {
  readonly [status in Status]: {
    readonly mark: string;
    readonly color: keyof Paint & ('green' | 'red' | 'dim' | 'yellow' | 'cyan');
  };
} = {
  Succeeded: { mark: '✓', color: 'green' },
  Failed: { mark: '✗', color: 'red' },
  TimedOut: { mark: '✗', color: 'red' },
  Skipped: { mark: '-', color: 'dim' },
  Cancelled: { mark: '■', color: 'yellow' },
  Running: { mark: '…', color: 'cyan' },
  Waiting: { mark: '…', color: 'cyan' },
  Suspended: { mark: '…', color: 'yellow' },
};

/** The sign in front of an action. */
export function markOf(status: Status): string {
  return looks[status].mark;
}

/** A text in the color of a status. */
export function painted(text: string, status: Status, paint: Paint): string {
  return paint[looks[status].color](text);
}

/** A code for people: none where it says no more than the status does. */
export function tellingCode(code: string | undefined): string {
  return code === undefined || /^(OK|NotSpecified|ActionSkipped|ActionFailed)$/.test(code) ? '' : code;
}

/** How many there are of each status: `98 succeeded, 2 failed`. */
export function counted(statuses: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status.toLowerCase()}`).join(', ');
}
