import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from 'vitest';
import { isMissing } from './programs.js';
import { quickstart } from './quickstart.js';

const project = mkdtempSync(join(tmpdir(), 'dryflow-dotnet-'));
cpSync(fileURLToPath(new URL('dotnet', import.meta.url)), project, { recursive: true });

// There is no .NET where the project is checked; where it is, all of this runs.
const missing = isMissing('.NET', 'dotnet', ['build', '--nologo', '--output', 'out'], project);

afterAll(() => rmSync(project, { recursive: true }));

describe.skipIf(missing)('the quickstart of the .NET SDK', () => {
  quickstart(
    async (caPath) => ({
      file: 'dotnet',
      args: [join(project, 'out', 'quickstart.dll')],
      env: { SSL_CERT_FILE: caPath },
    }),
    { patience: 120_000 },
  );
});
