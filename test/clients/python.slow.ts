import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { isMissing } from './programs.js';
import { quickstart } from './quickstart.js';

const at = (name: string): string => fileURLToPath(new URL(`python/${name}`, import.meta.url));

// Debian has `venv` in a package of its own, python3-venv; CI installs it.
const missing = process.env['CI'] !== 'true' && isMissing('Python', 'python3', ['-c', 'import ensurepip'], '.');

describe.skipIf(missing)('the quickstart of the Python SDK', () => {
  quickstart(async (caPath, folder) => {
    const file = await pythonWith(at('requirements.txt'), join(folder, 'venv'));
    return { file, args: [at('quickstart.py')], env: { REQUESTS_CA_BUNDLE: caPath } };
  }, 300_000);
});

/** Makes a virtual environment with these packages, and gives its interpreter. */
async function pythonWith(requirements: string, folder: string): Promise<string> {
  const run = promisify(execFile);
  await run('python3', ['-m', 'venv', folder]);
  const python = join(folder, 'bin', 'python');
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  return python;
}
