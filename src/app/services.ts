// What the workflows of one run share: the door to the network, time, the emulator, and what is secret.
import { systemClock, virtualClock, type Clock } from '../engines/index.js';
import { createSend, type Send } from '../http/index.js';
import { createSecrets, type Secrets } from '../secrets.js';
import { developmentAuthority, embeddedEmulator, type EmbeddedEmulator } from './emulator.js';
import type { Surrounding } from './options.js';

export interface Services {
  readonly env: { readonly [name: string]: string | undefined };
  readonly send: Send;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly emulator: EmbeddedEmulator;
  close(): Promise<void>;
}

/** `emulatorFile` keeps the emulator's identities while the run can be resumed. */
export function createServices(
  { env = process.env, fastForward = false, now }: Surrounding & { readonly now?: string | undefined },
  emulatorFile: string | undefined,
  secrets = createSecrets(),
): Services {
  const send = createSend(undefined, developmentAuthority(env));
  const clock = fastForward ? virtualClock(now) : systemClock(now);
  const emulator = embeddedEmulator(env, clock, emulatorFile);
  return {
    env,
    send,
    clock,
    secrets,
    emulator,
    async close() {
      send.close();
      await emulator.close();
    },
  };
}
