import type { Io } from './io.js';

/** The process's own streams. A closed pipe (`| head`) ends the writing, not the run. */
export function nodeIo(): Io {
  const { stdout, stderr, env } = process;
  const writer = (stream: NodeJS.WriteStream) => {
    let open = true;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
      open = false;
    });
    return (text: string) => {
      if (open) stream.write(text);
    };
  };
  const isTerminal = stdout.isTTY;
  return {
    out: writer(stdout),
    err: writer(stderr),
    isTerminal,
    color:
      env['FORCE_COLOR'] !== undefined
        ? env['FORCE_COLOR'] !== '0'
        : isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    columns: stdout.columns || 80, // a terminal that does not know says 0
    env,
    async *lines({ prompt, history, ...options }) {
      const { createInterface } = await import('node:readline');
      const asks = isTerminal && process.stdin.isTTY;
      const completer = (line: string): [string[], string] => {
        const [found, part] = options.complete(line);
        return [[...found], part];
      };
      const reader = createInterface({
        input: process.stdin,
        terminal: asks,
        history: [...history],
        completer,
        ...(asks && { output: stdout, prompt }),
      });
      reader.on('SIGINT', () => reader.close());
      if (asks) reader.prompt();
      for await (const line of reader) {
        yield line;
        if (asks) reader.prompt();
      }
    },
    onInterrupt(act) {
      process.once('SIGINT', act);
      return () => void process.removeListener('SIGINT', act);
    },
    onStop(act) {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, act);
    },
  };
}
