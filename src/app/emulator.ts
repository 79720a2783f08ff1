import { join } from 'node:path';
import type { Emulator } from '../emulator/index.js';
import { configFolder } from './folders.js';

/** The emulator inside this process, on a free port, started when the first connection needs it. */
export interface EmbeddedEmulator {
  connectionString(): Promise<string>;
  close(): Promise<void>;
}

export function embeddedEmulator(env: { readonly [name: string]: string | undefined }): EmbeddedEmulator {
  let started: Promise<Emulator> | undefined;
  return {
    async connectionString() {
      started ??= start(env);
      return (await started).connectionString;
    },
    async close() {
      await (await started?.catch(() => undefined))?.close();
    },
  };
}

async function start(env: { readonly [name: string]: string | undefined }): Promise<Emulator> {
  const { startEmulator } = await import('../emulator/index.js');
  return startEmulator({ port: 0, signingKeyPath: signingKeyPath(env) });
}

/** The key that tokens are signed with: made once, since making it takes longer than a run. */
export function signingKeyPath(env: { readonly [name: string]: string | undefined }): string {
  return join(configFolder(env), 'emulator-signing-key.pem');
}

/** The folder of the development certificate that the emulator shows over https. */
export function certificateFolder(env: { readonly [name: string]: string | undefined }): string {
  return join(configFolder(env), 'emulator-certificate');
}

/** `UseDevelopmentEmulator=true`, dryflow's short form, written out for a standalone emulator at its usual address. */
export async function expandConnectionString(value: string): Promise<string> {
  if (!/^\s*UseDevelopmentEmulator\s*=\s*true\s*;?\s*$/i.test(value)) return value;
  const { WELL_KNOWN_KEY, WELL_KNOWN_PORT } = await import('../emulator/index.js');
  return `endpoint=http://127.0.0.1:${WELL_KNOWN_PORT}/;accesskey=${WELL_KNOWN_KEY}`;
}
