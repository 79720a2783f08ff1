import type { Command } from 'commander';
import type { ExitCode, Io } from './io.js';

/** A test holds it to what counts (`acsVariables`), which is not loaded for a text. */
const ENVIRONMENT = `
Without --connection-string the resource is that of the first of these variables that is set:
  COMMUNICATION_SERVICES_CONNECTION_STRING
  AZURE_COMMUNICATION_CONNECTION_STRING
  COMMUNICATION_SERVICES_ENDPOINT, with COMMUNICATION_SERVICES_ACCESSKEY or Microsoft Entra
UseDevelopmentEmulator=true is the connection string of "dryflow emulator".`;

/** Adds `dryflow identity` with its subcommands, which have the flags of `az communication identity`. */
export function addIdentity(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const identity = program
    .command('identity')
    .description('create users of Communication Services and issue access tokens, in a resource or the emulator');
  const user = identity.command('user').description('create and delete users');
  const token = identity.command('token').description('issue, revoke and inspect access tokens');
  const command = (of: Command, usage: string, description: string) =>
    of
      .command(usage)
      .description(description)
      .option('--connection-string <text>', 'the resource; left out: that of the environment, see below')
      .addHelpText('after', ENVIRONMENT);

  command(user, 'create', 'create a user').action(async (flags) =>
    done(await (await import('./commands/identity/user-create.js')).userCreateCommand(flags, io)),
  );

  command(user, 'delete', 'delete a user; all tokens of the user are revoked')
    .requiredOption('--user <id>', "the user's id: 8:acs:…")
    .option('-y, --yes', 'as az has it; nothing is asked with or without it')
    .action(async (flags) =>
      done(await (await import('./commands/identity/user-delete.js')).userDeleteCommand(flags, io)),
    );

  command(token, 'issue', 'issue an access token, and print it')
    .requiredOption('--scope <scope...>', 'chat, voip, chat.join, chat.join.limited, voip.join; may be repeated')
    .option('--user <id>', 'the user; left out: a new one')
    .option('--expires-in <minutes>', 'how long the token is valid, from 60 to 1440; left out: 1440')
    .action(async (flags) =>
      done(await (await import('./commands/identity/token-issue.js')).tokenIssueCommand(flags, io)),
    );

  command(token, 'revoke', 'revoke all access tokens of a user')
    .requiredOption('--user <id>', "the user's id: 8:acs:…")
    .option('-y, --yes', 'as az has it; nothing is asked with or without it')
    .action(async (flags) =>
      done(await (await import('./commands/identity/token-revoke.js')).tokenRevokeCommand(flags, io)),
    );

  command(token, 'get-for-teams-user', 'exchange the Microsoft Entra token of a Teams user, and print the access token')
    .requiredOption('--aad-token <token>', 'the Microsoft Entra token of the Teams user')
    .requiredOption('--client <id>', 'the client id of the Entra application that the token was made for')
    .requiredOption('--aad-user <id>', 'the object id of the Teams user')
    .action(async (flags) =>
      done(await (await import('./commands/identity/token-get-for-teams-user.js')).tokenForTeamsCommand(flags, io)),
    );

  command(token, 'inspect [token]', 'tell whether a token is valid, why not, for whom, until when and what it allows')
    .addHelpText(
      'after',
      '\nThe emulator is asked where one runs. Left out, the token is AZURE_COMMUNICATION_ACCESS_TOKEN.',
    )
    .action(async (text, flags) =>
      done(await (await import('./commands/identity/token-inspect.js')).tokenInspectCommand(text, flags, io)),
    );
}
