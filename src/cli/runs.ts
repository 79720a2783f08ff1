import type { Command } from 'commander';
import type { ExitCode, Io } from './io.js';

/** Adds `dryflow runs` with its subcommands, each of which is loaded when it is asked for. */
export function addRuns(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const runs = program
    .command('runs')
    .description('look at the runs in the history, start them anew, cancel and delete them');
  const command = (usage: string, description: string) =>
    runs
      .command(usage)
      .description(description)
      .option('--history <file>', 'the history; left out: DRYFLOW_HISTORY or .dryflow/history.db');
  const filtered = (usage: string, description: string) =>
    command(usage, description)
      .option('--workflow <name>', 'only runs of this workflow')
      .option(
        '--status <status>',
        'only runs with this status: Succeeded, Failed, TimedOut, Cancelled, Running, Suspended',
      )
      .option('--since <when>', 'only runs that began since then: a date, or an age as 2h or 3d')
      .option('--before <when>', 'only runs that began before then')
      .option('--tracking <value>', 'only runs with this client tracking id or value of a tracked property');

  filtered('list', 'list runs, the newest first')
    .option('--limit <number>', 'how many; left out: 20, or all with --json')
    .option('--json', 'print the list as JSON')
    .action(async (flags) => done(await (await import('./commands/runs/list.js')).listCommand(flags, io)));

  command('show <run>', 'show a run, given by the beginning of its id, or the last one: last')
    .option(
      '--action <name>',
      'one action with its inputs and outputs; in a loop by its path: Each[3]/Get; or one iteration: Each[3]',
    )
    .option('--json', 'print the run, or the action, as JSON')
    .action(async (run, flags) => done(await (await import('./commands/runs/show.js')).showCommand(run, flags, io)));

  command('cancel <run...>', 'cancel runs that are in progress or suspended').action(async (names, flags) =>
    done(await (await import('./commands/runs/cancel.js')).cancelCommand(names, flags, io)),
  );

  command('resubmit <run>', 'start a run anew, with the trigger and the parameters that it had')
    .option('--json', 'print the whole run as JSON')
    .option('--show-secrets', 'show tokens and keys in the clear')
    .action(async (run, flags) =>
      done(await (await import('./commands/runs/resubmit.js')).resubmitCommand(run, flags, io)),
    );

  filtered('delete [run...]', 'delete runs, by their ids or by what they have in common')
    .option('--yes', 'delete all that match')
    .action(async (names, flags) =>
      done(await (await import('./commands/runs/delete.js')).deleteCommand(names, flags, io)),
    );

  command('export <run>', 'print all that is kept of a run as JSON, its secrets masked')
    .option('--output <file>', 'write it to this file')
    .action(async (run, flags) =>
      done(await (await import('./commands/runs/export.js')).exportCommand(run, flags, io)),
    );
}
