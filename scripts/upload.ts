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

/**
 * The arguments of paconn, to be run in the folder `connector`. Creating asks for the secret of an OAuth application as
 * soon as a connection parameter has OAuth settings. Ours has none of its own: each connection brings its service principal.
 */
export function paconnArguments({ connectorId }: Settings): string[] {
  const command = connectorId ? ['update'] : ['create', '--secret', 'unused'];
  return [...command, '--settings', SETTINGS];
}

function main(): void {
  const settings = JSON.parse(readFileSync(`${folder}${SETTINGS}`, 'utf8')) as Settings;
  const args = paconnArguments(settings);
  console.log(`cd connector && paconn ${args.join(' ')}`);
  const { error, status } = spawnSync('paconn', args, {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error)
    console.error(
      'paconn is not installed. Get it with: pip install paconn. Sign in with: paconn login. Then run the line above.',
    );
  process.exitCode = error ? 1 : (status ?? 1);
}

if (process.argv[1]?.endsWith('upload.ts')) main();
