import { createSend } from '../http/index.js';
import { isObject, type JsonObject } from '../json.js';
import { isThisMachine } from '../this-machine.js';
import { developmentAuthority, expandConnectionString } from './emulator.js';
import { jsonIn } from './identity.js';

/** An emulator, and what it says of a token. */
export interface Inspected {
  readonly endpoint: string;
  readonly state: JsonObject;
}

const PATIENCE = 2000;

/**
 * Asks the emulator about a token: that of the connection string where it is on this machine, else the one at the usual
 * address. Undefined where none answers. No other host ever gets to see the token.
 */
export async function askEmulator(
  token: string,
  connectionString: string | undefined,
  env: { readonly [name: string]: string | undefined },
): Promise<Inspected | undefined> {
  const endpoint = localEndpoint(connectionString ?? '') ?? localEndpoint(await usual());
  if (endpoint === undefined) return undefined;
  const send = createSend(undefined, developmentAuthority(env));
  try {
    const url = `${endpoint}/.emulator/tokens/inspect`;
    const body = new TextEncoder().encode(JSON.stringify({ token }));
    const answer = await send({ method: 'POST', url, headers: {}, body }, AbortSignal.timeout(PATIENCE));
    const state = answer.status === 200 ? jsonIn(new TextDecoder().decode(answer.body)) : undefined;
    return isObject(state) ? { endpoint, state } : undefined;
  } catch {
    return undefined;
  } finally {
    send.close();
  }
}

function usual(): Promise<string> {
  return expandConnectionString('UseDevelopmentEmulator=true');
}

function localEndpoint(connectionString: string): string | undefined {
  const [, text = ''] = /(?:^|;)\s*endpoint=([^;]*)/i.exec(connectionString) ?? [];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && isThisMachine(url.hostname) ? url.origin : undefined;
}
