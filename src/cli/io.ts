/** A program's surroundings, so that commands can be run in a test as they run on a terminal. */
export interface Io {
  /** Writes to standard output or standard error; whoever closed them is not told again. */
  out(text: string): void;
  err(text: string): void;
  /** Whether a person looks at standard output. */
  readonly isTerminal: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly env: { readonly [name: string]: string | undefined };
  /** The lines of standard input; from a person with a prompt, a history and completion, until Ctrl-D. */
  lines(options: LineOptions): AsyncIterable<string>;
  /** Called once when the user presses Ctrl-C, until taken back. */
  onInterrupt(act: () => void): () => void;
  /** Called once when a server is to end: Ctrl-C, or SIGTERM, which whatever started it sends (CI, a container). */
  onStop(act: () => void): void;
}

export interface LineOptions {
  readonly prompt: string;
  /** Lines of earlier times, the newest first. */
  readonly history: readonly string[];
  /** The ways to complete a line, each with what it takes the place of. */
  complete(line: string): readonly [readonly string[], string];
}

/** What a command ends with: 0 done, 1 the run or check failed, 2 wrong usage or unreadable input, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Wrong usage: the message is for the user, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
