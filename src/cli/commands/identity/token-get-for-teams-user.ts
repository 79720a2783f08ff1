import type { ExitCode, Io } from '../../io.js';
import { ask, at, type ConnectionFlags } from './service.js';

export interface TeamsFlags extends ConnectionFlags {
  readonly aadToken: string;
  readonly client: string;
  readonly aadUser: string;
}

/** `dryflow identity token get-for-teams-user`: prints a token of the Teams user. */
export function tokenForTeamsCommand(flags: TeamsFlags, io: Io): Promise<ExitCode> {
  const body = { token: flags.aadToken, appId: flags.client, userId: flags.aadUser };
  return ask(
    flags,
    io,
    (service) => service.call('ExchangeTeamsUserAccessToken', { body }),
    (answer) => ({ expires_on: at(answer, 'expiresOn'), token: at(answer, 'token') }),
  );
}
