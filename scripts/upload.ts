// Uploads the connector with Microsoft's command line `paconn`, or prints how: `npm run connector:upload`. The first time
// it creates the connector, and paconn notes its ID in connector/settings.json; from then on it updates it. Where the
// file names no environment, paconn asks for one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Settings {
  readonly connectorId?: string | null;
}

const SETTINGS = 'settings.json';
const folder = fileURLToPath(new URL('../connector/', import.meta.url));

const USAGE = `Usage: npm run connector:upload [-- --print]

Creates the connector in an environment of Power Platform; once it is there, updates it. It needs Python and paconn:
  pip install paconn
  paconn login

  --print  only print the command
  --help   show this text`;

/**
 * The arguments of paconn, to be run in the folder `connector`. Creating asks for the secret of an OAuth application as
 * soon as a connection parameter has OAuth settings; ours has none of its own: each connection brings its service
 * principal. And without leave to overwrite, paconn asks, and on a no forgets the ID of what it has created (paconn
 * 0.0.21).
 */
export function paconnArguments({ connectorId }: Settings): string[] {
  if (connectorId) return ['update', '--settings', SETTINGS];
  return ['create', '--settings', SETTINGS, '--secret', 'unused', '--overwrite-settings'];
}

function main(given: readonly string[]): number {
  const unknown = given.find((argument) => !['--help', '-h', '--print'].includes(argument));
  if (unknown !== undefined) return refuse(unknown);
  if (given.length === 0) return upload();
  return given.includes('--print') ? print() : help();
}

function refuse(argument: string): number {
  console.error(`There is no argument ${argument}. Nothing was uploaded.\n\n${USAGE}`);
  return 2;
}

function help(): number {
  console.log(USAGE);
  return 0;
}

function command(): string[] {
  return paconnArguments(JSON.parse(readFileSync(`${folder}${SETTINGS}`, 'utf8')) as Settings);
}

function print(): number {
  console.log(`cd connector && paconn ${command().join(' ')}`);
  return 0;
}

function upload(): number {
  print();
  const shell = process.platform === 'win32';
  const { error, status } = spawnSync('paconn', command(), { cwd: folder, stdio: 'inherit', shell });
  if (error)
    console.error(
      'paconn cannot be started. If it is not installed: pip install paconn. Sign in with: paconn login. Then run this again.',
    );
  else if (status !== 0)
    console.error('paconn has failed; above it says why. If its access token is invalid, sign in with: paconn login');
  return error ? 1 : (status ?? 1);
}

if (process.argv[1]?.endsWith('upload.ts')) process.exitCode = main(process.argv.slice(2));
