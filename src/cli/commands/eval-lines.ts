// Expressions line by line: typed by a person, with history and completion, or piped in.
import { appendFile, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configFolder } from '../../folders.js';
import { functions, nameOf } from '../../expressions/index.js';
import { makeFolder } from '../../make-folder.js';
import type { ExitCode, Io } from '../io.js';

const remembered = 500;

const help = `Type an expression, for example concat('a', 'b') or Hello @{utcNow('yyyy')}.
  Tab         completes the name of a function
  .functions  lists them
  .help       shows this
  .exit       ends, as Ctrl-D does
`;

/** Shows the value of every line; ends with 1 where a line that was piped in has none. */
export async function readLines(show: (line: string) => boolean, io: Io): Promise<ExitCode> {
  const file = join(configFolder(io.env), 'eval-history');
  const history = io.isTerminal ? await recall(file) : [];
  if (io.isTerminal) io.out('Type an expression, or .help.\n');
  let failed = false;
  for await (const written of io.lines({ prompt: '> ', history, complete })) {
    const line = written.trim();
    if (line === '.exit') break;
    if (line === '') continue;
    if (line === '.help') io.out(help);
    else if (line === '.functions') io.out(`${functions.map(nameOf).join(' ')}\n`);
    else if (line.startsWith('.')) io.err(`There is no command '${line}'. .help lists them.\n`);
    else failed = !show(line) || failed;
    if (io.isTerminal) await remember(file, line);
  }
  return failed && !io.isTerminal ? 1 : 0;
}

/** Completes the name of a function at the end of a line. */
export function complete(line: string): readonly [readonly string[], string] {
  const [start = ''] = /[a-z]\w*$/i.exec(line) ?? [];
  if (start === '') return [[], line];
  const names = functions.map(nameOf).filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
  return [names.map((name) => `${name}(`), start];
}

/** The lines of earlier times, the newest first. A history that cannot be read or written is no reason to stop. */
async function recall(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).slice(-remembered).toReversed();
}

async function remember(file: string, line: string): Promise<void> {
  try {
    makeFolder(dirname(file), 0o700);
    await appendFile(file, `${line}\n`, { mode: 0o600 });
  } catch {
    // It is only for convenience.
  }
}
