import { emulatorProgram, start } from './program.js';

const BARE = `process.on('SIGINT', () => process.exit()); require('http').createServer().listen(0, '127.0.0.1', () => console.log('ready'))`;

interface Figure {
  readonly ms: number;
  readonly memory: number;
}

/** How long the emulator takes until it accepts requests, and its memory then, beside a server of Node with nothing in it. */
export async function benchStart(): Promise<void> {
  await best([emulatorProgram, 'emulator', '--port', '0', '--json'], 1); // makes the certificate and the key
  const bare = await best(['-e', BARE]);
  console.log(`start of a bare http server     ${shown(bare)}`);
  for (const flags of [[], ['--no-https']]) {
    const figure = await best([emulatorProgram, 'emulator', '--port', '0', '--json', ...flags]);
    const ratios = `${(figure.ms / bare.ms).toFixed(1)} x and ${(figure.memory / bare.memory).toFixed(1)} x bare`;
    console.log(`start of dryflow emulator ${(flags[0] ?? '').padEnd(10)}${shown(figure)}  ${ratios}`);
  }
}

/** The least of a few: on a shared machine it is the truest. */
async function best(args: readonly string[], rounds = 7): Promise<Figure> {
  let least = { ms: Infinity, memory: Infinity };
  for (let round = 0; round < rounds; round += 1) {
    const started = await start(...args);
    const memory = await started.stop();
    least = { ms: Math.min(least.ms, started.ms), memory: Math.min(least.memory, memory) };
  }
  return least;
}

function shown({ ms, memory }: Figure): string {
  return `${ms.toFixed(0).padStart(5)} ms ${memory.toFixed(0).padStart(5)} MB`;
}
