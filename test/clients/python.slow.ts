import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from 'vitest';
import { isMissing } from './programs.js';
import { quickstart } from './quickstart.js';

const at = (name: string): string => fileURLToPath(new URL(`python/${name}`, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'dryflow-python-'));
const python = join(folder, 'bin', 'python');
const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', at('requirements.txt')];

// Debian has `venv` in a package of its own, python3-venv, which CI installs; the SDK comes from the registry of packages.
const missing =
  isMissing('Python', 'python3', ['-m', 'venv', folder], '.') || isMissing('The Python SDK', python, install, '.');

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(missing)('the quickstart of the Python SDK', () => {
  quickstart(async (caPath) => ({ file: python, args: [at('quickstart.py')], env: { REQUESTS_CA_BUNDLE: caPath } }), {
    patience: 300_000,
  });
});
