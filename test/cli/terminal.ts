import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';

/** What a command printed and how it ended. */
export interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface Terminal {
  readonly isTerminal?: boolean;
  readonly color?: boolean;
  readonly columns?: number;
  readonly env?: Io['env'];
  /** Presses Ctrl-C as soon as a command listens for it. */
  readonly interrupt?: boolean;
  /** Presses Ctrl-C once this has been printed. */
  readonly interruptAfter?: RegExp;
  /** What is typed, line by line. */
  readonly input?: readonly string[];
  readonly onOut?: (text: string) => void;
  readonly onErr?: (text: string) => void;
  /** Is given the way to press Ctrl-C. */
  readonly onInterrupt?: (press: () => void) => void;
}

/** Runs one command as `dryflow` would. */
export async function dryflow(args: readonly string[], terminal: Terminal = {}): Promise<Said> {
  const said = { out: '', err: '' };
  let interrupt = (): void => undefined;
  const { isTerminal = false, color = false, columns = 80, env = {} } = terminal;
  const listen = (act: () => void): void => {
    interrupt = act;
    terminal.onInterrupt?.(act);
    if (terminal.interrupt) queueMicrotask(act);
  };
  const exit = await main(args, {
    out(text) {
      said.out += text;
      terminal.onOut?.(text);
      if (terminal.interruptAfter?.test(text)) interrupt();
    },
    err(text) {
      said.err += text;
      terminal.onErr?.(text);
    },
    isTerminal,
    color,
    columns,
    // The signing key is cached where the user's settings are, and a test leaves those alone, and the folder it runs in.
    env: { XDG_CONFIG_HOME: scratch, APPDATA: scratch, DRYFLOW_HISTORY: 'none', ...env },
    async *lines() {
      yield* terminal.input ?? [];
    },
    onInterrupt(act) {
      listen(act);
      return () => undefined;
    },
  });
  return { exit, ...said };
}

const scratch = mkdtempSync(join(tmpdir(), 'dryflow-test-'));

/** A folder with these files in it. */
export function folder(files: { readonly [name: string]: string }): (name: string) => string {
  const path = mkdtempSync(join(tmpdir(), 'dryflow-test-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return (name) => join(path, name);
}
