import type { Json } from '../../../json.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';
import { ask, at, userOf, type ConnectionFlags } from './service.js';

export interface TokenIssueFlags extends ConnectionFlags {
  readonly scope: readonly string[];
  readonly user?: string;
  readonly expiresIn?: string;
}

/** `dryflow identity token issue`: prints a token, of a new user where none is given. */
export async function tokenIssueCommand(flags: TokenIssueFlags, io: Io): Promise<ExitCode> {
  const { scope, user } = flags;
  const lifetime = flags.expiresIn === undefined ? {} : { expiresInMinutes: minutes(flags.expiresIn) };
  if (user === undefined) {
    const body = { createTokenWithScopes: scope, ...lifetime };
    const shown = (answer: Json) => issued(at(answer, 'identity', 'id'), at(answer, 'accessToken'));
    return ask(flags, io, (service) => service.call('CreateCommunicationIdentity', { body }), shown);
  }
  const given = { identityId: userOf({ user }), body: { scopes: scope, ...lifetime } };
  const shown = (answer: Json) => issued(user, answer);
  return ask(flags, io, (service) => service.call('IssueIdentityAccessToken', given), shown);
}

/** The names are those of `az`. */
function issued(user: Json, token: Json): Json {
  return { expires_on: at(token, 'expiresOn'), token: at(token, 'token'), user_id: user };
}

/** Whether the lifetime is a good one is for the service to say. */
function minutes(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--expires-in takes minutes, such as 60, not '${text}'.`);
  return Number(text);
}
