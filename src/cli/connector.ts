import type { Command } from 'commander';
import { repeat } from './inputs.js';
import type { ExitCode, Io } from './io.js';

/** Adds `dryflow connector` with its subcommands, each of which is loaded when it is asked for. */
export function addConnector(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const connector = program.command('connector').description('look at a connector, check it, serve it, call it');
  const command = (usage: string, description: string) =>
    connector
      .command(usage)
      .description(description)
      .argument('<file>', 'its apiDefinition.swagger.json, or the folder of it');

  command('list', 'list its triggers and actions with their inputs, as a maker sees them')
    .option('--json', 'print the list as JSON')
    .action(async (file, flags) =>
      done(await (await import('./commands/connector/list.js')).listCommand(file, flags, io)),
    );

  command('lint', 'check it by the rules of certification, offline; the files of its package are found beside it')
    .option('--against <file>', 'the published definition: changes that break flows built on it are told')
    .option('--strict', 'exit with 1 for warnings, too')
    .option('--all', 'show every finding, and not only the first of many of one rule')
    .option('--json', 'print the findings as JSON')
    .option('--sarif', 'print the findings as SARIF 2.1.0')
    .addHelpText(
      'after',
      '\nExit codes: 0 no errors (with --strict: and no warnings), 1 some were found, 2 the definition cannot be read.',
    )
    .action(async (file, flags) =>
      done(await (await import('./commands/connector/lint.js')).lintCommand(file, flags, io)),
    );

  command('mock', 'serve it over HTTP on this machine, its answers made from its examples and schemas')
    .option('--port <number>', 'the port, 0 for any free one; left out: 0')
    .option('--seed <text>', 'another seed gives other answers')
    .option('--json', 'print one JSON object a line')
    .action(async (file, flags) =>
      done(await (await import('./commands/connector/mock.js')).mockCommand(file, flags, io)),
    );

  command('call', 'call one operation and print its answer, tokens included')
    .argument('[operation]', 'the operation, by its operationId; left out: shows which there are')
    .option(
      '--with <name=value>',
      'an input, its value of the type that the connector says, or @file; may be repeated',
      repeat,
      [],
    )
    .option('--connections <file>', 'the connections file; left out: connections.yaml in this folder')
    .option('--json', 'print status, headers and body as JSON')
    .action(async (file, operation, flags) =>
      done(
        await (await import('./commands/call.js')).callCommand(file, operation, flags, io, 'dryflow connector call'),
      ),
    );
}
