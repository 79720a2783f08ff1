import { rmSync } from 'node:fs';
import type { Clock } from '../engines/index.js';
import type { Emulator, FileStore } from '../emulator/index.js';
import { HistoryError } from '../history/index.js';
import { certificateFolder, signingKeyPath } from '../folders.js';

/** The emulator inside this process, on a free port, started when the first connection needs it. */
export interface EmbeddedEmulator {
  connectionString(): Promise<string>;
  close(): Promise<void>;
}

type Env = { readonly [name: string]: string | undefined };

/** Its tokens live by the run's clock, so that they expire in virtual time too. */
export function embeddedEmulator(env: Env, clock: Clock, file?: string): EmbeddedEmulator {
  let started: Promise<{ emulator: Emulator; store: FileStore | undefined }> | undefined;
  return {
    async connectionString() {
      started ??= start(env, clock, file);
      return (await started).emulator.connectionString;
    },
    async close() {
      const running = await started?.catch(() => undefined);
      await running?.emulator.close();
      running?.store?.close();
    },
  };
}

async function start(env: Env, clock: Clock, file: string | undefined) {
  const { startEmulator, sqliteStore, StoreError } = await import('../emulator/index.js');
  const store =
    file === undefined
      ? undefined
      : await sqliteStore(file).catch((error: unknown) => {
          // It is beside the history, and belongs to it.
          if (!(error instanceof StoreError)) throw error;
          throw new HistoryError(error.code, error.message, error.advice, error);
        });
  const emulator = await startEmulator({
    port: 0,
    signingKeyPath: signingKeyPath(env),
    clock: () => Date.parse(clock.now()),
    ...(store && { store }),
  });
  return { emulator, store };
}

/** The file beside a history that keeps the emulator's identities while a run can be resumed. */
export function emulatorFile(history: string, runId: string): string {
  return `${history}-${runId}.emulator`;
}

/** Forgets the emulator of a run that has ended. */
export function forgetEmulator(history: string, runId: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(emulatorFile(history, runId) + ending, { force: true });
}

/** The certificate that vouches for an emulator of this user, where one has been made; asked for when it is needed. */
export function developmentAuthority(env: Env): () => Promise<string | undefined> {
  return async () => {
    const { authorityIn } = await import('../emulator/index.js');
    return authorityIn(certificateFolder(env));
  };
}

/** `UseDevelopmentEmulator=true`, dryflow's short form, written out for a standalone emulator at its usual address. */
export async function expandConnectionString(value: string): Promise<string> {
  if (!/^\s*UseDevelopmentEmulator\s*=\s*true\s*;?\s*$/i.test(value)) return value;
  const { WELL_KNOWN_KEY, WELL_KNOWN_PORT } = await import('../emulator/index.js');
  return `endpoint=http://127.0.0.1:${WELL_KNOWN_PORT}/;accesskey=${WELL_KNOWN_KEY}`;
}
