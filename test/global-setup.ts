import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The end-to-end tests run the bundle: it is made anew when a source has changed. */
export function setup(): void {
  const script = fileURLToPath(new URL('../scripts/setup.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The project could not be built.');
}
