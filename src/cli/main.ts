import { Command, CommanderError } from 'commander';
import { createColors } from 'picocolors';
import { version } from '../version.js';
import { addConnector } from './connector.js';
import { addIdentity } from './identity.js';
import { repeat } from './inputs.js';
import { UsageError, type ExitCode, type Io } from './io.js';
import { addRuns } from './runs.js';

/** The command line: parses the arguments and runs one command, each of which is loaded when it is asked for. */
export async function main(args: readonly string[], io: Io): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = programOf(io, (code) => (exit = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    io.err(`${createColors(io.color).red('error')}: ${error.message}\n`);
    return 2;
  }
}

function programOf(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('dryflow')
    .description('Runs Power Automate and Logic Apps flows on your own machine.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showSuggestionAfterError()
    // What is left out is told in the description, where there is anything to tell.
    .configureHelp({ optionDescription: ({ description }) => description })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 the run failed, 2 wrong usage or unreadable input, 130 a run was interrupted.\n' +
        'Servers (emulator, connector mock) end with 0 on Ctrl-C and on SIGTERM.',
    );

  program
    .command('run')
    .description('run a workflow and show what happens')
    .argument('[file]', 'the workflow: a file in YAML or JSON, a package (.zip), or the folder of a Logic Apps project')
    .option('--workflow <name>', 'which workflow, where there are several')
    .option('--trigger-body <json>', 'what the trigger gets: JSON, or @file.json')
    .option('--param <name=value>', 'the value of a parameter; may be repeated', repeat, [])
    .option('--connections <file>', 'the connections file; left out: connections.yaml beside the workflow')
    .option(
      '--mocks <file>',
      'a YAML or JSON file of answers by the names of actions: such an action gives its answer and asks no service',
    )
    .option(
      '--mock-connectors',
      'let connectors answer from their swagger, or with what the flow reads of them, asking no service',
    )
    .option(
      '--dry-run',
      'ask nobody: like --mock-connectors, but for HTTP actions, functions and what cannot run here, too; waits pass at once',
    )
    .option('--mock-seed <text>', 'another seed gives other made-up answers')
    .option('--strict', "fail actions whose answers are not of the types that the connector's swagger says")
    .option('--record <folder>', 'keep what actions are answered, secrets masked, one file an action')
    .option('--replay <folder>', 'let actions answer as they were recorded')
    .option('--emulator', 'use the embedded emulator for ACS Identity, whatever its connection says')
    .option('--fast-forward', 'let waits, retries and the life of tokens pass at once')
    .option('--history <file>', 'where the run is kept, or none; left out: DRYFLOW_HISTORY or .dryflow/history.db')
    .option('--durability <level>', 'full, normal or none: when what is recorded is on the disk')
    .option('--resume <run>', 'go on with a run that was stopped: its id, the beginning of it, or last')
    .option('--json', 'print the whole run as JSON')
    .option('--show-secrets', 'show tokens and keys in the clear')
    .action(async (file, flags) => done(await (await import('./commands/run.js')).runCommand(file, flags, io)));

  program
    .command('call')
    .description('call one operation of a connector and print its answer, tokens included')
    .argument('<connector>', "acs-identity, the path of a swagger file, or a connection's name")
    .argument('[operation]', 'the operation, for example CreateCommunicationIdentity; left out: shows which there are')
    .option(
      '--with <name=value>',
      'an input, its value of the type that the connector says, or @file; may be repeated',
      repeat,
      [],
    )
    .option('--connections <file>', 'the connections file; left out: connections.yaml in this folder')
    .option('--emulator', 'use the embedded emulator for ACS Identity, whatever its connection says')
    .option('--json', 'print status, headers and body as JSON')
    .action(async (connector, operation, flags) =>
      done(await (await import('./commands/call.js')).callCommand(connector, operation, flags, io)),
    );

  program
    .command('eval')
    .description('evaluate an expression')
    .argument('[expression]', `for example "@concat('a', 'b')"; left out: expressions are read line by line`)
    .option('--context <file>', 'a JSON file with parameters, variables, actions, trigger, item')
    .action(async (expression, flags) =>
      done(await (await import('./commands/eval.js')).evalCommand(expression, flags, io)),
    );

  const emulator = program
    .command('emulator')
    .description('run Azure Communication Services Identity offline')
    .option('--port <number>', 'the port of http, 0 for any free one; left out: 10227')
    .option('--https-port <number>', 'the port of https, 0 for any free one; left out: the one after that of http')
    .option('--no-https', 'http alone')
    .option('--host <address>', 'the address to listen at; left out: 127.0.0.1')
    .option('--data <folder>', 'keep identities and keys in this folder; left out: they end with the emulator')
    .option('--resource <name[=key]>', 'another resource, told apart by its key; may be repeated', repeat, [])
    .option('--no-auth', 'ask nobody for a signature or a token')
    .option('--entra-keys <address>', 'a JSON Web Key Set (URL or file) whose Microsoft Entra tokens are good too')
    .option('--revocation-delay <seconds>', 'how long a revocation takes to be in force; left out: 0')
    .option('--limits <factor>', "multiplies the service's rate limits; left out: 1")
    .option('--no-limits', 'no rate limits')
    .option('--fault <fault>', 'OPERATION:EFFECT[:every=N][:times=N][:retry-after=S]; may be repeated', repeat, [])
    .option('--strict-api-version', 'refuse an api-version newer than all that are known')
    .option('--preview', 'serve the preview of 2025-03-02: custom ids, reading an identity')
    .option('--json', 'print one JSON object a line')
    .action(async (flags) => done(await (await import('./commands/emulator.js')).emulatorCommand(flags, io)));

  emulator
    .command('cert')
    .description('print the development certificate of https and how each client trusts it')
    .option('--json', 'print its path as JSON')
    .action(async (_, command: Command) =>
      done(await (await import('./commands/emulator-cert.js')).emulatorCertCommand(command.optsWithGlobals(), io)),
    );

  addIdentity(program, io, done);
  addRuns(program, io, done);
  addConnector(program, io, done);

  return program;
}
