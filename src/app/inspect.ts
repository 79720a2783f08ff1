import { acsVariables } from '../connectors/index.js';
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

type Env = { readonly [name: string]: string | undefined };

const PATIENCE = 2000;

/**
 * Asks the emulator about a token: that of the connection string, left out: of the environment's settings, where it is on
 * this machine, else the one at the usual address. Undefined where none answers. No other host ever gets to see the token.
 */
export async function askEmulator(
  token: string,
  connectionString: string | undefined,
  env: Env,
): Promise<Inspected | undefined> {
  const endpoint = localEndpoint(connectionString ?? inEnvironment(env)) ?? localEndpoint(await usual());
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

function inEnvironment(env: Env): string {
  const given = acsVariables.connectionStrings.map((name) => env[name]).find(Boolean);
  return given ?? `endpoint=${env[acsVariables.endpoint] ?? ''}`;
}

function usual(): Promise<string> {
  return expandConnectionString('UseDevelopmentEmulator=true');
}

function localEndpoint(connectionString: string): string | undefined {
  const [, text = ''] = /(?:^|;)\s*endpoint=([^;]*)/i.exec(connectionString) ?? [];
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && isThisMachine(url.hostname) ? url.origin : undefined;
}
