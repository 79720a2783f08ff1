import { askEmulator, type Inspected } from '../../../app/index.js';
import type { JsonObject } from '../../../json.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { print, type ConnectionFlags } from './service.js';

/** `dryflow identity token inspect`: what the emulator says of a token, or what the token says of itself. */
export async function tokenInspectCommand(
  text: string | undefined,
  { connectionString }: ConnectionFlags,
  io: Io,
): Promise<ExitCode> {
  const token = (text ?? io.env['AZURE_COMMUNICATION_ACCESS_TOKEN'])?.trim();
  if (!token) throw new UsageError('There is no token. Give one, or set AZURE_COMMUNICATION_ACCESS_TOKEN.');
  const inspected = await askEmulator(token, connectionString, io.env);
  const state = known(inspected) ?? (await decoded(token, inspected?.endpoint));
  print(state, io);
  // To the emulator that was asked, a token that it has not signed is as good as a forged one.
  return state['valid'] === false || inspected?.state['valid'] === false ? 1 : 0;
}

/** An emulator knows only of tokens that it signed. */
function known(inspected: Inspected | undefined): JsonObject | undefined {
  if (!inspected || inspected.state['reason'] === 'bad-signature') return undefined;
  return { ...inspected.state, source: `the emulator at ${inspected.endpoint}` };
}

async function decoded(token: string, emulator: string | undefined): Promise<JsonObject> {
  const { decodeToken } = await import('../../../emulator/index.js');
  const others = emulator === undefined ? 'no emulator answered' : `the emulator at ${emulator} did not sign it`;
  const state = { ...decodeToken(token, Date.now()), source: `the token itself; ${others}` };
  return JSON.parse(JSON.stringify(state)) as JsonObject;
}
