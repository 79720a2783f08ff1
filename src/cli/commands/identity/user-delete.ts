import type { ExitCode, Io } from '../../io.js';
import { ask, userOf, type UserFlags } from './service.js';

/** `dryflow identity user delete`: the user and all of the user's tokens. */
export async function userDeleteCommand(flags: UserFlags, io: Io): Promise<ExitCode> {
  return ask(flags, io, (service) => service.call('DeleteCommunicationIdentity', { identityId: userOf(flags) }));
}
