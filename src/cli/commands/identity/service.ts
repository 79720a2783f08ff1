// What the commands about identities have in common: the resource they talk to, and how its answers are shown.
import { identityService, type IdentityAnswer, type IdentityService } from '../../../app/index.js';
import { isObject, own, stringifyJson, type Json } from '../../../json.js';
import { UsageError, type ExitCode, type Io } from '../../io.js';

export interface ConnectionFlags {
  readonly connectionString?: string;
}

export interface UserFlags extends ConnectionFlags {
  readonly user: string;
}

/** Asks the resource that the flags or the environment name, and prints what `shown` makes of the answer, if anything. */
export async function ask(
  flags: ConnectionFlags,
  io: Io,
  question: (service: IdentityService) => Promise<IdentityAnswer>,
  shown: (body: Json) => Json | undefined = () => undefined,
): Promise<ExitCode> {
  const service = await identityService(io.env, flags.connectionString);
  if ('message' in service)
    throw new UsageError(service.message + (service.advice === undefined ? '' : `\n  → ${service.advice}`));
  try {
    io.err(`  → ${service.target}\n`);
    const answer = await question(service);
    if ('problem' in answer)
      io.err(`${answer.problem}${answer.advice === undefined ? '' : `\n  → ${answer.advice}`}\n`);
    else print(shown(answer.body), io);
    return 'problem' in answer ? 1 : 0;
  } finally {
    service.close();
  }
}

/** The id of `--user`, which is part of an address and must not be empty (a variable of a shell that is not set). */
export function userOf({ user }: { readonly user: string }): string {
  if (user.trim() === '') throw new UsageError('--user takes the id of a user, such as 8:acs:…; it is empty.');
  return user;
}

/** Prints a value as `az` does: JSON, indented. */
export function print(value: Json | undefined, io: Io): void {
  if (value !== undefined) io.out(`${JSON.stringify(JSON.parse(stringifyJson(value)), null, 2)}\n`);
}

/** The value at a path of property names, null where there is none. */
export function at(value: Json, ...path: readonly string[]): Json {
  return path.reduce((from, name) => (isObject(from) ? (own(from, name) ?? null) : null), value);
}
