import type { ExitCode, Io } from '../../io.js';
import { ask, type UserFlags } from './service.js';

/** `dryflow identity token revoke`: all tokens of a user. */
export function tokenRevokeCommand(flags: UserFlags, io: Io): Promise<ExitCode> {
  return ask(flags, io, (service) => service.call('RevokeIdentityAccessTokens', { identityId: flags.user }));
}
