import type { ExitCode, Io } from '../../io.js';
import { ask, userOf, type UserFlags } from './service.js';

/** `dryflow identity token revoke`: all tokens of a user. */
export async function tokenRevokeCommand(flags: UserFlags, io: Io): Promise<ExitCode> {
  return ask(flags, io, (service) => service.call('RevokeIdentityAccessTokens', { identityId: userOf(flags) }));
}
