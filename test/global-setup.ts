import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The end-to-end tests run the bundle: it is made anew when a source has changed. */
export function setup(): () => void {
  const script = fileURLToPath(new URL('../scripts/setup.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The project could not be built.');
  return keepFilesTogether();
}

/** All that tests write is below one folder, which is removed at the end. */
function keepFilesTogether(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'dryflow-tests-'));
  chmodSync(folder, 0o755); // a test acts as another user
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
