// A run as it happens: a line for each action that has ended, and on a terminal a few more below for those that run.
import { createColors } from 'picocolors';
import type { RunEvent } from '../run/index.js';
import type { Io } from './io.js';
import { markOf, painted, tellingCode } from './status.js';

export interface Progress {
  on(event: RunEvent): void;
  /** Takes the moving lines away. */
  stop(): void;
}

type Ended = Extract<RunEvent, { kind: 'action-ended' }>;

// The moving lines are redrawn this often, and so many are shown at most.
const interval = 100;
const shownAtOnce = 6;

// Beside the path stand a status, a time and a code: so much is left for them.
const forTheRest = 36;

/** `now` is for tests; `longest` is how long the longest path will probably be. */
export function progress(
  io: Io,
  longest: number,
  mask: (text: string) => string,
  now: () => number = Date.now,
): Progress {
  const paint = createColors(io.color);
  const running = new Map<string, { since: number; note: string }>();
  const most = Math.max(16, (io.isTerminal ? io.columns : 120) - forTheRest);
  let [pathWidth, timeWidth] = [Math.min(longest, most), 8];
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;

  /** A path in its column, which grows where it has to and stays as wide. */
  function inColumn(path: string): string {
    pathWidth = Math.min(most, Math.max(pathWidth, path.length));
    return path.padEnd(pathWidth);
  }

  function erase(): void {
    if (drawn > 0) io.out(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  }

  function draw(): void {
    if (!io.isTerminal) return;
    const all = [...running];
    const lines = all.slice(0, shownAtOnce).map(([path, { since, note }]) => {
      const time = duration(now() - since);
      return paint.dim(cut(`… ${inColumn(path)}  ${note || 'Running'}  ${time}`, io.columns - 1));
    });
    if (all.length > shownAtOnce) lines.push(paint.dim(`… and ${all.length - shownAtOnce} more`));
    if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
    drawn = lines.length;
  }

  function redraw(): void {
    erase();
    draw();
  }

  function say(line: string): void {
    erase();
    io.out(`${line}\n`);
    draw();
  }

  function ended(event: Ended): string {
    const time = duration(Date.parse(event.at) - Date.parse(event.startTime));
    timeWidth = Math.max(timeWidth, time.length);
    const columns = [
      `${inColumn(event.path)}  `,
      event.status.padEnd(9),
      event.status === 'Skipped' ? '' : time.padStart(timeWidth),
      tellingCode(event.code),
    ];
    return painted(`${markOf(event.status)} ${columns.join('  ')}`.trimEnd(), event.status, paint);
  }

  return {
    on(event) {
      switch (event.kind) {
        case 'action-started':
          running.set(event.path, { since: now(), note: '' });
          if (io.isTerminal) {
            timer ??= setInterval(redraw, interval).unref();
            redraw();
          }
          return;
        case 'action-waiting': {
          const note = `waits to be called at ${event.callbackUrl}`;
          const entry = running.get(event.path);
          if (entry) entry.note = note;
          return say(paint.cyan(`… ${inColumn(event.path)}    ${mask(note)}`));
        }
        case 'action-retried': {
          const wait = duration(Date.parse(event.until) - Date.parse(event.at));
          const note = `retry ${event.retry} of ${event.count} in ${wait} (${event.failed.code})`;
          const entry = running.get(event.path);
          if (entry) entry.note = note;
          return io.isTerminal ? redraw() : say(`… ${inColumn(event.path)}    ${mask(note)}`);
        }
        case 'action-ended':
          running.delete(event.path);
          return say(mask(ended(event)));
        default:
      }
    },
    stop() {
      if (timer) clearInterval(timer);
      running.clear();
      erase();
    },
  };
}

/** A length of time for people: `45 ms`, `7.5 s`, `2 min 5 s`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;
}
